/**
 * The sources of all packages that go into the catalogue, read together so that a name in one can be followed into
 * another. Binds names module by module without running anything: what a name stands for is found when asked for.
 */
import { existsSync, readdirSync } from "node:fs";
import { createDiskFiles } from "../../src/inspector/files/disk-files.ts";
import { isUnreadable } from "../../src/inspector/files/project-files.ts";
import { parseModule } from "../../src/inspector/python/parse-module.ts";
import type { ClassTree, Expression, FunctionTree, Statement } from "../../src/inspector/python/tree.ts";
import { bindEither, bindLoop } from "./bind-either.ts";
import { decide, isDecidedByProject } from "./decide.ts";

/** What one statement binds a name to. */
export type Bound =
  | { readonly kind: "import"; readonly module: string; readonly name?: string }
  | { readonly kind: "class"; readonly tree: ClassTree; readonly names: Table }
  | { readonly kind: "function"; readonly tree: FunctionTree }
  | { readonly kind: "value"; readonly expression: Expression; readonly line: number }
  /** By a test that the project decides; an absent side binds nothing. */
  | { readonly kind: "either"; readonly test: Expression; readonly body?: Bound; readonly orElse?: Bound };

export interface Table {
  readonly own: Map<string, Bound>;
  readonly stars: string[];
}

export interface LibraryModule {
  readonly name: string;
  /** Below the folder it is installed in. */
  readonly file: string;
  readonly isPackage: boolean;
  readonly table: Table;
}

export interface PackageSource {
  readonly top: string;
  readonly folder: string;
  readonly distribution: string;
  readonly version: string;
}

export interface Library {
  readonly packages: readonly PackageSource[];
  /** Dotted names of a package's modules, sorted. */
  modulesOf(top: string): readonly string[];
  module(name: string): LibraryModule | undefined;
}

const absolute = (from: LibraryModule | { readonly name: string; readonly isPackage: boolean }, level: number, module: string): string => {
  if (level === 0) return module;
  const parts = from.name.split(".");
  const base = parts.slice(0, parts.length - level + (from.isPackage ? 1 : 0));
  return [...base, ...(module === "" ? [] : [module])].join(".");
};

interface Binder {
  readonly module: { readonly name: string; readonly isPackage: boolean };
}

const bindAll = (body: readonly Statement[], table: Table, binder: Binder): void => {
  for (const statement of body) bind(statement, table, binder);
};

/** Names that only `filling` bindings give; what is bound already stays. */
const bindMissing = (body: readonly Statement[], table: Table, binder: Binder): void => {
  const filling: Table = { own: new Map(), stars: [] };
  bindAll(body, filling, binder);
  for (const [name, bound] of filling.own) if (!table.own.has(name)) table.own.set(name, bound);
  table.stars.push(...filling.stars.filter((star) => !table.stars.includes(star)));
};

const bindTarget = (target: Expression, expression: Expression, line: number, table: Table): void => {
  if (target.kind === "name") table.own.set(target.name, { kind: "value", expression, line });
  else if ((target.kind === "tuple" || target.kind === "list") && (expression.kind === "tuple" || expression.kind === "list")) {
    target.items.forEach((item, index) => {
      const value = expression.items[index];
      if (value !== undefined) bindTarget(item, value, line, table);
    });
  } else if (target.kind === "attribute" && target.value.kind === "name") {
    const owner = table.own.get(target.value.name);
    if (owner?.kind === "class") owner.names.own.set(target.name, { kind: "value", expression, line });
  }
};

const addTo = (
  name: string,
  { op, value, line }: { readonly op: string; readonly value: Expression; readonly line: number },
  table: Table,
): void => {
  const earlier = table.own.get(name);
  if (earlier?.kind !== "value") return;
  table.own.set(name, {
    kind: "value",
    expression: { kind: "binary", line, op, left: earlier.expression, right: value },
    line: earlier.line,
  });
};

/** `name.append(item)` and `name.extend(items)` as an addition. */
const addedItems = (call: Expression): { readonly name: string; readonly value: Expression } | undefined => {
  if (call.kind !== "call" || call.callee.kind !== "attribute" || call.callee.value.kind !== "name") return undefined;
  const [given] = call.args;
  if (given === undefined || call.args.length > 1) return undefined;
  const { name } = call.callee.value;
  if (call.callee.name === "extend") return { name, value: given.value };
  return call.callee.name === "append" ? { name, value: { kind: "list", line: call.line, items: [given.value] } } : undefined;
};

