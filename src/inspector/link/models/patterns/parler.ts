/** django-parler: `translations = TranslatedFields(title=…)` makes a model that holds these fields once per language. */
import type { ClassValue, InstanceValue, Value } from "../../../evaluate/value.ts";
import { makeField, makeRelation } from "../fields/make-field.ts";
import { readField } from "../fields/read-field.ts";
import type { Field, Model } from "../model.ts";
import type { Workshop } from "../prepare/workshop.ts";
import { maxNameLength, truncateName } from "../names/table-names.ts";
import { classPath, toText } from "../values.ts";
import { makeModel } from "./make-model.ts";
import type { Pattern } from "./pattern.ts";

const translatedFields = (workshop: Workshop, value: Value): InstanceValue | null => {
  const forced = workshop.evaluator.force(value);
  const isThem = forced.kind === "instance" && /^parler\..*\bTranslatedFields$/.test(classPath(workshop.evaluator, forced.class));
  return isThem ? forced : null;
};

const metaText = (workshop: Workshop, value: InstanceValue, key: string): string | null => {
  const meta = value.kwargs.get("meta") ?? value.args[0];
  const plain = meta === undefined ? undefined : workshop.evaluator.toPlain(meta);
  const found: unknown = plain instanceof Map ? plain.get(key) : undefined;
  return typeof found === "string" ? found : null;
};

const languages = (workshop: Workshop): number | undefined => {
  const setting = workshop.settings.read("LANGUAGES");
  return Array.isArray(setting) ? setting.length : undefined;
};

/** Of a proxy the table that it would have itself: the package asks before Django gives it its parent's. */
const tableOf = (workshop: Workshop, { app, name, options }: Model): string | undefined => {
  if (!options.proxy) return options.dbTable;
  const written = options.written.get("db_table");
  if (written !== undefined) return toText(workshop.evaluator, written) ?? undefined;
  return truncateName(`${app}_${name.toLowerCase()}`, maxNameLength(workshop.settings.engine));
};

const makeTranslation = (workshop: Workshop, owner: Model, name: string, value: InstanceValue): Model => {
  const modelName = `${owner.name}Translation`;
  const path = `${owner.module}.${modelName}`;
  const translated = [...value.kwargs].flatMap(([fieldName, written]): Field[] => {
    const forced = workshop.evaluator.force(written);
    const field = forced.kind === "instance" ? readField(workshop.evaluator, fieldName, forced, path) : null;
    return field === null ? [] : [field];
  });
  const relation = makeRelation("many_to_one", { kind: "model", model: owner }, { relatedName: name });
  const shared = tableOf(workshop, owner);
  const table = metaText(workshop, value, "db_table") ?? (shared === undefined ? undefined : `${shared}_translation`);
  const verbose = metaText(workshop, value, "verbose_name");
  return makeModel(workshop, {
    name: modelName,
    app: owner.app,
    module: owner.module,
    fields: [
      makeField("CharField", "language_code", "parler.models.TranslatedFieldsModel", {
        class: "HideChoicesCharField",
        path: "parler.utils.compat.HideChoicesCharField",
        maxLength: 15,
        dbIndex: true,
        choices: languages(workshop),
      }),
      ...translated,
      makeField("ForeignKey", "master", path, {
        class: "TranslationsForeignKey",
        path: "parler.fields.TranslationsForeignKey",
        internalType: "TranslationsForeignKey",
        null: true,
        editable: false,
        relation,
      }),
    ],
    bases: ["parler.models.TranslatedFieldsModel"],
    origin: value.origin ?? owner.origin,
    options: {
      managed: owner.options.managed,
      dbTable: table,
      // Newer releases have a unique constraint in place of unique_together.
      uniqueTogether: undefined,
      constraints: undefined,
      verboseName: verbose ?? `${owner.options.verboseName ?? owner.name} Translation`,
    },
  });
};

const models = (workshop: Workshop, value: ClassValue, owner: Model | null): readonly Model[] => {
  if (owner === null || owner.options.abstract) return [];
  return [...value.namespace].flatMap(([name, binding]) => {
    const fields = translatedFields(workshop, binding.value);
    return fields === null ? [] : [makeTranslation(workshop, owner, name, fields)];
  });
};

export const parler: Pattern = { models };
