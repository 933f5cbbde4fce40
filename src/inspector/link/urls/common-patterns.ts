/** A list of patterns that depends on something unknown, as what surely is in it. */
import type { Evaluator, Forced, SequenceValue } from "../../evaluate/value.ts";

/** The patterns that every possible list holds, with the reason why there may be more; any other value as it is. */
export const commonPatterns = (evaluator: Evaluator, value: Forced): Forced => {
  if (value.kind !== "alternatives") return value;
  const lists = value.options
    .map((option) => evaluator.force(option))
    .filter((option): option is SequenceValue => option.kind === "sequence");
  const [first, ...others] = lists;
  if (first === undefined || lists.length < value.options.length) return value;
  const items = first.items.filter((item) => others.every((other) => other.items.includes(item)));
  return { ...first, items, open: value.because };
};
