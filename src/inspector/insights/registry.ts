/** Every insight that DJDesk knows, one file each. */
import { conflictingLeaves } from "./migrations/conflicting-leaves.ts";
import { circularMigrationDependency } from "./migrations/circular-migration-dependency.ts";
import { missingMigrationDependency } from "./migrations/missing-migration-dependency.ts";
import { migrationWithoutClass } from "./migrations/migration-without-class.ts";
import { missingMigrationsPackage } from "./migrations/missing-migrations-package.ts";
import { pendingMigrations } from "./migrations/pending-migrations.ts";
import { phantomMigrations } from "./migrations/phantom-migrations.ts";
import { unmigratedChanges } from "./migrations/unmigrated-changes.ts";
import { foreignKeyWithoutIndex } from "./models/foreign-key-without-index.ts";
import { missingDefaultAutoField } from "./models/missing-default-auto-field.ts";
import { missingOnDelete } from "./models/missing-on-delete.ts";
import { reverseAccessorClash } from "./models/reverse-accessor-clash.ts";
import { becomesUnique } from "./pending/fields/becomes-unique.ts";
import { columnDropped } from "./pending/fields/column-dropped.ts";
import { columnIndexLocksTable } from "./pending/fields/column-index-locks-table.ts";
import { droppedFieldInUse } from "./pending/fields/dropped-field-in-use.ts";
import { fieldRenamed } from "./pending/fields/field-renamed.ts";
import { notNullWithoutDefault } from "./pending/fields/not-null-without-default.ts";
import { nullForbidden } from "./pending/fields/null-forbidden.ts";
import { textShortened } from "./pending/fields/text-shortened.ts";
import { typeChanged } from "./pending/fields/type-changed.ts";
import { uniqueWithOneDefault } from "./pending/fields/unique-with-one-default.ts";
import { concurrentlyInTransaction } from "./pending/tables/concurrently-in-transaction.ts";
import { constraintLocksTable } from "./pending/tables/constraint-locks-table.ts";
import { indexLocksTable } from "./pending/tables/index-locks-table.ts";
import { irreversibleStep } from "./pending/tables/irreversible-step.ts";
import { modelRenamed } from "./pending/tables/model-renamed.ts";
import { tableDropped } from "./pending/tables/table-dropped.ts";
import { tableRenamed } from "./pending/tables/table-renamed.ts";
import { installedAppsRefused } from "./project/installed-apps-refused.ts";
import { reusableApp } from "./project/reusable-app.ts";
import { settingsNotFound } from "./project/settings-not-found.ts";
import { settingsRaise } from "./project/settings-raise.ts";
import { settingsUnresolved } from "./project/settings-unresolved.ts";
import { unreadableFile } from "./project/unreadable-file.ts";
import type { InsightRule } from "./rule.ts";
import { allowedHostsAny } from "./settings/allowed-hosts-any.ts";
import { cookiesNotSecure } from "./settings/cookies-not-secure.ts";
import { corsAllowsAll } from "./settings/cors-allows-all.ts";
import { debugEnabled } from "./settings/debug-enabled.ts";
import { secretKeyInSource } from "./settings/secret-key-in-source.ts";
import { securityMiddlewareMissing } from "./settings/security-middleware-missing.ts";
import { shadowedUrl } from "./urls/shadowed-url.ts";

export const insightRules: readonly InsightRule[] = [
  conflictingLeaves,
  missingMigrationDependency,
  circularMigrationDependency,
  migrationWithoutClass,
  missingMigrationsPackage,
  pendingMigrations,
  phantomMigrations,
  notNullWithoutDefault,
  nullForbidden,
  droppedFieldInUse,
  columnDropped,
  fieldRenamed,
  typeChanged,
  textShortened,
  becomesUnique,
  uniqueWithOneDefault,
  columnIndexLocksTable,
  tableDropped,
  modelRenamed,
  tableRenamed,
  indexLocksTable,
  constraintLocksTable,
  concurrentlyInTransaction,
  irreversibleStep,
  unmigratedChanges,
  foreignKeyWithoutIndex,
  missingDefaultAutoField,
  reverseAccessorClash,
  missingOnDelete,
  settingsNotFound,
  installedAppsRefused,
  reusableApp,

  settingsRaise,
  settingsUnresolved,
  unreadableFile,
  allowedHostsAny,
  cookiesNotSecure,
  corsAllowsAll,
  debugEnabled,
  secretKeyInSource,
  securityMiddlewareMissing,
  shadowedUrl,
];
