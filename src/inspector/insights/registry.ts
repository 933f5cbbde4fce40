/** Every insight that DJDesk knows, one file each. */
import { conflictingLeaves } from "./migrations/conflicting-leaves.ts";
import { missingMigrationsPackage } from "./migrations/missing-migrations-package.ts";
import { pendingMigrations } from "./migrations/pending-migrations.ts";
import { phantomMigrations } from "./migrations/phantom-migrations.ts";
import { missingDefaultAutoField } from "./models/missing-default-auto-field.ts";
import { reverseAccessorClash } from "./models/reverse-accessor-clash.ts";
import { settingsNotFound } from "./project/settings-not-found.ts";
import { settingsUnresolved } from "./project/settings-unresolved.ts";
import { unreadableFile } from "./project/unreadable-file.ts";
import type { InsightRule } from "./rule.ts";
import { allowedHostsAny } from "./settings/allowed-hosts-any.ts";
import { debugEnabled } from "./settings/debug-enabled.ts";
import { secretKeyInSource } from "./settings/secret-key-in-source.ts";

export const insightRules: readonly InsightRule[] = [
  conflictingLeaves,
  missingMigrationsPackage,
  pendingMigrations,
  phantomMigrations,
  missingDefaultAutoField,
  reverseAccessorClash,
  settingsNotFound,
  settingsUnresolved,
  unreadableFile,
  allowedHostsAny,
  debugEnabled,
  secretKeyInSource,
];
