/**
 * What the project declares as dependency, as names that Python could import: decides `try: import x` where no
 * environment is here. Reads requirements files, pyproject.toml, setup.cfg, setup.py, Pipfile and package metadata.
 */
import { posix } from "node:path";
import { isUnreadable, type ProjectFiles } from "../../files/project-files.ts";

export interface Dependencies {
  /** Lower case, `_` for `-`: the name itself and the shapes by which such packages are imported. */
  readonly importNames: ReadonlySet<string>;
  /** `5.2.19` when Django is pinned to one release; null otherwise. */
  readonly djangoVersion: string | null;
}

const requirement = /^\s*["']?([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*(==\s*[\w.]+)?(?=\s*(?:[<>=!~;@,"'\s#(]|$))/;

/** `django-taggit` is imported as `taggit`, `python-decouple` as `decouple`, `djangorestframework` as `rest_framework`. */
const importNamesOf = (distribution: string): readonly string[] => {
  const name = distribution.toLowerCase().replaceAll(/[-.]+/g, "_");
  const bare = name.replace(/^(?:django|python|py|drf)_/, "").replace(/_(?:django|python)$/, "");
  return [name, bare, name.replaceAll("_", ""), name.replace(/^djangorestframework/, "rest_framework")];
};

interface Found {
  readonly names: Set<string>;
  django: string | null;
}

const add = (found: Found, line: string): void => {
  const [, name = "", pin] = requirement.exec(line) ?? [];
  if (name === "" || name.toLowerCase() === "python") return;
  for (const each of importNamesOf(name)) found.names.add(each);
  if (name.toLowerCase() === "django" && pin !== undefined) found.django ??= /^\d+(?:\.\d+)+$/.exec(pin.replace(/^==\s*/, ""))?.[0] ?? null;
};

const addLines = (found: Found, text: string): void => {
  for (const line of text.split("\n")) if (!/^\s*(?:#|-|\[|$)/.test(line)) add(found, line);
};

/** Every quoted requirement of pyproject.toml and setup.py, and the `name = "…"` lines of poetry and Pipfile tables. */
const addQuoted = (found: Found, text: string): void => {
  for (const [, quoted = ""] of text.matchAll(/["']([A-Za-z0-9][^"'\n]{0,200})["']/g)) add(found, quoted);
  for (const [table] of text.matchAll(/^\[(?:tool\.poetry\.(?:group\.\w+\.)?(?:dev-)?dependencies|packages|dev-packages)\][^[]*/gm))
    for (const [, name = "", pin = ""] of table.matchAll(/^["']?([A-Za-z0-9][\w.-]*)["']?\s*=\s*(?:["']=?=?([\d.]+)["'])?/gm))
      add(found, pin === "" ? name : `${name}==${pin}`);
};

const addMetadata = (found: Found, text: string): void => {
  for (const [, line = ""] of text.matchAll(/^Requires-Dist:\s*(.+)$/gm)) add(found, line);
};

const readers: readonly { readonly name: RegExp; readonly read: (found: Found, text: string) => void }[] = [
  { name: /^requirements.*\.(?:txt|in)$/, read: addLines },
  { name: /^(?:pyproject\.toml|setup\.py|Pipfile)$/, read: addQuoted },
  { name: /^(?:setup\.cfg|requires\.txt)$/, read: addLines },
  { name: /^(?:METADATA|PKG-INFO)$/, read: addMetadata },
];

/** Looks in the given folders, their `requirements/` and the package metadata beside them. */
export const readDependencies = (files: ProjectFiles, folders: readonly string[]): Dependencies => {
  const found: Found = { names: new Set(), django: null };
  const readFolder = (folder: string): void => {
    for (const { name, kind } of files.children(folder)) {
      const reader = kind === "file" ? readers.find((each) => each.name.test(name)) : undefined;
      const source = reader === undefined ? undefined : files.read(posix.join(folder, name));
      if (reader !== undefined && source !== undefined && !isUnreadable(source)) reader.read(found, source.text);
    }
  };
  for (const folder of new Set(folders)) {
    readFolder(folder);
    for (const { name, kind } of files.children(folder)) {
      const child = posix.join(folder, name);
      if (kind !== "folder") continue;
      if (/\.(?:dist-info|egg-info)$/.test(name)) readFolder(child);
      if (name === "requirements")
        for (const each of files.children(child)) {
          const source = each.kind === "file" && /\.(?:txt|in)$/.test(each.name) ? files.read(posix.join(child, each.name)) : undefined;
          if (source !== undefined && !isUnreadable(source)) addLines(found, source.text);
        }
    }
  }
  return { importNames: found.names, djangoVersion: found.django };
};
