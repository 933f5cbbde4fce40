import { readdirSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, isAbsolute, join } from "node:path";
import type { Handler } from "./handler.ts";
import { protectedBecause, refusedByText } from "./workspaces/protected-paths.ts";
import { statOrNull } from "./stat-or-null.ts";

const limit = 50;
const entryLimit = 5000;

/** Empty, or a path that is being typed (`~` for home). Nothing is said of protected folders or other machines. */
export const suggestFolders: Handler<"suggestFolders"> = async (desk, { prefix }) => {
  const typed = prefix === "" ? `${homedir()}/` : prefix.replace(/^~(?=\/|$)/, homedir());
  if (refusedByText(typed) !== null || !isAbsolute(typed)) return { folders: [] };
  const parent = typed.endsWith("/") ? typed : dirname(typed);
  const begin = typed.endsWith("/") ? "" : basename(typed);
  const folders = childFolders(parent, begin)
    .map((name) => join(parent, name))
    .filter((path) => protectedBecause(path, desk.dataFolder) !== "It belongs to the system.")
    .slice(0, limit);
  return { folders: folders.map((path) => ({ path, is_django_project: isFile(join(path, "manage.py")) })) };
};

const childFolders = (parent: string, begin: string): readonly string[] => {
  try {
    return readdirSync(parent, { withFileTypes: true })
      .slice(0, entryLimit)
      .filter((entry) => entry.isDirectory() && entry.name.toLowerCase().startsWith(begin.toLowerCase()))
      .map((entry) => entry.name)
      .filter((name) => begin.startsWith(".") || !name.startsWith("."))
      .sort();
  } catch {
    return [];
  }
};

const isFile = (path: string): boolean => statOrNull(path)?.isFile() === true;
