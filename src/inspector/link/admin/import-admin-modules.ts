/** Imports every app's `admin` module as `admin.autodiscover()` does, so that the registrations in them take effect. */
import type { Evaluator, ModuleValue } from "../../evaluate/value.ts";

export interface AppWithAdmin {
  readonly label: string;
  /** `AppConfig.name`. */
  readonly name: string;
  readonly isHere: boolean;
}

const mostModules = 400;

/** Python runs a module when it is imported; the evaluator only when something of it is used. So imports within the app are followed. */
const importAll = (evaluator: Evaluator, start: ModuleValue, app: string): void => {
  const seen = new Set<string>([start.name]);
  const pending: ModuleValue[] = [start];
  for (let module = pending.pop(); module !== undefined && seen.size < mostModules; module = pending.pop()) {
    for (const binding of Array.from(module.namespace.values())) {
      if (binding.value.kind !== "lazy" || !`${binding.value.module}.`.startsWith(`${app}.`)) continue;
      const { module: from, name } = binding.value;
      for (const wanted of name === undefined ? [from] : [from, `${from}.${name}`]) {
        if (seen.has(wanted) || !evaluator.hasModule(wanted)) continue;
        seen.add(wanted);
        const imported = evaluator.importModule(wanted);
        if (imported.kind === "module" && /(?:^|[._])admin/.test(wanted)) pending.push(imported);
      }
    }
  }
};

/** Returns the apps whose code is not here. */
export const importAdminModules = (evaluator: Evaluator, apps: readonly AppWithAdmin[]): readonly string[] =>
  apps.flatMap((app) => {
    const name = `${app.name}.admin`;
    if (!evaluator.hasModule(name)) return app.isHere ? [] : [app.name];
    const module = evaluator.importModule(name);
    if (module.kind === "module") importAll(evaluator, module, app.name);
    return module.kind === "external" && !app.isHere ? [app.name] : [];
  });
