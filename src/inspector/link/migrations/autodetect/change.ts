/** What the comparison of one app finds: operations, and the first reason why it cannot be sure. */
import type { MigrationsFacts } from "../../../../contract/shapes/facts.ts";
import type { Operation } from "./plan/operation.ts";

/** What `makemigrations` would write, in Django's own words. */
export type ChangeFacts = NonNullable<NonNullable<MigrationsFacts["drift"]>[string]>[number];

export interface Findings {
  readonly changes: Operation[];
  because: string | null;
}

export const createFindings = (): Findings => ({ changes: [], because: null });

export const doubtful = (findings: Findings, because: string): void => {
  findings.because ??= because;
};
