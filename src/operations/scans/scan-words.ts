/** How scans are spoken of: labels, what each stage is doing, and the sentence with the counts at the end. */
import type { ScanKind } from "../../contract/shapes/status.ts";
import type { Stage } from "../../inspector/inspect.ts";
import type { Digest } from "./digest.ts";

export const kindLabels: Readonly<Record<ScanKind, string>> = {
  schema: "Schema",
  migrations: "Migrations",
  logs: "Logs",
  fixtures: "Fixtures",
  live: "Live facts",
};

interface StageWords {
  readonly progress: number;
  readonly doing: string;
}

/** Share of the whole after which each stage begins, from timings of real projects. */
export const stageWords: Readonly<Record<Stage, StageWords>> = {
  discover: { progress: 2, doing: "Looking for source files" },
  parse: { progress: 10, doing: "Reading source files" },
  evaluate: { progress: 35, doing: "Evaluating settings and modules" },
  link: { progress: 60, doing: "Linking models and migrations" },
  derive: { progress: 85, doing: "Deriving schema and drift" },
  judge: { progress: 95, doing: "Judging what was found" },
};

const number = new Intl.NumberFormat("en-US");
export const counted = (count: number, one: string, many = `${one}s`): string => `${number.format(count)} ${count === 1 ? one : many}`;

export const schemaSummary = ({ counts }: Digest): string =>
  `Discovered ${counted(counts.models, "model")} in ${counted(counts.apps, "app")}`;

export const migrationsSummary = ({ apps, counts, measures }: Digest): string => {
  const pending = measures["pending-migrations"] ?? null;
  const own = apps.reduce((sum, app) => sum + (app.first_party ? (app.pending_migrations ?? 0) : 0), 0);
  const others = (pending ?? 0) - own;
  const drift = measures["drift"] ?? null;
  const conflicts = measures["conflicts"] ?? 0;
  return [
    counted(counts.migrations, "migration"),
    pending === null && apps.every((app) => app.pending_migrations === null)
      ? "applied state unknown"
      : `${number.format(own)} pending${pending === null ? " in what is here" : ""}`,
    ...(others > 0 ? [`${number.format(others)} pending in installed apps`] : []),
    conflicts === 0 ? "no conflicts" : counted(conflicts, "conflict"),
    drift === null ? "drift unknown" : drift === 0 ? "no drift" : counted(drift, "unmigrated change"),
  ].join(", ");
};
