/**
 * The parser library, loaded when a text first needs it: it is half of the program, and nearly no project holds a text
 * that the quick reader refuses. Reading is synchronous, so it is required, not imported.
 */
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type * as readers from "./pyright/read-with-library.ts";

type Library = typeof readers;

let loaded: Library | undefined;

export const loadLibrary = (): Library => {
  if (loaded !== undefined) return loaded;
  const place = new URL("./pyright/read-with-library.ts", import.meta.url);
  const library: Library = createRequire(place)(fileURLToPath(place));
  loaded = library;
  return library;
};
