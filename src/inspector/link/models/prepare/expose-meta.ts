/**
 * `_meta` on the evaluated class, as far as code that looks at it while models are made commonly asks: whether the
 * model is abstract, what it is called, which fields it has so far.
 */
import type { Binding, ClassValue, ConstantValue, DictValue, Namespace, Value } from "../../../evaluate/value.ts";
import type { Model } from "../model.ts";

const text = (value: string): ConstantValue => ({ kind: "constant", type: "str", value });
const flag = (value: boolean): ConstantValue => ({ kind: "constant", type: "bool", value });
const NONE: ConstantValue = { kind: "constant", type: "none", value: null };

const binding = (value: Value): Binding => ({ value, origins: [] });

const fieldMap = (model: Model): DictValue => ({
  kind: "dict",
  entries: [...model.fields, ...model.manyToMany, ...model.privateFields].map((field) => ({
    key: text(field.name),
    value: field.value ?? NONE,
  })),
});

const attributes = (model: Model): Namespace => {
  const { options } = model;
  const values: readonly (readonly [string, Value])[] = [
    ["abstract", flag(options.abstract)],
    ["proxy", flag(options.proxy)],
    ["app_label", text(model.app)],
    ["object_name", text(model.name)],
    ["model_name", text(model.name.toLowerCase())],
    ["label", text(model.label)],
    ["label_lower", text(model.label.toLowerCase())],
    ["swapped", NONE],
    ["_forward_fields_map", fieldMap(model)],
    ["fields_map", fieldMap(model)],
    ...(options.dbTable === undefined ? [] : [["db_table", text(options.dbTable)] as const]),
    ...(options.managed === undefined ? [] : [["managed", flag(options.managed)] as const]),
    ...(options.verboseName === undefined ? [] : [["verbose_name", text(options.verboseName)] as const]),
    ["verbose_name_plural", options.written.get("verbose_name_plural") ?? text(`${options.verboseName ?? ""}s`)],
  ];
  return new Map(values.map(([name, value]) => [name, binding(value)]));
};

/** Sets it to what is known of the model now. */
export const exposeMeta = (value: ClassValue, model: Model): void => {
  const options: Value = {
    kind: "instance",
    class: { kind: "external", path: "django.db.models.options.Options" },
    args: [],
    kwargs: new Map(),
    attributes: attributes(model),
  };
  value.namespace.set("_meta", binding(options));
};
