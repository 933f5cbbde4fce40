/**
 * The facts of an earlier inspection after an edit: of every changed file, the scan saw the tree alone. Where the tree is the
 * same but for lines, comments, docstrings and bodies that nobody looked into, the facts hold. Where bodies of classes have
 * other statements, those are run in the evaluation that was kept, and what was made of their names is made again.
 */
import type { LinkedFacts } from "./move-lines.ts";
import { revising } from "../evaluate/state/deeds.ts";
import { NotFollowed, writingReadings } from "../evaluate/state/readings.ts";
import { reviseBodies, type RevisedBody } from "../evaluate/statements/revise-bodies.ts";
import type { Note } from "../files/disk.ts";
import { isUnreadable, type ProjectFiles } from "../files/project-files.ts";
import { findAll } from "../insights/judge.ts";
import { withoutSilenced, type Inspection, type Kept } from "../inspect.ts";
import type { RelinkedModels } from "../link-project.ts";
import type { ParseCache } from "../python/parse-cache.ts";
import { readEditedModule, type EditedModule } from "./edited-classes.ts";
import type { ModuleUse } from "./file-uses.ts";
import type { LineMap } from "./match-trees.ts";
import { moveFindings, moveLines, moveModels, type Moves } from "./move-lines.ts";

export interface ReuseOptions {
  /** Of the project as it is. */
  readonly files: ProjectFiles;
  readonly cache: ParseCache;
  /** Masks secrets in facts that are made anew; true when there were any. */
  readonly redact: (facts: object) => boolean;
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
  const edited = new Map<string, EditedModule>();
  for (const { question, path } of changed) {
    const before = question === "bytes" ? earlier.uses.moduleAlone(path) : undefined;
    const after = before === undefined ? null : readModule(path, options);
    const module = before === undefined || after === null ? null : readEditedModule(earlier.kept?.readings, before, after);
    if (module === null) return null;
    edited.set(path, module);
  }
  const held = moved(earlier, edited);
  const revised = [...edited.values()].flatMap((module) => module.revised);
  if (revised.length > 0) return relinked(held, revised, options);
  const findings = moveFindings(earlier.findings, held.steps);
  const linked = moveLines(earlier.linked, held.steps);
  return linked === null || findings === null ? null : { ...held.inspection, linked, ...judged(earlier, findings, options) };
};

interface Held {
  /** With the trees and lines of the files as they are; its facts are those of before. */
  readonly inspection: Inspection;
  /** From the lines of the scan before, by the path that facts show. */
  readonly steps: Moves;
}

const moved = (earlier: Inspection, edited: ReadonlyMap<string, EditedModule>): Held => {
  const lines = new Map(earlier.lines);
  const steps = new Map<string, LineMap>();
  const uses = new Map<string, ModuleUse>();
  for (const [path, module] of edited) {
    const before = earlier.lines.get(path);
    const step = new Map<number, number>();
    for (const [old, line] of module.lines) {
      const was = before === undefined ? old : before.get(old);
      if (was !== undefined) step.set(was, line);
    }
    steps.set(earlier.showPath(path), step);
    lines.set(path, module.lines);
    uses.set(path, module.use);
  }
  return { steps, inspection: { ...earlier, lines, uses: earlier.uses.with(uses) } };
};

const judged = (
  { location }: Inspection,
  findings: Inspection["findings"],
  { files }: ReuseOptions,
): Pick<Inspection, "findings" | "insights"> => ({ findings, insights: withoutSilenced(findings, location, files) });

const relinked = ({ inspection, steps }: Held, revised: readonly RevisedBody[], options: ReuseOptions): Inspection | null => {
  const { kept, lines } = inspection;
  const next = kept === undefined ? null : reviseKept(kept, [...lines.keys()], revised);
  if (kept === undefined || next === null || !areSameModels(kept.models, next.models)) return null;
  const moves: Moves = new Map([...lines].map(([path, map]) => [inspection.showPath(path), map]));
  const models = moveModels(next, moves);
  const others = moveLines({ ...inspection.linked, models: [] }, steps);
  if (models === null || others === null) return null;
  const linked: LinkedFacts = { ...others, models: [...models], migrations: withDrift(others.migrations, next.drift) };
  const findings = findAll({ facts: linked, location: inspection.location });
  const isMasked = options.redact({ models, drift: next.drift, findings });
  const { kept: _, ...rest } = inspection;
  const facts = { linked, ...judged(inspection, findings, options) };
  return isMasked ? { ...rest, ...facts } : { ...rest, ...facts, kept: { ...kept, models: next.models, again: next.again } };
};

/** Null where only a new scan can tell; what was kept is of no use then. */
const reviseKept = (
  { readings, again, isTiring }: Kept,
  changedFiles: readonly string[],
  revised: readonly RevisedBody[],
): RelinkedModels | null => {
  if (readings.unfit !== undefined || isTiring()) return null;
  for (const path of changedFiles) readings.changedFiles.add(path);
  try {
    const next = writingReadings(readings, () => revising(() => again(reviseBodies(readings, revised))));
    return isTiring() ? null : next;
  } catch (error) {
    if (error instanceof NotFollowed || error instanceof RangeError) return null;
    throw error;
  }
};

type ModelFacts = LinkedFacts["models"][number];

/** All that urls and the admin ask of the list of models. */
const areSameModels = (before: readonly ModelFacts[], after: readonly ModelFacts[]): boolean =>
  before.length === after.length &&
  before.every((model, index) => {
    const other = after[index];
    return (
      other !== undefined &&
      model.label === other.label &&
      model.module === other.module &&
      model.name === other.name &&
      model.abstract === other.abstract &&
      model.swapped === other.swapped
    );
  });

/** The same object when nothing of it is another. */
const withDrift = (migrations: LinkedFacts["migrations"], drift: RelinkedModels["drift"]): LinkedFacts["migrations"] => {
  const { drift: known, drift_unknown } = migrations;
  return JSON.stringify({ drift: known, drift_unknown }) === JSON.stringify(drift) ? migrations : { ...migrations, ...drift };
};

const readModule = (path: string, { files, cache }: ReuseOptions): ModuleUse | null => {
  const source = files.read(path);
  return isUnreadable(source) ? null : { tree: cache.parse(source.text, source.hash), text: source.text };
};
