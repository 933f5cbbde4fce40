/** Which file a dotted module name is, by Python's import path: regular packages before modules before namespace packages. */
import { isUnreadable, type ProjectFiles } from "../../files/project-files.ts";

export interface Resolved {
  /** Absolute; the folder itself for a namespace package. */
  readonly file: string;
  readonly isPackage: boolean;
  /** Folders that its submodules are looked for in. */
  readonly folders: readonly string[];
  /** True when it comes from an installed environment. */
  readonly installed: boolean;
}

export interface Resolver {
  /** `undefined`: no such module; `compiled`: there, but not as Python source. */
  resolve(name: string): Resolved | "compiled" | undefined;
  /** Forgets everything: the import path changed. */
  reset(): void;
}

/** A package that other distributions add modules to, by its own words. */
const EXTENDS = /\bextend_path\s*\(|\bdeclare_namespace\s*\(/u;

const isInstalled = (folder: string): boolean => folder.includes("/site-packages") || folder.includes("/dist-packages");

export const createResolver = (files: ProjectFiles, roots: readonly string[]): Resolver => {
  const listings = new Map<string, ReadonlyMap<string, string>>();
  const known = new Map<string, Resolved | "compiled" | undefined>();

  const spread = new Map<string, readonly string[]>();

  const listing = (folder: string): ReadonlyMap<string, string> => {
    let names = listings.get(folder);
    if (names === undefined) {
      names = new Map(files.children(folder).map((entry) => [entry.name, entry.kind]));
      listings.set(folder, names);
    }
    return names;
  };

  const search = (folders: readonly string[], leaf: string): Resolved | "compiled" | undefined => {
    const portions: string[] = [];
    for (const folder of folders) {
      const names = listing(folder);
      const path = `${folder === "/" ? "" : folder}/${leaf}`;
      if (names.get(leaf) === "folder" && listing(path).get("__init__.py") === "file")
        return { file: `${path}/__init__.py`, isPackage: true, folders: [path], installed: isInstalled(path) };
      if (names.get(`${leaf}.py`) === "file") return { file: `${path}.py`, isPackage: false, folders: [], installed: isInstalled(path) };
      for (const name of names.keys())
        if (name.startsWith(`${leaf}.`) && (name.endsWith(".so") || name.endsWith(".pyd") || name.endsWith(".pyc"))) return "compiled";
      if (names.get(leaf) === "folder") portions.push(path);
    }
    const [first] = portions;
    if (first === undefined) return undefined;
    return { file: first, isPackage: true, folders: portions, installed: portions.every(isInstalled) };
  };

  /** The same package in other folders of the import path, for one that `pkgutil.extend_path` or setuptools spreads. */
  const extended = (parent: Resolved, name: string): readonly string[] => {
    let folders = spread.get(name);
    if (folders === undefined) {
      const text = parent.file.endsWith("/__init__.py") ? files.read(parent.file) : undefined;
      const isSpread = text !== undefined && !isUnreadable(text) && EXTENDS.test(text.text);
      folders = isSpread ? roots.filter((root) => listing(root).get(name) === "folder").map((root) => `${root}/${name}`) : [];
      spread.set(name, folders);
    }
    return folders;
  };

  const resolve = (name: string): Resolved | "compiled" | undefined => {
    if (known.has(name)) return known.get(name);
    const dot = name.lastIndexOf(".");
    let found: Resolved | "compiled" | undefined;
    if (dot < 0) found = search(roots, name);
    else {
      const parent = resolve(name.slice(0, dot));
      // Nothing is below a module; what is asked for there is a name in it, and not worth remembering.
      if (parent === undefined || parent === "compiled" || parent.folders.length === 0) return parent === "compiled" ? parent : undefined;
      found = search(parent.folders, name.slice(dot + 1));
      if (found === undefined && name.indexOf(".") === dot) found = search(extended(parent, name.slice(0, dot)), name.slice(dot + 1));
    }
    known.set(name, found);
    return found;
  };

  return {
    resolve,
    reset: () => {
      known.clear();
      spread.clear();
    },
  };
};
