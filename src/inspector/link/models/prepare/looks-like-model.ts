/** Whether a class whose bases are not all here is most likely a model: it stands where models stand and is written as one. */
import type { ClassValue } from "../../../evaluate/value.ts";
import { bindField } from "../fields/bind-field.ts";
import { ownValue } from "../values.ts";
import { OPTION_NAMES } from "./model-meta.ts";
import { containingApp, type Workshop } from "./workshop.ts";

const holdsField = (workshop: Workshop, value: ClassValue): boolean =>
  [...value.namespace].some(([name, binding]) => {
    if (name === "__annotations__") return false;
    const held = workshop.evaluator.force(binding.value);
    return held.kind === "instance" && bindField(workshop.evaluator, held) !== null;
  });

/** An inner Meta with options of models; those of forms, serializers and filters name a `model`. */
const hasModelMeta = (workshop: Workshop, value: ClassValue): boolean => {
  const meta = ownValue(workshop.evaluator, value.namespace, "Meta");
  if (meta?.kind !== "class" || meta.namespace.has("model") || meta.namespace.has("fields")) return false;
  return OPTION_NAMES.some((name) => meta.namespace.has(name));
};

const NO_MODEL = /(?:DoesNotExist|MultipleObjectsReturned|Error|Exception|Field|ForeignKey|Manager|QuerySet|ModelBase|Meta[cC]lass)$/;

/** A base that is not here, named as a model in a package's `models`; exceptions, fields, managers and metaclasses stand there too. */
const hasModelBase = (workshop: Workshop, value: ClassValue): boolean =>
  workshop.evaluator
    .mro(value)
    .some((base) => base.kind === "external" && /\.models?\b.*\.[A-Z]\w*$/.test(base.path) && !NO_MODEL.test(base.path));

export const looksLikeModel = (workshop: Workshop, value: ClassValue): boolean => {
  if (containingApp(workshop.apps, value.module) === null) return false;
  if (holdsField(workshop, value)) return true;
  const amongModels = /(^|\.)(\w*_)?models?(\.|$)/.test(value.module);
  return amongModels && (hasModelMeta(workshop, value) || (!value.name.endsWith("Mixin") && hasModelBase(workshop, value)));
};
