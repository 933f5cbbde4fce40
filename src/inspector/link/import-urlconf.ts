/** Imports a URLconf after the views beside it, whose decorators may register what the URLconf then asks for. */
import type { Evaluator } from "../evaluate/value.ts";
import { importWithin } from "./import-within.ts";

export const importUrlconf = (evaluator: Evaluator, name: string): ReturnType<Evaluator["importModule"]> => {
  const views = `${name.slice(0, name.lastIndexOf(".") + 1)}views`;
  if (name.includes(".") && !evaluator.modules.has(name) && evaluator.hasModule(views)) importWithin(evaluator, views, views);
  return evaluator.importModule(name);
};
