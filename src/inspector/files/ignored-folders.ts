/**
 * Folders that hold no source of the project: version control, dependencies, caches, collected files.
 * The decision needs the folder's name and its direct children only, so it is the same on disk and in memory.
 */
import type { DirectoryEntry } from "./project-files.ts";

const always = new Set(["node_modules", "bower_components", "__pycache__", "__pypackages__", "site-packages", "dist-packages", "CVS"]);

/** Ignored unless Python code stands directly in them: an app may well be called `media`. */
const assets = new Set([
  "static",
  "staticfiles",
  "static_root",
  "static_collected",
  "media",
  "uploads",
  "htmlcov",
  "dist",
  "build",
  "target",
]);

/** Decides by the name alone; dot folders cannot be imported by Python. */
export const isIgnoredName = (name: string): boolean => always.has(name) || name.startsWith(".") || name.endsWith(".egg-info");

/** Decides by what stands in the folder: a virtualenv, a conda environment, collected assets. */
export const isIgnoredFolder = (name: string, children: readonly DirectoryEntry[]): boolean => {
  if (children.some((child) => child.name === "pyvenv.cfg" || child.name === "conda-meta")) return true;
  return assets.has(name) && !children.some((child) => child.kind !== "folder" && child.name.endsWith(".py"));
};
