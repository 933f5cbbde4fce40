/**
 * Settings modules by their looks, for projects that name none: `settings.py`, a `settings` package and its modules,
 * `*_settings.py`, each holding INSTALLED_APPS or importing everything from a sibling.
 */
import { posix } from "node:path";
import { isUnreadable, type ProjectFiles } from "../../files/project-files.ts";
import { isBeside } from "./read-entry-points.ts";
import type { NearFolder } from "./walk-project-folders.ts";

export interface SettingsFile {
  readonly module: string;
  readonly file: string;
}

const looksLikeSettings = (text: string): boolean =>
  /^[ \t]*(?:INSTALLED_APPS|ROOT_URLCONF|DATABASES)\b/m.test(text) || /^from[ \t]+\S+[ \t]+import[ \t]+\*/m.test(text);

/** Names by which a settings package calls what a developer runs, best first. */
const preferred = ["settings", "local", "dev", "development", "base", "common", "default", "production", "prod"];
const rank = (module: string): number => {
  const last = module.slice(module.lastIndexOf(".") + 1);
  const at = preferred.indexOf(last);
  return at === -1 ? (/test|ci$/.test(last) ? preferred.length + 1 : preferred.length) : at;
};

/** `file` as a dotted module below the nearest of `roots` that holds it. */
const moduleOf = (roots: readonly string[], file: string): string | null => {
  const holding = roots.filter((root) => file.startsWith(root === "/" ? "/" : `${root}/`)).sort((a, b) => b.length - a.length)[0];
  if (holding === undefined) return null;
  const path = posix
    .relative(holding, file)
    .replace(/\.py$/, "")
    .replace(/\/__init__$/, "")
    .replaceAll("/", ".");
  return /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(path) ? path : null;
};

const isSettingsName = (folder: string, name: string): boolean => {
  const last = posix.basename(folder);
  if (last === "settings") return name.endsWith(".py");
  return name === "settings.py" || /^(?:settings_\w+|\w+_settings)\.py$/.test(name) || (last === "config" && name === "settings.py");
};

/** The settings modules near the root, most plausible first. `roots` are the import roots that give them their names. */
export const findSettingsFiles = (
  files: ProjectFiles,
  folders: readonly NearFolder[],
  roots: readonly string[],
): readonly SettingsFile[] => {
  const found: (SettingsFile & { readonly weight: number })[] = [];
  const root = folders[0]?.path ?? "/";
  for (const folder of folders) {
    for (const { name, kind } of folder.children) {
      if (kind !== "file" || !isSettingsName(folder.path, name)) continue;
      const file = posix.join(folder.path, name);
      const source = files.read(file);
      if (isUnreadable(source) || !looksLikeSettings(source.text)) continue;
      const module = moduleOf(roots, file);
      if (module === null) continue;
      const weight = (isBeside(posix.relative(root, file)) ? 1000 : 0) + folder.depth * 20 + rank(module);
      found.push({ module, file, weight });
    }
  }
  return found.sort((a, b) => a.weight - b.weight).map(({ module, file }) => ({ module, file }));
};
