import type { Value } from "../value.ts";

/** Why what hangs on a test is not known; a test of a test in the same line has the same reason. */
export const undecided = (test: Value, line: number): string => {
  const here = `the test in line ${line} is not decided: `;
  const why = whyUnknown(test);
  return why.startsWith(here) ? why : here + why;
};

/** Why a value is not known, for the `because` of what hangs on it. */
export const whyUnknown = (value: Value): string => {
  if (value.kind === "unknown" || value.kind === "alternatives") return value.because;
  if (value.kind === "external") return `${value.path} is not here`;
  if (value.kind === "instance" && value.class.kind === "external") return `what ${value.class.path} gives is not known`;
  if ((value.kind === "sequence" || value.kind === "dict") && value.open !== undefined) return value.open;
  return "the value is not known";
};
