/**
 * What the project declares as dependency, as names that Python could import: decides `try: import x` where no
 * environment is here. Reads requirements files, pyproject.toml, setup.cfg, setup.py, Pipfile, lock files and metadata.
 */
import { posix } from "node:path";
import { isUnreadable, type ProjectFiles } from "../../files/project-files.ts";
import {
  readEggRequirements,
  readLock,
  readMetadata,
  readRequirements,
  readSetupConfig,
  readSetupScript,
  readTomlDependencies,
  type DeclaredLine,
} from "./dependency-files.ts";

export interface Dependencies {
  /** Lower case, `_` for `-`: the name itself and the shapes by which such packages are imported. */
  readonly importNames: ReadonlySet<string>;
  /** The same of what optional groups alone declare: extras, development requirements. */
  readonly optionalNames: ReadonlySet<string>;
  /** `5.2.19` when Django is pinned to one release, `5.2` when to one series; null otherwise. */
  readonly djangoVersion: string | null;
  /** What is required of each distribution, by its normalised name (`django-allauth`). */
  readonly requirements: ReadonlyMap<string, readonly string[]>;
  /** The newest series of Django that all required declarations allow; null when there are none. */
  readonly newestDjango: string | null;
}

const requirement = /^\s*["']?([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*(?=$|[<>=!~;@,"'\s#(])([^;#]*)/;

/** `django-taggit` is imported as `taggit`, `python-decouple` as `decouple`, `djangorestframework` as `rest_framework`. */
const importNamesOf = (distribution: string): readonly string[] => {
  const name = distribution.toLowerCase().replaceAll(/[-.]+/g, "_");
  const bare = name.replace(/^(?:django|python|py|drf)_/, "").replace(/_(?:django|python|binary)$/, "");
  return [name, bare, name.replaceAll("_", ""), name.replace(/^djangorestframework/, "rest_framework")];
};

/** `5.2` of `5.2.19`. */
export const seriesOf = (version: string): string => version.split(".").slice(0, 2).join(".");

/** Is `next` the series after `series` (`5.2` → `6.0` or `5.3`)? */
const isNextSeries = (series: string, next: string): boolean => {
  const [major = 0, minor = 0] = series.split(".").map(Number);
  const [nextMajor = 0, nextMinor = 0] = next.split(".").map(Number);
  return (nextMajor === major && nextMinor === minor + 1) || (nextMajor === major + 1 && nextMinor === 0 && minor === 2);
};

/** The one release, or series, that a specification allows; null when it allows several. */
export const pinnedVersion = (specification: string): string | null => {
  const text = specification.replaceAll(/[\s()"']/g, "");
  const exact = /===?(\d+(?:\.\d+)+)(?![\d.]*\*)/.exec(text)?.[1];
  if (exact !== undefined) return exact;
  const wildcard = /==(\d+\.\d+)\.\*/.exec(text)?.[1] ?? /~=(\d+\.\d+)\.\d+/.exec(text)?.[1];
  if (wildcard !== undefined) return wildcard;
  const from = />=?(\d+(?:\.\d+)*)/.exec(text)?.[1];
  const below = /<(\d+(?:\.\d+)*)/.exec(text)?.[1];
  if (from === undefined || below === undefined) return null;
  const series = seriesOf(from.includes(".") ? from : `${from}.0`);
  return isNextSeries(series, seriesOf(below.includes(".") ? below : `${below}.0`)) ? series : null;
};

const allSeries = ["1.11", "2.0", "2.1", "2.2", "3.0", "3.1", "3.2", "4.0", "4.1", "4.2", "5.0", "5.1", "5.2", "6.0", "6.1"];
const orderOf = (version: string): number => {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major * 100 + minor;
};

/** The newest series that a specification allows: what an installer would take. */
export const newestAllowed = (specification: string): string | null => {
  const pinned = pinnedVersion(specification);
  if (pinned !== null) return seriesOf(pinned);
  const text = specification.replaceAll(/[\s()"']/g, "");
  const [, operator = "", bound = ""] = /(<=?)(\d+(?:\.\d+)*)/.exec(text) ?? [];
  const [, compatible] = /~=(\d+)\.\d+(?![.\d])/.exec(text) ?? [];
  const limit = compatible === undefined ? bound : String(Number(compatible) + 1);
  if (limit === "") return allSeries.at(-1) ?? null;
  const isInside = (series: string): boolean =>
    orderOf(series) < orderOf(limit) || (orderOf(series) === orderOf(limit) && (operator === "<=" || /^\d+\.\d+\.[1-9]/.test(limit)));
  return allSeries.findLast(isInside) ?? null;
};

interface Found {
  readonly required: Set<string>;
  readonly optional: Set<string>;
  readonly django: string[];
  readonly newest: string[];
  readonly requirements: Map<string, string[]>;
}

const add = (found: Found, { text, optional }: DeclaredLine): void => {
  const [, name = "", specification = ""] = requirement.exec(text) ?? [];
  const lower = name.toLowerCase();
  if (name === "" || lower === "python") return;
  for (const each of importNamesOf(name)) (optional ? found.optional : found.required).add(each);
  if (!optional && specification.trim() !== "") {
    const distribution = lower.replaceAll(/[-_.]+/g, "-");
    const known = found.requirements.get(distribution);
    if (known === undefined) found.requirements.set(distribution, [specification.trim()]);
    else known.push(specification.trim());
  }
  const pinned = lower === "django" ? pinnedVersion(specification) : null;
  if (pinned !== null) found.django.push(pinned);
  const newest = lower === "django" && !optional ? newestAllowed(specification) : null;
  if (newest !== null) found.newest.push(newest);
};

type Reader = (text: string, name: string) => readonly DeclaredLine[];

const readers: readonly { readonly name: RegExp; readonly read: Reader }[] = [
  { name: /^requirements.*\.(?:txt|in)$/, read: readRequirements },
  { name: /^(?:pyproject\.toml|Pipfile)$/, read: readTomlDependencies },
  { name: /^setup\.cfg$/, read: readSetupConfig },
  { name: /^setup\.py$/, read: readSetupScript },
  { name: /^requires\.txt$/, read: readEggRequirements },
  { name: /^(?:METADATA|PKG-INFO)$/, read: readMetadata },
  { name: /^(?:poetry|uv|pdm)\.lock$/, read: readLock },
];

/** Looks in the given folders, their `requirements/` and the package metadata beside them. */
export const readDependencies = (files: ProjectFiles, folders: readonly string[]): Dependencies => {
  const found: Found = { required: new Set(), optional: new Set(), django: [], newest: [], requirements: new Map() };
  const readFolder = (folder: string, given?: Reader): void => {
    for (const { name, kind } of files.children(folder)) {
      const read =
        kind === "file"
          ? (readers.find((each) => each.name.test(name))?.read ?? (/\.(?:txt|in)$/.test(name) ? given : undefined))
          : undefined;
      const source = read === undefined ? undefined : files.read(posix.join(folder, name));
      if (read !== undefined && source !== undefined && !isUnreadable(source)) for (const line of read(source.text, name)) add(found, line);
    }
  };
  for (const folder of new Set(folders)) {
    readFolder(folder);
    for (const { name, kind } of files.children(folder)) {
      if (kind !== "folder") continue;
      if (/\.(?:dist-info|egg-info)$/.test(name)) readFolder(posix.join(folder, name));
      if (name === "requirements") readFolder(posix.join(folder, name), readRequirements);
    }
  }
  const pins = [...new Set(found.django)].sort((a, b) => b.length - a.length);
  const [pin] = pins;
  const isOne = pin !== undefined && pins.every((each) => pin === each || pin.startsWith(`${each}.`));
  // Pins that differ, one for each Python or extra of a lock: the newest is what most would run.
  const pinned = pins.map(seriesOf).sort((a, b) => orderOf(b) - orderOf(a));
  const [newest] = [...found.newest, ...pinned.slice(0, 1)].sort((a, b) => orderOf(a) - orderOf(b));
  return {
    importNames: found.required,
    optionalNames: found.optional.difference(found.required),
    djangoVersion: isOne ? pin : null,
    newestDjango: newest ?? null,
    requirements: found.requirements,
  };
};
