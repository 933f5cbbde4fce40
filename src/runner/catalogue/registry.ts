/** Every command that can be run; a preset that is not listed here does not exist. */
import type { CommandDefinition } from "./command.ts";
import { checkDeploy } from "./commands/check-deploy.ts";
import { check } from "./commands/check.ts";
import { diffsettings } from "./commands/diffsettings.ts";
import { dumpdata } from "./commands/dumpdata.ts";
import { fixtureSlice } from "./commands/fixture-slice.ts";
import { inspectdb } from "./commands/inspectdb.ts";
import { liveFacts } from "./commands/live-facts.ts";
import { makemigrationsCheck } from "./commands/makemigrations-check.ts";
import { migratePlan } from "./commands/migrate-plan.ts";
import { showmigrations } from "./commands/showmigrations.ts";
import { sqlmigrate } from "./commands/sqlmigrate.ts";

/** In the order in which they are shown. */
export const commands: readonly CommandDefinition[] = [
  showmigrations,
  check,
  checkDeploy,
  diffsettings,
  inspectdb,
  sqlmigrate,
  dumpdata,
  makemigrationsCheck,
  migratePlan,
  fixtureSlice,
  liveFacts,
];

const byKey = new Map(commands.map((definition) => [definition.key, definition]));

export const findCommand = (key: string): CommandDefinition | undefined => byKey.get(key);
