/** Which Django lies in a folder of packages. */
import { join } from "node:path";
import { isFolder, namesIn, readSmallFile } from "./read-small-file.ts";

const metadata = /^django-(\d[^-]*)(?:\.dist-info|(?:-py[\d.]+)?\.egg-info)$/i;
const inSource = /^VERSION\s*=\s*\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)/m;

/** `5.2.19`; null when the folder holds no Django. */
export const findDjango = (packages: string): string | null => {
  if (!isFolder(join(packages, "django"))) return null;
  for (const name of namesIn(packages)) {
    const version = metadata.exec(name)?.[1];
    if (version !== undefined) return version;
  }
  const source = readSmallFile(join(packages, "django", "__init__.py"));
  const found = source === null ? null : inSource.exec(source);
  if (found === null) return null;
  const [, major, minor, patch] = found;
  return patch === "0" ? `${major}.${minor}` : `${major}.${minor}.${patch}`;
};
