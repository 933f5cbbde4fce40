/** How many choices a field has at the top level: lists, grouped lists, dicts, enumerations, functions that return them. */
import type { ClassValue, Evaluator, Value } from "../../../evaluate/value.ts";
import type { Known } from "../model.ts";
import { isNone } from "../values.ts";

const CHOICES = /^django\.db\.models\.(enums\.)?(Choices|TextChoices|IntegerChoices)$/;

const isChoices = (evaluator: Evaluator, value: Value): value is ClassValue =>
  value.kind === "class" && evaluator.mro(value).some((base) => base.kind !== "unknown" && CHOICES.test(evaluator.pathOf(base) ?? ""));

/** Names in an enumeration's body that are not members: private ones, methods, nested classes, plain descriptors. */
const isMember = (name: string, value: Value): boolean =>
  !name.startsWith("_") && !["function", "class", "method", "builtin", "module"].includes(value.kind) && !isDescriptor(value);

const isDescriptor = (value: Value): boolean =>
  value.kind === "instance" &&
  value.class.kind === "class" &&
  /^(property|classproperty|cached_property|nonmember)$/.test(value.class.name);

const countMembers = (evaluator: Evaluator, choices: ClassValue): number => {
  const names = new Set<string>();
  let blank = 0;
  for (const base of evaluator.mro(choices)) {
    if (base.kind !== "class" || CHOICES.test(evaluator.pathOf(base) ?? "")) break;
    for (const [name, binding] of base.namespace) {
      if (name === "__empty__") blank = 1;
      else if (isMember(name, evaluator.force(binding.value))) names.add(name);
    }
  }
  return names.size + blank;
};

/** The count; 0 for none; undefined when it is not known. */
export const countChoices = (evaluator: Evaluator, written: Value): Known<number> => {
  const value = evaluator.force(written);
  if (isNone(value)) return 0;
  if (isChoices(evaluator, value)) return countMembers(evaluator, value);
  if (value.kind === "sequence") return value.open === undefined && (value.maybe?.length ?? 0) === 0 ? value.items.length : undefined;
  if (value.kind === "dict") return value.open === undefined ? value.entries.length : undefined;
  if (value.kind === "function" || value.kind === "method") {
    const result = evaluator.call(value, [], new Map(), value.origin);
    return result.kind === "function" || result.kind === "method" ? undefined : countChoices(evaluator, result);
  }
  if (value.kind === "external" && value.of !== undefined && value.path.endsWith(".choices")) return countOf(evaluator, value.of);
  return value.kind === "constant" && value.value === "" ? 0 : undefined;
};

const countOf = (evaluator: Evaluator, value: Value): Known<number> => {
  const owner = evaluator.force(value);
  return isChoices(evaluator, owner) ? countMembers(evaluator, owner) : undefined;
};
