/** A project in memory, for tests and for text that is not on a disk: the same rules as on disk. */
import { posix } from "node:path";
import { contentHash } from "./content-hash.ts";
import { decodeSource } from "./decode-source.ts";
import type { DirectoryEntry, ProjectFiles } from "./project-files.ts";
import { walkFolder } from "./walk-folder.ts";

/** Relative paths stand below this folder. */
export const memoryRoot = "/project";

/** `{ "shop/models.py": "…" }`; paths are relative to `/project`, or absolute. Bytes go through the same decoding as a file. */
export const createMemoryFiles = (contents: Readonly<Record<string, string | Uint8Array>>): ProjectFiles => {
  const files = new Map<string, Buffer>();
  const folders = new Map<string, Map<string, DirectoryEntry>>([["/", new Map()]]);
  for (const [path, content] of Object.entries(contents)) {
    const absolute = posix.resolve(memoryRoot, path);
    files.set(absolute, Buffer.from(content));
    let kind: DirectoryEntry["kind"] = "file";
    for (let at = absolute; at !== "/"; at = posix.dirname(at)) {
      const parent = posix.dirname(at);
      const siblings = folders.get(parent) ?? new Map<string, DirectoryEntry>();
      siblings.set(posix.basename(at), { name: posix.basename(at), kind });
      folders.set(parent, siblings);
      kind = "folder";
    }
  }
  const children = (folder: string): readonly DirectoryEntry[] =>
    [...(folders.get(folder)?.values() ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    list: (folder) => walkFolder(folder, { children, mayEnter: () => true }),
    children,
    isFile: (path) => files.has(path),
    isFolder: (path) => folders.has(path),
    realFolder: (path) => (folders.has(path) ? path : null),
    problems: () => [],
    read: (path) => {
      const bytes = files.get(path);
      if (bytes === undefined) {
        return folders.has(path)
          ? { code: "not-a-file", message: "It is a folder." }
          : { code: "missing", message: "There is no such file." };
      }
      const decoded = decodeSource(bytes);
      return decoded.kind === "text" ? { text: decoded.text, hash: contentHash(bytes) } : { code: "not-text", message: decoded.message };
    },
  };
};
