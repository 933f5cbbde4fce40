/**
 * The facts of an earlier inspection after an edit that cannot matter to them: of every changed file, the scan saw the
 * tree alone, and the tree is the same but for lines, comments, docstrings and bodies that nobody looked into.
 */
import type { Note } from "../files/disk.ts";
import { isUnreadable, type ProjectFiles } from "../files/project-files.ts";
import { withoutSilenced, type Inspection } from "../inspect.ts";
import type { ParseCache } from "../python/parse-cache.ts";
import type { ModuleUse } from "./file-uses.ts";
import { matchTrees, type LineMap } from "./match-trees.ts";
import { moveFindings, moveLines } from "./move-lines.ts";

export interface ReuseOptions {
  /** Of the project as it is. */
  readonly files: ProjectFiles;
  readonly cache: ParseCache;
}

/** What a file reached through a link was read as is not known by its own path. */
const wasLinked = ({ question, answer }: Note): boolean => question === "bytes" && answer.startsWith("loop ");

/** `notes` are all of the scan, `changed` those that have another answer. Null when a new inspection may give something else. */
export const reuseInspection = (
  earlier: Inspection,
  { notes, changed }: { readonly notes: readonly Note[]; readonly changed: readonly Note[] },
  options: ReuseOptions,
): Inspection | null => {
  if (notes.some(wasLinked)) return null;
  const moves = new Map<string, LineMap>();
  const modules = new Map<string, ModuleUse>();
  for (const { question, path } of changed) {
    const before = question === "bytes" ? earlier.uses.moduleAlone(path) : undefined;
    const after = before === undefined ? null : readModule(path, options);
    const lines = before === undefined || after === null ? null : matchTrees(before, after);
    if (after === null || lines === null) return null;
    modules.set(path, after);
    moves.set(earlier.showPath(path), lines);
  }
  const linked = moveLines(earlier.linked, moves);
  const findings = moveFindings(earlier.findings, moves);
  if (linked === null || findings === null) return null;
  return {
    ...earlier,
    linked,
    findings,
    insights: withoutSilenced(findings, earlier.location, options.files),
    uses: earlier.uses.with(modules),
  };
};

const readModule = (path: string, { files, cache }: ReuseOptions): ModuleUse | null => {
  const source = files.read(path);
  return isUnreadable(source) ? null : { tree: cache.parse(source.text, source.hash), text: source.text };
};
