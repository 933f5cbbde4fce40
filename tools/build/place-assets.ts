/**
 * Keeps `new URL("./launcher.py", import.meta.url)` true after bundling: a file or folder below `src/` is copied to
 * `dist/assets/`, a TypeScript file (a worker) becomes an entry of its own, and what ships beside `dist/` is pointed at there.
 */
import { cpSync, existsSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import type { Plugin } from "rolldown";

const urlOfFile = /new URL\(\s*"([^"]+)"\s*,\s*import\.meta\.url\s*,?\s*\)/g;
const portable = (path: string): string => path.split(sep).join("/");

export const placeAssets = (root: string, dist: string): Plugin => {
  const source = join(root, "src") + sep;
  const place = (target: string, emitWorker: (file: string, name: string) => void): string => {
    if (!target.startsWith(source)) return portable(relative(dist, target)).replace(/^(?!\.)/, "./");
    if (target.endsWith(".ts")) {
      const name = `${basename(target, ".ts")}.mjs`;
      emitWorker(target, name);
      return `./${name}`;
    }
    if (!existsSync(target)) throw new Error(`${target} is named in the source and is not there`);
    const placed = `assets/${portable(relative(source, target))}`;
    cpSync(target, join(dist, placed), { recursive: true, filter: (path) => !path.endsWith(".ts") && !path.includes("__pycache__") });
    return `./${placed}`;
  };
  return {
    name: "place-assets",
    transform: {
      filter: { id: /[\\/]src[\\/].*\.ts$/ },
      handler(code, id) {
        if (/import\.meta\.(dirname|filename)/.test(code)) {
          throw new Error(`${id}: write new URL("…", import.meta.url), which the build can follow`);
        }
        const mentions = code.split("import.meta.url").length - 1;
        if (mentions !== [...code.matchAll(urlOfFile)].length) {
          throw new Error(`${id}: every import.meta.url must stand in a new URL("…", import.meta.url) with a literal path`);
        }
        return code.replace(urlOfFile, (_match, path: string) => {
          const placed = place(resolve(dirname(id), path), (file, name) => {
            this.emitFile({ type: "chunk", id: file, fileName: name });
          });
          // `resolve` drops the slash that makes a URL a folder to resolve in.
          return `new URL(${JSON.stringify(path.endsWith("/") ? `${placed}/` : placed)}, import.meta.url)`;
        });
      },
    },
  };
};
