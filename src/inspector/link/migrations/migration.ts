/** Migrations as linked: what the loader of Django would hold, with the values of each operation kept for a replay. */
import type { InstanceValue } from "../../evaluate/value.ts";

/** One migration's name within its app: `["polls", "0001_initial"]` in Django, here as one text. */
export interface MigrationKey {
  readonly app: string;
  readonly name: string;
}

export const keyText = (key: MigrationKey): string => `${key.app}.${key.name}`;

export interface LinkedOperation {
  /** Class name: `CreateModel`. */
  readonly op: string;
  /** Dotted path of the class. */
  readonly path: string | null;
  readonly instance: InstanceValue;
  readonly line: number | null;
}

/** A null part could not be known from source; `because` in `problems` says why. */
export interface LinkedMigration extends MigrationKey {
  /** Absolute. */
  readonly file: string;
  readonly dependencies: readonly MigrationKey[] | null;
  readonly replaces: readonly MigrationKey[] | null;
  readonly runBefore: readonly MigrationKey[] | null;
  readonly initial: boolean | null;
  /** Runs in one transaction; true unless the class says otherwise. */
  readonly atomic: boolean;
  readonly operations: readonly LinkedOperation[] | null;
}

export interface LinkedAppMigrations {
  readonly label: string;
  /** Dotted package; null when the app has none (or MIGRATION_MODULES says so). */
  readonly module: string | null;
  readonly migrations: readonly LinkedMigration[];
  /** False when the app's code is not here, so that nothing can be said about its migrations. */
  readonly isRead: boolean;
}

export interface LinkedMigrations {
  readonly apps: readonly LinkedAppMigrations[];
  readonly problems: readonly MigrationProblem[];
}

export interface MigrationProblem {
  readonly file: string;
  readonly line: number | null;
  readonly code: string;
  readonly message: string;
}
