/** Which classes are Django models: those whose order of resolution holds Django's own `Model`. */
import type { ClassValue, Evaluator, Unknown, Value } from "../../../evaluate/value.ts";

const ROOT = /^django\.(contrib\.gis\.)?db\.models\.(base\.)?Model$/;

/** Django's `Model` itself, whichever module it was imported from. */
export const isModelRoot = (evaluator: Evaluator, value: Value): boolean =>
  // Few classes are called so: the path of the others need not be made.
  !(value.kind === "class" && value.name !== "Model") && ROOT.test(evaluator.pathOf(value) ?? "");

/** `unknown` names the base that is not here, when nothing else in the order is `Model`. */
export const isModelClass = (evaluator: Evaluator, value: ClassValue): boolean | Unknown => {
  let absent: Unknown | null = null;
  const order = evaluator.mro(value);
  for (let at = 0; at < order.length; at++) {
    const base = order[at];
    if (base === undefined) break;
    if (base.kind === "unknown") absent = base;
    else if (isModelRoot(evaluator, base)) return base !== value;
    else if (base.kind === "external") absent ??= { kind: "unknown", because: `the code of ${base.path} is not here` };
  }
  return absent ?? false;
};
