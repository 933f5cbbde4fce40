/** Counts answers of source and life, section by section, and keeps those that contradict each other. */
import type { Disagreement, LiveSection, LiveSectionCount } from "../../../contract/shapes/live.ts";

export interface Place {
  readonly file: string | null;
  readonly line: number | null;
}

/** What is asked: of which thing, and which of its properties. */
export interface Question {
  readonly section: LiveSection;
  readonly subject: string;
  readonly property: string;
  readonly at: Place;
}

export type Difference = Omit<Disagreement, "cause">;

export interface Tally {
  /** `source` is null where the source has no answer. */
  readonly value: (question: Question, source: unknown, live: unknown) => void;
  /** Whether both have the same things; `isPartial`: the source says that it may lack some. */
  readonly things: (asked: AskedThings) => void;
  readonly counts: () => readonly LiveSectionCount[];
  readonly differences: readonly Difference[];
}

interface AskedThings {
  readonly section: LiveSection;
  readonly source: ReadonlyMap<string, Place>;
  readonly live: ReadonlyMap<string, Place>;
  /** For some things only: a test of their subject. */
  readonly isPartial: boolean | ((subject: string) => boolean);
}

const longest = 300;

export const nowhere: Place = { file: null, line: null };

const inOrder = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, each]): [string, unknown] => [key, inOrder(each)])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
};
const toText = (value: unknown): string => JSON.stringify(inOrder(value)) ?? "null";
const isTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every((each) => typeof each === "string");
const shown = (value: unknown): string | null => {
  if (value === null || value === undefined) return "none";
  const text = typeof value === "string" ? value : isTexts(value) ? value.join(", ") || "none" : toText(value);
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
};

export const createTally = (): Tally => {
  const sections = new Map<LiveSection, { agree: number; differ: number; told: number }>();
  const differences: Difference[] = [];
  const of = (section: LiveSection): { agree: number; differ: number; told: number } => {
    const found = sections.get(section) ?? { agree: 0, differ: 0, told: 0 };
    sections.set(section, found);
    return found;
  };
  const differ = (difference: Difference): void => {
    of(difference.section).differ += 1;
    differences.push(difference);
  };

  return {
    differences,
    value({ section, subject, property, at }, source, live) {
      if (toText(source ?? null) === toText(live ?? null)) of(section).agree += 1;
      else if (source === null || source === undefined) of(section).told += 1;
      else differ({ section, subject, property, source: shown(source), live: shown(live), ...at });
    },
    things({ section, source, live, isPartial }) {
      for (const [subject, at] of live) {
        if (source.has(subject)) of(section).agree += 1;
        else if (typeof isPartial === "boolean" ? isPartial : isPartial(subject)) of(section).told += 1;
        else differ({ section, subject, property: null, source: null, live: "there", ...at });
      }
      for (const [subject, at] of source) {
        if (!live.has(subject)) differ({ section, subject, property: null, source: "there", live: null, ...at });
      }
    },
    counts: () => [...sections].map(([section, count]) => ({ section, ...count })),
  };
};
