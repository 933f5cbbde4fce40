/**
 * Stage 2, parse: one file's text to its module tree. Pure and total: every text gives a tree. A file that Python rejects
 * is listed in `errors`, and all of it that still makes sense is in `body`.
 */
import { loadLibrary } from "./library.ts";
import { readModule } from "./quick/read-module.ts";
import { withinReach } from "./scan/skip-string.ts";
import { tooDeep } from "./too-deep.ts";
import type { ModuleTree } from "./tree.ts";

export interface ParseOptions {
  /**
   * `skip` (the default) reads no function body: quick, but a fault inside a body stays unseen.
   * `check` reads them all for `errors`; the tree is the same.
   */
  readonly bodies?: "skip" | "check";
}

/** `text` as `ProjectFiles.read` gives it. */
export const parseModule = (text: string, { bodies = "skip" }: ParseOptions = {}): ModuleTree => {
  try {
    return withinReach(text, () => {
      const quick = readModule(text, bodies === "check");
      return quick === null ? parseWithLibrary(text, { bodies }) : { body: quick, errors: [] };
    });
  } catch (error) {
    if (error instanceof RangeError) return { body: [], errors: [{ line: 1, message: tooDeep }] };
    throw error;
  }
};

/** The same by the parser library alone, for what the quick reader refuses. */
export const parseWithLibrary = (text: string, { bodies = "skip" }: ParseOptions = {}): ModuleTree =>
  loadLibrary().readModule(text, bodies === "check");
