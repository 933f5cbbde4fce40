/** Imports modules and whatever they import in turn, as far as `follows` allows. */
import type { Evaluator, ModuleValue, Value } from "../../../evaluate/value.ts";

/** Modules that a value names without having imported them. */
const namedBy = (evaluator: Evaluator, value: Value): readonly string[] => {
  if (value.kind !== "lazy") return [];
  const inner = value.name === undefined ? null : `${value.module}.${value.name}`;
  return inner !== null && evaluator.hasModule(inner) ? [value.module, inner] : [value.module];
};

export const importClosure = (evaluator: Evaluator, seeds: readonly string[], follows: (module: string) => boolean): void => {
  const seen = new Set<string>();
  const queue = [...seeds];
  const visit = (module: ModuleValue): void => {
    for (const binding of module.namespace.values()) {
      for (const name of namedBy(evaluator, binding.value)) if (!seen.has(name) && follows(name)) queue.push(name);
    }
  };
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const module = evaluator.importModule(name);
    if (module.kind === "module") visit(module);
  }
};
