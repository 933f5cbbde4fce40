/** What is wrong with a value of the input, in words for whoever sent it, where the contract has no sentence of its own. */
import type { z } from "zod";

const wanted: Readonly<Record<string, string>> = {
  string: "Give a text.",
  number: "Give a number.",
  int: "Give a whole number.",
  boolean: "Give true or false.",
  array: "Give a list.",
  object: "Give an object with names and values.",
  record: "Give an object with names and values.",
};

const units: Readonly<Record<string, string>> = { string: "characters", array: "values", set: "values" };

const sayLimit = (origin: string, words: "at least" | "at most", limit: number | bigint): string => {
  const unit = units[origin];
  if (unit === undefined) return `Give a number of ${words} ${limit}.`;
  return words === "at least" && Number(limit) === 1 ? "This field may not be empty." : `Give ${words} ${limit} ${unit}.`;
};

/** Undefined where the library's own sentence must do. */
export const sayFault: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "This field is required." : wanted[issue.expected];
    case "too_small":
      return sayLimit(issue.origin, "at least", issue.minimum);
    case "too_big":
      return sayLimit(issue.origin, "at most", issue.maximum);
    case "invalid_value":
      return `Choose one of ${issue.values.map(String).join(", ")}.`;
    default:
      return undefined;
  }
};
