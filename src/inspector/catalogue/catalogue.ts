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
  /** Does the project allow the release that describes this module's package? Routes change between releases; what another one has is not told. */
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

/** Does the project allow this release of the distribution? `near`: not this one, but others of its major version. */
export type Allows = (distribution: string, version: string) => "allowed" | "near" | "other";

/** A data file, opened. */
interface Volume {
  readonly release: StoredPackage;
  /** Line of each module. */
  readonly lines: ReadonlyMap<string, string>;
  /** Modules whose line has been parsed. */
  readonly parsed: Map<string, StoredModule>;
}

interface Shelf extends Volume {
  readonly fits: boolean;
}

const storedModule = ({ lines, parsed }: Volume, name: string): StoredModule | undefined => {
  const known = parsed.get(name);
  const line = known === undefined ? lines.get(name) : undefined;
  if (line === undefined) return known;
  const [, stored]: [string, StoredModule] = JSON.parse(line);
  parsed.set(name, stored);
  return stored;
};

/** A module's line begins `["dotted.name",`. */
const beforeName = '["';

const openVolume = (text: string): Volume => {
  const lines = new Map<string, string>();
  const headEnd = text.indexOf("\n");
  for (let start = headEnd + 1; start < text.length;) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    const nameAt = start + beforeName.length;
    if (text.startsWith(beforeName, start)) lines.set(text.slice(nameAt, text.indexOf('"', nameAt)), text.slice(start, end));
    start = end + 1;
  }
  const release: StoredPackage = JSON.parse(text.slice(0, headEnd));
  return { release, lines, parsed: new Map() };
};

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

/** The newest release that the project allows, else the newest that is near one, else the newest. */
const chooseShelf = (releases: readonly string[], open: (name: string) => Volume, allows: Allows): Shelf => {
  let near: Volume | undefined;
  for (const name of releases) {
    const volume = open(name);
    const standing = allows(volume.release.distribution, volume.release.version);
    if (standing === "allowed") return { ...volume, fits: true };
    if (standing === "near") near ??= volume;
  }
  return near === undefined ? { ...open(releases[0] ?? ""), fits: false } : { ...near, fits: false };
};

/** One catalogue serves one scan: values are mutable. What is stored is not: `volumes` may serve many. */
export const openCatalogue = (
  data: CatalogueData,
  allows: Allows = () => "allowed",
  volumes: Map<string, Volume> = new Map(),
): Catalogue => {
  const available = byPackage(data.packages);
  const shelves = new Map<string, Shelf>();
  const modules = new Map<string, ModuleValue>();
  let by: Evaluate | undefined;
  const open = (name: string): Volume => {
    const known = volumes.get(name);
    if (known !== undefined) return known;
    const opened = openVolume(data.read(name));
    volumes.set(name, opened);
    return opened;
  };
  const shelfOf = (name: string): Shelf | undefined => {
    const top = name.split(".", 1)[0] ?? name;
    const known = shelves.get(top);
    const releases = available.get(top);
    if (known !== undefined || releases === undefined) return known;
    const opened = chooseShelf(releases, open, allows);
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
    const shelf = shelfOf(name);
    const stored = shelf === undefined ? undefined : storedModule(shelf, name);
    if (stored === undefined) return undefined;
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
      return shelf?.fits === true ? storedModule(shelf, name)?.registers : undefined;
    },
    evaluateBy: (evaluate) => void (by = evaluate),
    release: (top) => shelfOf(top)?.release,
    fits: (module) => shelfOf(module)?.fits !== false,
  };
};

const extension = ".facts";

/** The files that ship do not change while the program runs. */
const shipped = new Map<string, Volume>();

/** The catalogue that ships with DJDesk. */
export const loadCatalogue = (allows?: Allows): Catalogue => {
  const folder = fileURLToPath(new URL("./data/", import.meta.url));
  return openCatalogue(
    {
      packages: readdirSync(folder).flatMap((name) => (name.endsWith(extension) ? [name.slice(0, -extension.length)] : [])),
      read: (name) => readFileSync(`${folder}/${name}${extension}`, "utf8"),
    },
    allows,
    shipped,
  );
};
