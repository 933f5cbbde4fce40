/** django-hierarkey: `@settings.add()` on a model and `@settings.set_global()` on a class each make a key-value model. */
import type { Expression } from "../../../python/tree.ts";
import type { ClassValue, InstanceValue, Value } from "../../../evaluate/value.ts";
import { makeField, makeRelation } from "../fields/make-field.ts";
import type { Model } from "../model.ts";
import { containingApp, type Workshop } from "../prepare/workshop.ts";
import { ownValue, toText } from "../values.ts";
import { makeModel } from "./make-model.ts";
import type { Pattern } from "./pattern.ts";

const text = (value: string): Value => ({ kind: "constant", type: "str", value });
const tuple = (items: Value[]): Value => ({ kind: "sequence", type: "tuple", items });

interface Use {
  readonly hierarkey: InstanceValue;
  readonly isGlobal: boolean;
}

/** The `Hierarkey` object that a decorator is a method of. */
const useOf = (workshop: Workshop, value: ClassValue, decorator: Expression): Use | null => {
  const callee = decorator.kind === "call" ? decorator.callee : decorator;
  if (callee.kind !== "attribute" || callee.value.kind !== "name") return null;
  if (callee.name !== "add" && callee.name !== "set_global") return null;
  const module = workshop.evaluator.modules.get(value.module);
  const object = module === undefined ? undefined : ownValue(workshop.evaluator, module.namespace, callee.value.name);
  if (object?.kind !== "instance" || !/^hierarkey\..*\bHierarkey$/.test(workshop.evaluator.pathOf(object.class) ?? "")) return null;
  return { hierarkey: object, isGlobal: callee.name === "set_global" };
};

const makeStore = (workshop: Workshop, value: ClassValue, owner: Model | null, use: Use): Model | null => {
  const written = use.hierarkey.args[0] ?? use.hierarkey.kwargs.get("attribute_name");
  const attribute = written === undefined ? null : toText(workshop.evaluator, written);
  const app = owner?.app ?? containingApp(workshop.apps, value.module)?.label;
  if (typeof attribute !== "string" || app === undefined) return null;
  const title = attribute.replaceAll(/[a-zA-Z]+/g, (word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase());
  const name = `${value.name}_${title}Store`;
  const base = "hierarkey.models.BaseHierarkeyStoreModel";
  const columns = [makeField("CharField", "key", base, { maxLength: 255 }), makeField("TextField", "value", base)];
  const path = `${value.module}.${name}`;
  const link =
    owner === null || use.isGlobal
      ? []
      : [
          makeField("ForeignKey", "object", path, {
            relation: makeRelation("many_to_one", { kind: "model", model: owner }, { relatedName: `_${attribute}_objects` }),
          }),
        ];
  const unique = link.length === 0 ? ["key"] : ["object", "key"];
  return makeModel(workshop, {
    name,
    app,
    module: value.module,
    fields: [...columns, ...link],
    bases: [base],
    origin: value.origin ?? null,
    options: { uniqueTogether: [unique], written: new Map([["unique_together", tuple([tuple(unique.map(text))])]]) },
  });
};

const models = (workshop: Workshop, value: ClassValue, owner: Model | null): readonly Model[] =>
  (value.tree?.decorators ?? []).flatMap((decorator) => {
    const use = useOf(workshop, value, decorator);
    const isKept = use !== null && (use.isGlobal || owner?.options.abstract === false);
    return isKept ? (makeStore(workshop, value, owner, use) ?? []) : [];
  });

export const hierarkey: Pattern = { models };
