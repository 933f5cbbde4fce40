/** `Model._meta` as far as URLs and registries ask for it: the app's label, the model's name and its primary key. */
import { recordEffect } from "../calls/opaque.ts";
import type { Machine, Native, NativeMember } from "../machine.ts";
import type { ClassValue, Value } from "../value.ts";
import { attributeOf, builtin, none, text, truthValue } from "../values/make.ts";
import { appLabelOf, isAbstractModel } from "./app-registry.ts";
import { primaryKeyOf } from "./primary-key.ts";
import { getField } from "./set-on-field.ts";

const statedLabel = (m: Machine, model: ClassValue): string | undefined => {
  const meta = m.find(model, "Meta");
  const stated = meta?.kind === "class" ? m.find(meta, "app_label") : undefined;
  return stated?.kind === "constant" && typeof stated.value === "string" ? stated.value : undefined;
};

/** Is what its own Meta says of it a constant, or nothing? */
const saysWhetherAbstract = (model: ClassValue): boolean => {
  const meta = model.namespace.get("Meta")?.value;
  if (meta === undefined) return true;
  const abstract = meta.kind === "class" ? meta.namespace.get("abstract")?.value : { kind: "unknown" };
  return abstract === undefined || abstract.kind === "constant";
};

const GET_FIELD = "django.db.models.options.Options.get_field";

const metaMember: NativeMember = (m, self, name) => {
  const owner = self.kind === "external" && self.of !== undefined ? m.force(self.of) : undefined;
  const model = owner?.kind === "instance" ? owner.class : owner;
  const rest = (): Value | undefined => (owner === undefined ? undefined : attributeOf(owner, `django.db.models.base.Model._meta.${name}`));
  if (model?.kind !== "class") return rest();
  if (name === "object_name") return text(model.name);
  if (name === "model_name") return text(model.name.toLowerCase());
  if (name === "model") return model;
  if (name === "abstract" && saysWhetherAbstract(model)) return truthValue(isAbstractModel(model));
  if (name === "get_field") return { kind: "method", self: model, function: builtin(GET_FIELD) };
  if (name === "pk") return primaryKeyOf(m, model) ?? rest();
  if (name !== "app_label" && name !== "label" && name !== "label_lower") return rest();
  const app = statedLabel(m, model) ?? appLabelOf(m, model.module);
  if (app === undefined) return rest();
  if (name === "app_label") return text(app);
  return text(`${app}.${name === "label" ? model.name : model.name.toLowerCase()}`);
};

/** Path of the effect that a `Model._meta.name = value` leaves. */
export const META_SETTING = "django.db.models.options.Options.__setattr__";

/** Django's object is not here: the assignment is kept for those that make models. */
const setOnMeta: Native = (m, call, self) => {
  recordEffect(m, self ?? none(), call, META_SETTING);
  return none(call.origin);
};

export const metaFunctions: Readonly<Record<string, Native>> = {
  "django.db.models.base.Model._meta.__setattr__": setOnMeta,
  [GET_FIELD]: getField,
};

export const metaMembers: Readonly<Record<string, NativeMember>> = { "django.db.models.base.Model._meta": metaMember };
