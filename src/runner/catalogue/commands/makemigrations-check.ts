import type { CommandDefinition } from "../command.ts";
import { appLabels } from "../options.ts";

/** Whether models have changes that no migration has; writes no file and asks nothing. */
export const makemigrationsCheck: CommandDefinition = {
  key: "makemigrations-check",
  label: "Check for missing migrations",
  description: "Tells which migrations makemigrations would write, without writing them.",
  command: ["makemigrations", "--check", "--dry-run", "--no-input"],
  options: [appLabels],
  effects: "reads-database",
  timeoutMs: 60_000,
  exitMeanings: { 1: "Some models have changes that are in no migration." },
};
