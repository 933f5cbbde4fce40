/**
 * What is known of Django and common packages without their code: facts that this inspector evaluated from their
 * published sources, one data file a package (`tools/make-catalogue.ts`). A cold clone has no environment; with the
 * catalogue `AbstractUser`, `MPTTModel` or wagtail's `Page` still resolve. Data, not code, and read only when asked for.
 */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ModuleValue, Namespace, Value } from "../evaluate/value.ts";
import type { Expression } from "../python/tree.ts";
import type { StoredModule, StoredPackage, StoredRegistration } from "./stored-facts.ts";
import { fillNamespace, type Home } from "./to-value.ts";

export interface Catalogue {
  /** The module with this dotted name; the same object each time within one catalogue. Undefined when it is not described. */
  module(name: string): ModuleValue | undefined;
  /** Is the module described? Makes nothing. */
  has(name: string): boolean;
  /** What an `admin` module registers on the default site; undefined where that is not described for the project's release. */
  registrations(name: string): readonly StoredRegistration[] | undefined;
  /** Last names of the modules and packages directly below a package, sorted: an app's migrations, its commands. */
  submodules(name: string): readonly string[];
  /** Who evaluates what depends on the project: an expression in the names of a catalogued module. */
  evaluateBy(evaluate: Evaluate): void;
  /** The release that describes a top-level package: the newest that the project allows, else the nearest. */
  release(top: string): StoredPackage | undefined;
  /** Does the project allow the release that describes this module's package? */
  fits(module: string): boolean;
}

export interface Evaluate {
  value(expression: Expression, module: ModuleValue): Value;
  /** Undefined: not decided. */
  truth(expression: Expression, module: ModuleValue): boolean | undefined;
}

/** Files of catalogued modules are named as if packages were installed in this folder. It does not exist. */
export const catalogueRoot = "/(catalogue)";

/** Names of the data files (`taggit`; `taggit@5.0` for an older release), and the text of each. */
export interface CatalogueData {
  readonly packages: readonly string[];
  read(name: string): string;
}

/** Does the project allow this release of the distribution? */
export type Allows = (distribution: string, version: string) => boolean;

interface Shelf {
  readonly release: StoredPackage;
  readonly fits: boolean;
  /** Line of each module. */
  readonly lines: ReadonlyMap<string, string>;
}

const moduleLine = /^\["([^"]+)",/;

const headOf = (text: string): StoredPackage => JSON.parse(text.slice(0, text.indexOf("\n")));

/** Data files by package, the newest release first: its name has no `@`. */
const byPackage = (names: readonly string[]): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>();
  for (const name of names) {
    const top = name.split("@", 1)[0] ?? name;
    found.set(top, [...(found.get(top) ?? []), name]);
  }
  const age = (name: string): number => (name.includes("@") ? -Number.parseFloat(name.split("@")[1] ?? "0") : Number.NEGATIVE_INFINITY);
  for (const releases of found.values()) releases.sort((a, b) => age(a) - age(b));
  return found;
};

const chooseShelf = (releases: readonly string[], data: CatalogueData, allows: Allows): Shelf => {
  const texts = releases.map((name) => data.read(name));
  const allowed = texts.find((text) => allows(headOf(text).distribution, headOf(text).version));
  return openShelf(allowed ?? texts[0] ?? "{}\n", allowed !== undefined);
};

const openShelf = (text: string, fits: boolean): Shelf => {
  const [head = "", ...rest] = text.split("\n");
  const lines = new Map<string, string>();
  for (const line of rest) {
    const name = moduleLine.exec(line)?.[1];
    if (name !== undefined) lines.set(name, line);
  }
  const release: StoredPackage = JSON.parse(head);
  return { release, fits, lines };
};

/** One catalogue serves one scan: values are mutable. */
export const openCatalogue = (data: CatalogueData, allows: Allows = () => true): Catalogue => {
  const available = byPackage(data.packages);
  const shelves = new Map<string, Shelf>();
  const modules = new Map<string, ModuleValue>();
  let by: Evaluate | undefined;
  const shelfOf = (name: string): Shelf | undefined => {
    const top = name.split(".", 1)[0] ?? name;
    const known = shelves.get(top);
    const releases = available.get(top);
    if (known !== undefined || releases === undefined) return known;
    const opened = chooseShelf(releases, data, allows);
    shelves.set(top, opened);
    return opened;
  };
  const find = (module: string, qualname: string): Value | undefined => {
    let names: Namespace | undefined = findModule(module)?.namespace;
    let found: Value | undefined;
    for (const part of qualname.split(".")) {
      found = names?.get(part)?.value;
      names = found?.kind === "class" ? found.namespace : undefined;
    }
    return found;
  };
  const findModule = (name: string): ModuleValue | undefined => {
    const known = modules.get(name);
    if (known !== undefined) return known;
    const line = shelfOf(name)?.lines.get(name);
    if (line === undefined) return undefined;
    const [, stored]: [string, StoredModule] = JSON.parse(line);
    const file = `${catalogueRoot}/${stored.file}`;
    const home: Home = {
      module: name,
      file,
      find,
      compute: (expression) => by?.value(expression, module) ?? { kind: "unknown", because: "it is not evaluated" },
      test: (expression) => by?.truth(expression, module),
    };
    let namespace: Namespace | undefined;
    const module: ModuleValue = {
      kind: "module",
      name,
      file,
      get namespace() {
        if (namespace !== undefined) return namespace;
        namespace = new Map();
        fillNamespace(namespace, { names: stored.names, prefix: "", home });
        return namespace;
      },
      isPackage: stored.file.endsWith("/__init__.py"),
      openStars: [],
      origin: { file, line: 1 },
    };
    modules.set(name, module);
    return module;
  };
  return {
    module: findModule,
    has: (name) => shelfOf(name)?.lines.has(name) === true,
    submodules: (name) => {
      const prefix = `${name}.`;
      const below = [...(shelfOf(name)?.lines.keys() ?? [])].filter((each) => each.startsWith(prefix));
      return [...new Set(below.map((each) => each.slice(prefix.length).split(".", 1)[0] ?? ""))].sort();
    },
    registrations: (name) => {
      const shelf = shelfOf(name);
      const line = shelf?.fits === true ? shelf.lines.get(name) : undefined;
      if (line === undefined) return undefined;
      const [, stored]: [string, StoredModule] = JSON.parse(line);
      return stored.registers;
    },
    evaluateBy: (evaluate) => void (by = evaluate),
    release: (top) => shelfOf(top)?.release,
    fits: (module) => shelfOf(module)?.fits !== false,
  };
};

const extension = ".facts";

/** The catalogue that ships with DJDesk. */
export const loadCatalogue = (allows?: Allows): Catalogue => {
  const folder = fileURLToPath(new URL("./data/", import.meta.url));
  return openCatalogue(
    {
      packages: readdirSync(folder).flatMap((name) => (name.endsWith(extension) ? [name.slice(0, -extension.length)] : [])),
      read: (name) => readFileSync(`${folder}/${name}${extension}`, "utf8"),
    },
    allows,
  );
};
