/**
 * The words of the judge: a rule looks at linked facts and says what deserves attention. A rule is a pure function and
 * keeps to what is certain: a false alarm costs more than a silence.
 */
import type { Facts, InsightFacts } from "../../contract/shapes/facts.ts";
import type { ProjectLocation } from "../link/project/project-location.ts";

export interface Judged {
  readonly facts: Omit<Facts, "insights" | "timing">;
  readonly location: ProjectLocation;
}

/** One insight but for the code, which is its rule's. */
export type Finding = Omit<InsightFacts, "code">;

export interface InsightRule {
  /** Stable, kebab-case; the file of the rule has this name. */
  readonly code: string;
  readonly judge: (judged: Judged) => readonly Finding[];
}
