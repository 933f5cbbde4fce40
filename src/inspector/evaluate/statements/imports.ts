/**
 * Imports. A plain import binds a `LazyImport`, which costs nothing until somebody needs the name; a star import and one
 * that a `try … except ImportError` watches are looked up at once.
 */
import type { Machine, Scope } from "../machine.ts";
import type { Statement } from "../../python/tree.ts";
import type { LazyImport, ModuleValue, Origin, Value } from "../value.ts";
import { isWatched } from "../modules/absent.ts";
import { presence, resolvedFile, standsIn } from "../modules/standing.ts";
import { copyBinding } from "../state/copy-binding.ts";
import { setBinding } from "../state/journal.ts";
import { bindName } from "../state/names.ts";
import { text } from "../values/make.ts";

type From = Extract<Statement, { kind: "from" }>;
type Import = Extract<Statement, { kind: "import" }>;

/** The absolute name of what `from` names; undefined when its dots lead above the top. */
export const absoluteName = (module: ModuleValue, level: number, name: string): string | undefined => {
  if (level === 0) return name;
  const parts = module.name.split(".");
  const drop = module.isPackage ? level - 1 : level;
  if (drop > parts.length) return undefined;
  const base = parts.slice(0, parts.length - drop);
  if (base.length === 0) return name === "" ? undefined : name;
  return name === "" ? base.join(".") : `${base.join(".")}.${name}`;
};

const missing = (m: Machine, name: string): boolean => presence(m, name) === "missing";

/**
 * URL modules are evaluated as Python does it, imports first: views register themselves when they are imported, and the
 * functions that make routes read those registers.
 */
const isEager = (scope: Scope): boolean => scope.kind === "module" && /(?:^|[._])url(?:s|conf|patterns)(?:$|[._])/u.test(scope.module.name);

const importNow = (m: Machine, module: string, names: readonly string[]): void => {
  if (standsIn(m, module) !== "source" || m.options.isForeign?.(resolvedFile(m, module)) === true) return;
  m.importModule(module);
  for (const name of names) if (m.hasModule(`${module}.${name}`)) m.importModule(`${module}.${name}`);
};

const ADMIN = /(?:^|\.)admin$/u;

/** What an admin module registers is there for the lines below its import: `unregister()` takes it back. */
const importAdminNow = (m: Machine, scope: Scope, names: readonly string[]): void => {
  if (scope.kind !== "module" || !/(?:^|\.)admin(?:$|\.)/u.test(scope.module.name)) return;
  for (const name of names) if (ADMIN.test(name) && standsIn(m, name) === "source") m.importModule(name);
};

export const runImport = (m: Machine, statement: Import, scope: Scope): void => {
  const origin: Origin = { file: scope.module.file, line: statement.line };
  const watched = isWatched(m);
  for (const { name, alias } of statement.names) {
    if (watched && missing(m, name)) return void m.raise("ModuleNotFoundError", `there is no module ${name}`, origin, { name: text(name) });
    if (isEager(scope)) importNow(m, name, []);
    importAdminNow(m, scope, [name]);
    const bound = alias ?? name.split(".")[0] ?? name;
    if (alias === undefined && bound !== name && scope.kind === "module") (scope.module.submodules ??= []).push(name);
    const value: LazyImport = { kind: "lazy", module: alias === undefined ? bound : name, origin };
    bindName(m, scope, bound, { value, origin });
  }
};

export const runFrom = (m: Machine, statement: From, scope: Scope): void => {
  const origin: Origin = { file: scope.module.file, line: statement.line };
  const module = absoluteName(scope.module, statement.level, statement.module);
  if (module === undefined) return void m.raise("ImportError", "the relative import leads above the top package", origin);
  if (module === "__future__") return;
  const watched = isWatched(m);
  if (watched && missing(m, module))
    return void m.raise("ModuleNotFoundError", `there is no module ${module}`, origin, { name: text(module) });
  if (isEager(scope))
    importNow(
      m,
      module,
      statement.names.map(({ name }) => name),
    );
  importAdminNow(m, scope, [module, ...statement.names.map(({ name }) => `${module}.${name}`)]);
  for (const { name, alias } of statement.names) {
    if (name === "*") {
      importStar(m, module, scope, origin);
      continue;
    }
    const lazy: LazyImport = { kind: "lazy", module, name, origin };
    let value: Value = lazy;
    if (watched && standsIn(m, module) === "source") {
      value = m.force(lazy);
      if (m.state.raised !== undefined) return;
      if (value.kind === "unknown") value = lazy;
    }
    bindName(m, scope, alias ?? name, { value, origin });
  }
};

const importStar = (m: Machine, name: string, scope: Scope, origin: Origin): void => {
  const found = m.importModule(name);
  if (m.state.raised !== undefined) return;
  if (found.kind !== "module") {
    if (found.kind === "unknown" && standsIn(m, name) === "missing")
      m.state.problems.push({ file: origin.file, line: origin.line, code: "module-not-found", message: `There is no module ${name}.` });
    else scope.module.openStars.push(name);
    return;
  }
  scope.module.openStars.push(...found.openStars.filter((open) => !scope.module.openStars.includes(open)));
  for (const exported of starNames(m, found)) {
    const binding = found.namespace.get(exported);
    if (binding === undefined) {
      const submodule = `${found.name}.${exported}`;
      if (m.hasModule(submodule)) bindName(m, scope, exported, { value: { kind: "lazy", module: submodule, origin }, origin });
      continue;
    }
    const copy = { ...copyBinding(binding), origins: binding.origins.slice() };
    // The other module may have the name from here: looked up later, it would lead in a circle.
    if (copy.value.kind === "lazy" && scope.names.has(exported)) {
      const forced = m.force(copy.value);
      if (forced.kind === "unknown") continue;
      copy.value = forced;
    }
    if (m.state.because !== undefined) copy.because ??= m.state.because;
    if (m.state.assumed !== undefined) copy.inferred ??= m.state.assumed;
    setBinding(m.state, scope.names, exported, copy);
  }
};

/** What `from module import *` gives: `__all__` when it is known, else all names without an underscore before. */
const starNames = (m: Machine, module: ModuleValue): readonly string[] => {
  const all = module.namespace.get("__all__");
  const listed = all === undefined ? undefined : m.items(m.read(all));
  if (listed !== undefined && listed.open === undefined) {
    const names: string[] = [];
    for (const item of listed.items) if (item.kind === "constant" && typeof item.value === "string") names.push(item.value);
    return names;
  }
  return [...module.namespace.keys()].filter((name) => !name.startsWith("_"));
};

/**
 * In settings, `try: import package` of a package that may or may not be installed: why it is not decided, else undefined.
 * Outside settings the import is assumed to succeed.
 */
export const undecidedImport = (m: Machine, body: readonly Statement[], scope: Scope): string | undefined => {
  if (m.state.settingsDepth === 0) return undefined;
  for (const statement of body) {
    const names =
      statement.kind === "import"
        ? statement.names.map((each) => each.name)
        : statement.kind === "from"
          ? [absoluteName(scope.module, statement.level, statement.module) ?? ""]
          : [];
    for (const name of names) if (name !== "" && presence(m, name) === "undecided") return `it is not known whether ${name} is installed`;
  }
  return undefined;
};
