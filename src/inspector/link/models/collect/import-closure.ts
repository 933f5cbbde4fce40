/** Imports modules and whatever they import in turn, as far as `follows` allows. */
import type { Effect, Evaluator, LazyImport, ModuleValue } from "../../../evaluate/value.ts";
import { importUrlconf } from "../../import-urlconf.ts";

/** The submodule that an import from a package names; null when it names something in a module. */
const submoduleOf = (evaluator: Evaluator, value: LazyImport): string | null => {
  const inner = value.name === undefined ? null : `${value.module}.${value.name}`;
  return inner !== null && evaluator.hasModule(inner) ? inner : null;
};

/** Modules that `include("app.urls")` names: Django imports them with the URLconf. */
const included = (evaluator: Evaluator, effect: Effect): readonly string[] => {
  const [given] = effect.path === "django.urls.include" ? effect.args : [];
  if (given === undefined) return [];
  const forced = evaluator.force(given);
  const [first] = forced.kind === "sequence" ? forced.items : [forced];
  const name = first === undefined ? undefined : evaluator.toPlain(first);
  return typeof name === "string" ? [name] : [];
};

export const importClosure = (evaluator: Evaluator, seeds: readonly string[], follows: (module: string) => boolean): void => {
  const seen = new Set<string>();
  const queue = [...seeds];
  const want = (name: string): void => {
    if (!seen.has(name) && follows(name)) queue.push(name);
  };
  /** Wants the modules that are named and perhaps not imported yet. */
  const visit = (module: ModuleValue): void => {
    for (const name of module.submodules ?? []) want(name);
    for (const { value } of module.namespace.values()) {
      if (value.kind !== "lazy") continue;
      want(value.module);
      const inner = submoduleOf(evaluator, value);
      if (inner !== null) want(inner);
    }
  };
  let looked = 0;
  const follow = (): void => {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      if (seen.has(name)) continue;
      seen.add(name);
      const module = /urls|urlconf/i.test(name) ? importUrlconf(evaluator, name) : evaluator.importModule(name);
      if (module.kind === "module") visit(module);
    }
    // What evaluation itself brought in imports more in its turn.
    for (const name of evaluator.modules.keys()) want(name);
    const { effects } = evaluator;
    for (; looked < effects.length; looked++) {
      const effect = effects[looked];
      if (effect !== undefined) queue.push(...included(evaluator, effect).filter(follows));
    }
  };
  while (queue.length > 0) {
    follow();
    /** What was evaluated on the way for the sake of a value imports modules too. */
    for (const name of evaluator.modules.keys()) want(name);
  }
};
