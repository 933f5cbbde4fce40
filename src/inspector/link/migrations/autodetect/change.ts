/** What `makemigrations` would write, in Django's own words. */
import type { MigrationsFacts } from "../../../../contract/shapes/facts.ts";

export type ChangeFacts = NonNullable<NonNullable<MigrationsFacts["drift"]>[string]>[number];

/** What the comparison of one app finds: changes, and the first reason why it cannot be sure. */
export interface Findings {
  readonly changes: ChangeFacts[];
  because: string | null;
}

export const createFindings = (): Findings => ({ changes: [], because: null });

export const doubtful = (findings: Findings, because: string): void => {
  findings.because ??= because;
};

export const addChange = (findings: Findings, op: string, describe: string): void => {
  findings.changes.push({ op, describe });
};
