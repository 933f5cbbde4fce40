/** The trees of an edited module as a kept evaluation can go on with them: old nodes where nothing changed, new ones between their lines. */
import { waitingPlan } from "../evaluate/statements/defer-body.ts";
import type { RevisedBody } from "../evaluate/statements/revise-bodies.ts";
import type { Readings } from "../evaluate/state/readings.ts";
import type { ClassTree, ModuleTree, Statement } from "../python/tree.ts";
import type { ModuleUse } from "./file-uses.ts";
import { keepsOrder, matchEdited, type EditedClass, type LineMap } from "./match-trees.ts";

export interface EditedModule {
  /** Of the kept evaluation, with the new statements. */
  readonly use: ModuleUse;
  /** Lines of that tree → lines of the file as it is. */
  readonly lines: LineMap;
  readonly revised: readonly RevisedBody[];
}

/** Null when more has changed than bodies of classes that wait; without `readings`, when anything has. */
export const readEditedModule = (readings: Readings | undefined, before: ModuleUse, after: ModuleUse): EditedModule | null => {
  const edited: EditedClass[] = [];
  const lines = matchEdited(before, after, (tree) => (readings?.bodies.get(tree) ?? null) !== null, edited);
  if (lines === null) return null;
  if (edited.length === 0) return { use: before, lines, revised: [] };
  const oldLines = createOldLines(lines);
  const trees = new Map(edited.map((one) => [one.before, withKept(one, oldLines)]));
  if (!keepsOrder(lines) || ![...trees.keys()].every((tree) => before.tree.body.includes(tree))) return null;
  const whole: ModuleTree = {
    ...before.tree,
    body: before.tree.body.map((node) => (node.kind === "class" ? (trees.get(node) ?? node) : node)),
  };
  const revised: RevisedBody[] = [];
  for (const [old, tree] of trees) {
    const body = readings?.bodies.get(old);
    const plan = waitingPlan(whole, tree);
    if (body === undefined || body === null || plan === null) return null;
    revised.push({ body, tree, plan });
  }
  return { use: { tree: whole, text: before.text }, lines, revised };
};

const withKept = ({ before, after, kept }: EditedClass, oldLine: (line: number) => number): ClassTree => ({
  ...before,
  body: after.body.map((statement) => kept.get(statement) ?? placed(statement, oldLine)),
});

/**
 * New line → a line of the old tree: that of old nodes in the same line, else one of its own between theirs. Lines of the old
 * tree need not be whole numbers: they are only carried along and compared.
 */
const createOldLines = (lines: Map<number, number>): ((line: number) => number) => {
  const known = [...lines].map(([old, line]) => ({ old, line })).sort((a, b) => a.line - b.line);
  const made = new Map<number, number>();
  return (line) => {
    const settled = made.get(line);
    if (settled !== undefined) return settled;
    let at = known.length - 1;
    while (at > 0 && (known[at]?.line ?? 0) > line) at -= 1;
    const before = known[at] ?? { old: 1, line: 1 };
    const next = known[at + 1];
    const old =
      before.line === line
        ? before.old
        : next === undefined
          ? before.old + (line - before.line)
          : before.old + ((next.old - before.old) * (line - before.line)) / (next.line - before.line);
    made.set(line, old);
    lines.set(old, line);
    return old;
  };
};

/** A copy of a statement with other lines. */
const placed = (statement: Statement, oldLine: (line: number) => number): Statement => {
  const text = JSON.stringify(statement, (key, value: unknown) =>
    (key === "line" || key === "decoratorLine") && typeof value === "number" ? oldLine(value) : value,
  );
  const copy: Statement = JSON.parse(text);
  return copy;
};
