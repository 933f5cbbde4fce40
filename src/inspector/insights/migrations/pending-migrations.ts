/** Migrations on disk that the project's database does not have yet. Silent when the applied state is not known. */
import { count, listNames } from "../list-names.ts";
import type { Finding, InsightRule, Judged } from "../rule.ts";

const freshDatabase = ({ facts }: Judged, because: string, total: number): Finding => ({
  severity: "info",
  title: `No migration is applied yet`,
  message: `${because} ${count(total, "migration")} of ${count(Object.values(facts.migrations.pending).filter((names) => (names ?? []).length > 0).length, "app")} ${total === 1 ? "waits" : "wait"}.`,
  file: null,
  line: null,
  fix: "Run `python manage.py migrate`.",
});

const ofApp = ({ facts }: Judged, label: string, names: readonly string[]): Finding => ({
  severity: "warning",
  title: `${label}: ${count(names.length, "pending migration")}`,
  message: `${listNames(names)} ${names.length === 1 ? "is" : "are"} on disk and not applied to the database.`,
  file: facts.migrations.apps[label]?.migrations.find((migration) => migration.name === names[0])?.file ?? null,
  line: null,
  fix: `Run \`python manage.py migrate ${label}\`.`,
});

export const pendingMigrations: InsightRule = {
  code: "pending-migrations",
  judge: (judged) => {
    const { migrations } = judged.facts;
    const waiting = Object.entries(migrations.pending).flatMap(([label, names]): [string, readonly string[]][] =>
      names === null || names.length === 0 ? [] : [[label, names]],
    );
    if (waiting.length === 0) return [];
    const state = migrations.applied["default"];
    if (state !== undefined && state.rows.length === 0)
      return [
        freshDatabase(
          judged,
          state.because,
          waiting.reduce((sum, [, names]) => sum + names.length, 0),
        ),
      ];
    return waiting.map(([label, names]) => ofApp(judged, label, names));
  },
};
