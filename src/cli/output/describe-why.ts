/** The chain of origins behind a fact, for a terminal. */
import type { Why } from "../../contract/shapes/why.ts";
import type { Terminal } from "./terminal.ts";
import { place } from "./words.ts";

export const describeWhy = (why: Why, paint: Terminal["paint"]): string => {
  const because = why.because === null ? "" : `: ${why.because}`;
  const head = `${paint("bold", why.name)}  ${paint("dim", `${why.kind}, ${why.certainty}${because}`)}`;
  const steps = why.steps.map(({ says, file, line }) => {
    const where = place(file, line);
    return where === "" ? `  ${says}` : `  ${says}\n    ${paint("cyan", where)}`;
  });
  return [head, ...steps].join("\n");
};
