/**
 * Rules about migrations that are still to be applied, one operation at a time.
 *
 * Where the database could be read, only what it lacks is judged. Where it could not, the newest migration of each app
 * may be long applied, so only what is wrong whenever it is applied is said of it, as `info`.
 */
import type { MigrationFacts, OperationChange } from "../../../contract/shapes/facts.ts";
import type { Finding, InsightRule, Judged } from "../rule.ts";

export interface PendingOperation {
  readonly app: string;
  readonly migration: MigrationFacts;
  readonly operation: NonNullable<MigrationFacts["operations"]>[number];
  readonly change: OperationChange;
  readonly judged: Judged;
}

export interface PendingRule {
  readonly code: string;
  readonly severity: Finding["severity"];
  /** It is wrong whenever it is applied, so it may be said of a migration that may be applied already. */
  readonly isAlwaysWrong?: boolean;
  /** Null when there is nothing to say. */
  readonly find: (pending: PendingOperation) => Pick<Finding, "title" | "message" | "fix"> | null;
}

const pendingOperations = (judged: Judged): readonly PendingOperation[] =>
  Object.entries(judged.facts.migrations.apps).flatMap(([app, { migrations }]) =>
    migrations.flatMap((migration) =>
      (migration.operations ?? []).flatMap((operation) =>
        operation.change === undefined ? [] : [{ app, migration, operation, change: operation.change, judged }],
      ),
    ),
  );

/** `shop.Loaf.weight`, or `shop.Loaf`. */
export const placeOf = ({ change }: PendingOperation): string => (change.field === null ? change.model : `${change.model}.${change.field}`);

/** Is the default database PostgreSQL? */
export const isPostgres = ({ judged }: PendingOperation): boolean =>
  /postg(res|is)|psycopg|timescale/u.test(judged.facts.settings.DATABASES?.["default"] ?? "");

export const pendingRule = ({ code, severity, isAlwaysWrong = false, find }: PendingRule): InsightRule => ({
  code,
  judge: (judged) =>
    pendingOperations(judged).flatMap((pending): Finding[] => {
      if (!pending.change.waits && !isAlwaysWrong) return [];
      const found = find(pending);
      if (found === null) return [];
      const { file } = pending.migration;
      return [{ severity: pending.change.waits ? severity : "info", ...found, file, line: pending.operation.line }];
    }),
});
