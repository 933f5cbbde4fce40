import { statSync, type Stats } from "node:fs";

/** What stands at a path, links followed; null where nothing is, or nothing may be seen. */
export const statOrNull = (path: string): Stats | null => {
  try {
    return statSync(path);
  } catch {
    return null;
  }
};
