/**
 * Importing: a module is evaluated once, when somebody first needs a name from it. A module that is still being evaluated
 * is answered as far as it got, as Python does for circular imports.
 */
import type { Forced, Machine, ModuleRecord, Scope } from "../machine.ts";
import { withinModule } from "../state/budget.ts";
import type { ModuleTree } from "../../python/tree.ts";
import { isUnreadable } from "../../files/project-files.ts";
import type { ExternalValue, LazyImport, ModuleValue, Unknown } from "../value.ts";
import { unknown } from "../value.ts";
import { external, text } from "../values/make.ts";
import { nativeValue } from "../objects/native-value.ts";
import { noteBirth, noteRecord } from "../state/deeds.ts";
import { forgetTree, rememberTree } from "../state/module-trees.ts";
import { openReadings, readForGood, refuseRevision } from "../state/readings.ts";
import { isCatalogued, resolverOf, standsIn } from "./standing.ts";

interface Source {
  readonly tree: ModuleTree;
  readonly file: string;
  readonly isPackage: boolean;
  readonly text: string;
}

const empty: ModuleTree = { body: [], errors: [] };

const readSource = (m: Machine, name: string): Source | Unknown => {
  const found = resolverOf(m)?.resolve(name);
  if (found === undefined || found === "compiled") return unknown(`${name} is not here as source`);
  if (found.isPackage && !found.file.endsWith(".py")) return { tree: empty, file: found.file, isPackage: true, text: "" };
  const text = m.readFile(found.file);
  if (isUnreadable(text)) {
    m.state.problems.push({ file: found.file, line: 1, code: text.code, message: text.message });
    return unknown(`${found.file}: ${text.message}`);
  }
  const tree = m.options.parse.module(found.file, text);
  for (const error of tree.errors)
    m.state.problems.push({ file: found.file, line: error.line, code: "syntax-error", message: error.message });
  return { tree, file: found.file, isPackage: found.isPackage, text: text.text };
};

const evaluateModule = (m: Machine, name: string, source: Source): ModuleValue => {
  const value: ModuleValue = {
    kind: "module",
    name,
    file: source.file,
    namespace: new Map(),
    isPackage: source.isPackage,
    openStars: [],
    origin: { file: source.file, line: 1 },
  };
  const record: ModuleRecord = { value, text: source.text, catalogued: false, state: "running" };
  const { state } = m;
  noteRecord();
  noteBirth(value.namespace);
  state.records.set(name, record);
  state.modules.set(name, value);
  rememberTree(value, source.tree);
  state.texts.set(source.file, source.text);
  const scope: Scope = { kind: "module", names: value.namespace, parent: undefined, module: value, qualname: "", frame: undefined };
  const saved = { ...state, handlers: [...state.handlers] };
  state.journal = undefined;
  state.because = undefined;
  state.taint = undefined;
  state.assumed = undefined;
  state.envRead = undefined;
  state.handlers.length = 0;
  state.depth++;
  withinModule(m, source.file, () => readForGood(() => runGuarded(m, source.tree, scope)));
  state.depth--;
  forgetTree(value);
  state.journal = saved.journal;
  state.because = saved.because;
  state.taint = saved.taint;
  state.assumed = saved.assumed;
  state.envRead = saved.envRead;
  state.raised = saved.raised;
  state.handlers.length = 0;
  state.handlers.push(...saved.handlers);
  record.state = "done";
  return value;
};

/** Only JavaScript's own stack can end the reading of a module early. */
const runGuarded = (m: Machine, tree: ModuleTree, scope: Scope): void => {
  const { depth } = m.state;
  try {
    m.run(tree.body, scope);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    m.state.depth = depth;
    m.state.problems.push({
      file: scope.module.file,
      line: 1,
      code: "too-deeply-nested",
      message: "The module nests too deeply to be read to its end.",
    });
  }
};

const deepestImport = 150;

export const importModule = (m: Machine, name: string): ModuleValue | ExternalValue | Unknown => {
  const record = m.state.records.get(name);
  if (record !== undefined) {
    if (!record.catalogued && openReadings()?.early?.has(name) === false) refuseRevision(`${name} was imported late`);
    return record.value;
  }
  const standing = standsIn(m, name);
  if (standing === "source") {
    refuseRevision(`${name} would be imported`);
    if (m.state.depth > deepestImport) return unknown(`the imports nest too deeply at ${name}`);
    const source = readSource(m, name);
    if ("kind" in source) return source;
    if (name === m.options.settingsModule) m.state.settingsDepth++;
    const module = evaluateModule(m, name, source);
    if (name === m.options.settingsModule) m.state.settingsDepth--;
    return module;
  }
  if (standing === "catalogue") {
    const found = m.options.catalogue.module(name);
    if (found === undefined) return external(name);
    m.state.records.set(name, { value: found, text: "", catalogued: true, state: "done" });
    m.state.modules.set(name, found);
    return found;
  }
  if (standing === "missing") return m.raise("ModuleNotFoundError", `there is no module ${name}`, undefined, { name: text(name) });
  return external(name);
};

/** What a module holds can go once nobody asks for it again. */
export const letGoOf = ({ state }: Machine, names: Iterable<string>): void => {
  for (const name of names) {
    const record = state.records.get(name);
    if (record === undefined || record.catalogued || record.value.kind !== "module") continue;
    state.records.delete(name);
    state.modules.delete(name);
    state.texts.delete(record.value.file);
  }
};

/** Asked for each imported name (is it a submodule?), so it does not go through all that `standsIn` decides. */
export const hasModule = (m: Machine, name: string): boolean => {
  if (name === "django" || name.startsWith("django.")) return false;
  const found = resolverOf(m)?.resolve(name);
  return found !== undefined && found !== "compiled";
};

/** Of commands the catalogue knows that they are there, and no more. */
const COMMAND = /\.management\.commands\.\w+$/u;

/** What a lazy import stands for. */
export const resolveImport = (m: Machine, lazy: LazyImport): Forced => {
  if (lazy.name === undefined) return importModule(m, lazy.module);
  const path = `${lazy.module}.${lazy.name}`;
  const native = nativeValue(m, path);
  if (native !== undefined) return native;
  // The catalogue names a setting by its path, as if `django.conf.settings` were a module.
  if (lazy.module === "django.conf.settings") return m.attribute(external(lazy.module), lazy.name);
  if (m.state.depth > deepestImport) return unknown(`the imports nest too deeply at ${path}`);
  const module = importModule(m, lazy.module);
  if (module.kind === "unknown") return module;
  // A name may be imported from a module that imports it, and so on.
  m.state.depth++;
  const found = m.find(module, lazy.name);
  m.state.depth--;
  if (found !== undefined) return found;
  if (isCatalogued(m, lazy.module) && COMMAND.test(lazy.module)) return external(path);
  return m.raise("ImportError", `${lazy.module} has no ${lazy.name}`, lazy.origin);
};