const bind = (statement: Statement, table: Table, binder: Binder): void => {
  switch (statement.kind) {
    case "class": {
      const names: Table = { own: new Map(), stars: [] };
      bindAll(statement.body, names, binder);
      table.own.set(statement.name, { kind: "class", tree: statement, names });
      return;
    }
    case "function": {
      const earlier = table.own.get(statement.name);
      const isAccessor = statement.decorators.some((one) => one.kind === "attribute" && (one.name === "setter" || one.name === "deleter"));
      if (!(isAccessor && earlier !== undefined)) table.own.set(statement.name, { kind: "function", tree: statement });
      return;
    }
    case "import":
      for (const { name, alias } of statement.names) {
        const top = name.split(".")[0] ?? name;
        table.own.set(alias ?? top, { kind: "import", module: alias === undefined ? top : name });
      }
      return;
    case "from": {
      const module = absolute(binder.module, statement.level, statement.module);
      for (const { name, alias } of statement.names) {
        if (name === "*") table.stars.push(module);
        else table.own.set(alias ?? name, { kind: "import", module, name });
      }
      return;
    }
    case "assign":
      if (statement.value !== undefined) for (const target of statement.targets) bindTarget(target, statement.value, statement.line, table);
      return;
    case "augment": {
      const { target, op, value, line } = statement;
      if (target.kind === "name") addTo(target.name, { op, value, line }, table);
      return;
    }
    case "expression": {
      const added = addedItems(statement.value);
      if (added !== undefined) addTo(added.name, { op: "+", value: added.value, line: statement.line }, table);
      return;
    }
    case "if": {
      const truth = decide(statement.test);
      if (truth === undefined)
        bindEither(
          table,
          isDecidedByProject(statement.test) ? statement.test : undefined,
          (then) => bindAll(statement.body, then, binder),
          (orElse) => bindAll(statement.orElse, orElse, binder),
        );
      else bindAll(truth ? statement.body : statement.orElse, table, binder);
      return;
    }
    case "for":
    case "while":
      bindLoop(table, (inside) => bindAll(statement.body, inside, binder));
      return;
    case "try":
      bindAll(statement.body, table, binder);
      for (const handler of statement.handlers) bindMissing(handler.body, table, binder);
      bindAll(statement.orElse, table, binder);
      bindAll(statement.finally, table, binder);
      return;
    case "with":
      bindAll(statement.body, table, binder);
      return;
    case "delete":
      for (const target of statement.targets) if (target.kind === "name") table.own.delete(target.name);
      return;
    default:
  }
};

const toModuleName = (path: string): string => path.replace(/\/__init__\.py$|\.py$/, "").replaceAll("/", ".");

export const openLibrary = (packages: readonly PackageSource[]): Library => {
  const files = createDiskFiles();
  const paths = new Map<string, { readonly path: string; readonly file: string }>();
  const byTop = new Map<string, string[]>();
  for (const { top, folder } of packages) {
    const names: string[] = [];
    for (const path of files.list(`${folder}/${top}`)) {
      const file = path.slice(folder.length + 1);
      if (!file.endsWith(".py") || /[^\w/.]/.test(file.slice(0, -3))) continue;
      const name = toModuleName(file);
      paths.set(name, { path, file });
      names.push(name);
    }
    byTop.set(top, names.sort());
  }
  const modules = new Map<string, LibraryModule | undefined>();
  const read = (name: string): LibraryModule | undefined => {
    const found = paths.get(name);
    if (found === undefined) return undefined;
    const text = files.read(found.path);
    if (isUnreadable(text)) return undefined;
    const table: Table = { own: new Map(), stars: [] };
    const module = { name, file: found.file, isPackage: found.file.endsWith("/__init__.py"), table };
    bindAll(parseModule(text.text).body, table, { module });
    return module;
  };
  return {
    packages,
    modulesOf: (top) => byTop.get(top) ?? [],
    module: (name) => {
      if (!modules.has(name)) modules.set(name, read(name));
      return modules.get(name);
    },
  };
};

const noPackages = /^(tests?|docs?|examples?|bin|benchmarks?|test_\w+)$/;

/**
 * What pip left in `root/*`: the packages of one distribution each, with its metadata beside them. A folder `TOP@RELEASE`
 * holds an older release: only `release` asks for one.
 */
export const findPackages = (root: string, release?: string): PackageSource[] => {
  const older = release?.split("@", 1)[0];
  return readdirSync(root, { withFileTypes: true }).flatMap((entry) => {
    if (!entry.isDirectory() || entry.name === older || (entry.name.includes("@") && entry.name !== release)) return [];
    const folder = `${root}/${entry.name}`;
    const names = readdirSync(folder);
    const info = names.find((name) => name.endsWith(".dist-info"));
    const [, distribution, version] = /^(.+)-([^-]+)\.dist-info$/.exec(info ?? "") ?? [];
    if (distribution === undefined || version === undefined) return [];
    const tops = names.filter((name) => /^\w+$/.test(name) && !noPackages.test(name) && existsSync(`${folder}/${name}/__init__.py`));
    return tops.map((top) => ({ top, folder, distribution, version }));
  });
};
