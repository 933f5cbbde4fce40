/** `choices` as a field keeps them: a list of pairs, whatever they were given as. */
import type { ClassValue, Value } from "../../../evaluate/value.ts";
import { certainText, joinCanons, unknownCanon, type Canon } from "./canon.ts";
import type { Scope } from "./scope.ts";
import { toCanon } from "./to-canon.ts";

const noArguments: ReadonlyMap<string, Value> = new Map();

/** Of a `Choices` enumeration, or of a class whose metaclass makes it iterable. */
const classChoices = (scope: Scope, value: ClassValue): Value | null => {
  const { evaluator } = scope;
  if (value.namespace.has("__members__")) return evaluator.attribute(value, "choices");
  const iterate = evaluator.attribute(value, "__iter__");
  return iterate.kind === "method" && iterate.self === value ? evaluator.call(iterate, [], noArguments) : null;
};

const pairCanon = (scope: Scope, item: Value): Canon => {
  const pair = scope.evaluator.force(item);
  if (pair.kind !== "sequence" || pair.open !== undefined || pair.items.length !== 2) return toCanon(scope, pair);
  const [key, label] = pair.items;
  if (key === undefined || label === undefined) return unknownCanon("a choice is not a pair");
  const second = scope.evaluator.force(label);
  return joinCanons("(", [toCanon(scope, key), second.kind === "sequence" ? choicesCanon(scope, second) : toCanon(scope, second)], ")");
};

export const choicesCanon = (scope: Scope, written: Value): Canon => {
  const value = scope.evaluator.force(written);
  if (value.kind === "class") {
    const choices = classChoices(scope, value);
    return choices === null ? unknownCanon("the choices are a class that cannot be followed") : choicesCanon(scope, choices);
  }
  if (value.kind === "sequence" && value.open === undefined && (value.maybe ?? []).length === 0)
    return joinCanons(
      "[",
      value.items.map((item) => pairCanon(scope, item)),
      "]",
    );
  if (value.kind === "dict" && value.open === undefined)
    return joinCanons(
      "[",
      value.entries.map(({ key, value: label }) => {
        const nested = scope.evaluator.force(label);
        const isGroup = nested.kind === "dict" || nested.kind === "sequence";
        return joinCanons("(", [toCanon(scope, key), isGroup ? choicesCanon(scope, nested) : toCanon(scope, nested)], ")");
      }),
      "]",
    );
  return value.kind === "constant" && value.value === null ? certainText("None") : toCanon(scope, value);
};
