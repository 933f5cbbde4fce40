/** django-taggit: a `TaggableManager` goes to the tags of its through model, `taggit.TaggedItem` unless another is named. */
import type { Field, Model, Target } from "../model.ts";
import { targetModel, type Registry } from "../relations/registry.ts";
import type { Pattern } from "./pattern.ts";

/** A tag manager is a many-to-many field that Django's own class does not make. */
const isTagManager = (field: Field): boolean =>
  field.relation?.kind === "many_to_many" && field.storage === "column" && field.internalType === "ManyToManyField";

const THROUGH: Target = { kind: "label", label: "taggit.TaggedItem" };
const TAG: Target = { kind: "label", label: "taggit.Tag" };

const target = (registry: Registry, owner: Model, field: Field): Target | null => {
  if (!isTagManager(field) || field.relation?.target.kind !== "unknown") return null;
  const through = targetModel(registry, owner, field.relation.through ?? THROUGH);
  const tag = through?.fields.find(({ name }) => name === "tag");
  if (through === null) return field.relation.through === null ? TAG : null;
  const found = tag === undefined || tag.relation === null ? null : targetModel(registry, through, tag.relation.target);
  return found === null ? null : { kind: "model", model: found };
};

const through = (field: Field): Target | null => (isTagManager(field) ? THROUGH : null);

export const taggit: Pattern = { target, through };
