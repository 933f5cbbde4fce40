/** What two runs of a command printed, set against each other line by line. */
import { diffArrays } from "diff";

export interface LineRow {
  readonly kind: "same" | "added" | "removed";
  readonly text: string;
  /** Number of the line in each output, from 1; null where it is not. */
  readonly before: number | null;
  readonly after: number | null;
}

/** Lines that are the same and far from any difference. */
export interface SkippedRow {
  readonly kind: "skipped";
  readonly count: number;
}

export interface Comparison {
  readonly rows: readonly (LineRow | SkippedRow)[];
  readonly added: number;
  readonly removed: number;
}

/** Same lines shown around each difference. */
const context = 3;
/** The page stands still while it compares: no longer than this, in milliseconds. */
const timeout = 500;

/** Null when the two have too little in common to be compared in time. */
export const compareLines = (before: readonly string[], after: readonly string[]): Comparison | null => {
  const changes = diffArrays([...before], [...after], { timeout });
  if (changes === undefined) return null;
  const rows: (LineRow | SkippedRow)[] = [];
  const at = { before: 0, after: 0 };
  const counts = { added: 0, removed: 0 };
  changes.forEach(({ value, added, removed }, index) => {
    const kind = added ? "added" : removed ? "removed" : "same";
    if (kind !== "same") counts[kind] += value.length;
    const lines = value.map((text): LineRow => ({
      kind,
      text,
      before: kind === "added" ? null : (at.before += 1),
      after: kind === "removed" ? null : (at.after += 1),
    }));
    if (kind === "same") rows.push(...withoutMiddle(lines, index === 0 ? 0 : context, index === changes.length - 1 ? 0 : context));
    else rows.push(...lines);
  });
  return { rows, ...counts };
};

/** A gap of one line is no shorter than the line. */
const withoutMiddle = (lines: readonly LineRow[], head: number, tail: number): readonly (LineRow | SkippedRow)[] => {
  const count = lines.length - head - tail;
  if (count < 2) return lines;
  return [...lines.slice(0, head), { kind: "skipped", count }, ...lines.slice(lines.length - tail)];
};
