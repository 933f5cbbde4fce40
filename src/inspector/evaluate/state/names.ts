/** Names: how they are bound, with the chain of statements behind them, and how they are found. */
import type { Forced, Machine, Scope } from "../machine.ts";
import type { Binding, Namespace, Origin, Value } from "../value.ts";
import { unknown } from "../value.ts";
import { copyBinding } from "./copy-binding.ts";
import { isNotYetBound } from "./deferred-names.ts";
import { setBinding, setLocal } from "./journal.ts";

/** The origins of a statement: one for each environment variable that it read, else itself. */
const statementOrigins = (m: Machine, origin: Origin): Origin[] => {
  const { envRead } = m.state;
  return envRead === undefined ? [origin] : envRead.map((env) => ({ file: origin.file, line: origin.line, env }));
};

/** A loop may change a name often: its chain keeps the first and last statements, each line once in a row. */
const mostOrigins = 60;

const appended = (earlier: readonly Origin[], more: readonly Origin[]): Origin[] => {
  const last = earlier.at(-1);
  const [first] = more;
  if (
    last !== undefined &&
    first !== undefined &&
    more.length === 1 &&
    last.line === first.line &&
    last.file === first.file &&
    last.env === first.env
  )
    return [...earlier];
  return shortened([...earlier, ...more]);
};

export const shortened = (chain: Origin[]): Origin[] => (chain.length > mostOrigins ? [...chain.slice(0, 20), ...chain.slice(-20)] : chain);

const makeBinding = (m: Machine, value: Value, origins: Origin[]): Binding => {
  const binding: Binding = { value, origins };
  if (m.state.taint !== undefined) binding.inferred = m.state.taint;
  if (m.state.because !== undefined) binding.because = m.state.because;
  return binding;
};

export const namespaceFor = (scope: Scope, name: string): Namespace => scope.outer?.get(name) ?? scope.names;

/** Binds a name to a value that a statement made; with `keep` the chain of the earlier value goes before it. */
export const bindName = (m: Machine, scope: Scope, name: string, bound: { value: Value; origin: Origin; keep?: boolean }): void => {
  const names = namespaceFor(scope, name);
  const origins = statementOrigins(m, bound.origin);
  const earlier = bound.keep === true ? names.get(name) : undefined;
  setBinding(m.state, names, name, makeBinding(m, bound.value, earlier === undefined ? origins : appended(earlier.origins, origins)));
};

const noOrigins: Origin[] = [];

/**
 * Binds a name that a statement of a function made. No fact says where a local variable was set, so no origin is kept
 * but of a name that `global` or `nonlocal` sends elsewhere.
 */
export const bindLocal = (m: Machine, scope: Scope, target: { readonly name: string; readonly line: number }, value: Value): void => {
  const { name, line } = target;
  const names = namespaceFor(scope, name);
  if (names === scope.names) setLocal(m.state, names, name, makeBinding(m, value, noOrigins));
  else bindName(m, scope, name, { value, origin: { file: scope.module.file, line } });
};

/** Notes that a statement changed the value of a name in place: `APPS += …`, `APPS.append(…)`, `DATABASES["x"] = …`. */
export const noteChange = (m: Machine, scope: Scope, name: string, origin: Origin): void => {
  const names = namespaceFor(scope, name);
  const binding = names.get(name);
  if (binding === undefined) return;
  const changed: Binding = { ...copyBinding(binding), origins: appended(binding.origins, statementOrigins(m, origin)) };
  if (m.state.taint !== undefined) changed.inferred ??= m.state.taint;
  setBinding(m.state, names, name, changed);
};

const findBinding = (scope: Scope, name: string): Binding | undefined => {
  const own = (scope.outer?.get(name) ?? scope.names).get(name);
  if (own !== undefined && !(scope.kind === "class" && isNotYetBound(scope.names, name, own))) return own;
  for (let outer = scope.parent; outer !== undefined; outer = outer.parent) {
    const found = outer.names.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
};

const moduleName = (m: Machine, scope: Scope, name: string): Value | undefined => {
  switch (name) {
    case "__name__":
      return { kind: "constant", value: scope.module.name, type: "str" };
    case "__file__":
      return { kind: "constant", value: scope.module.file, type: "str" };
    case "__package__": {
      const { module } = scope;
      const value = module.isPackage ? module.name : module.name.split(".").slice(0, -1).join(".");
      return { kind: "constant", value, type: "str" };
    }
    case "__doc__":
    case "__spec__":
    case "__loader__":
    case "__builtins__":
      return unknown(`${name} is not followed`);
    default:
      return m.natives.builtins.get(name)?.(m);
  }
};

/** The value of a name as Python's LEGB rule finds it. */
export const lookUp = (m: Machine, scope: Scope, { name, line }: { readonly name: string; readonly line: number }): Forced => {
  const binding = findBinding(scope, name);
  if (binding !== undefined) {
    const value = m.read(binding);
    if (binding.inferred !== undefined) m.state.taint ??= binding.inferred;
    return value;
  }
  const special = moduleName(m, scope, name);
  if (special !== undefined) return m.force(special);
  const origin: Origin = { file: scope.module.file, line };
  const star = scope.module.openStars[0];
  if (star !== undefined) return unknown(`${name} may come from ${star}, whose code is not here`, origin);
  return m.raise("NameError", `the name ${name} is not defined`, origin);
};
