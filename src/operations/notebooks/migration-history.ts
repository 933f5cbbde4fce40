import type { AppMigrations, MigrationsFacts } from "../../contract/shapes/facts.ts";
import { asCode, code, python, table, text, type Draft } from "./cells.ts";

const shortest = 10;

const toRow = (facts: MigrationsFacts, app: string, { migrations, leaf_nodes: leaves }: AppMigrations): readonly string[] => {
  const pending = facts.pending[app];
  const counts = new Map<string, number>();
  for (const { op } of migrations.flatMap(({ operations }) => operations ?? [])) counts.set(op, (counts.get(op) ?? 0) + 1);
  const most = [...counts].sort(([, a], [, b]) => b - a).slice(0, 3);
  return [
    asCode(app),
    String(migrations.length),
    pending === undefined || pending === null ? "unknown" : String(pending.length),
    leaves === null || leaves.length === 0 ? "–" : leaves.map(asCode).join(" "),
    most.length === 0 ? "–" : most.map(([op, count]) => `${count} ${asCode(op)}`).join(", "),
  ];
};

/** How the schema came to be: what stands on disk by the facts, and what the database says when it is asked. */
export const toMigrationHistory = (facts: MigrationsFacts, appLabels: readonly string[]): readonly Draft[] => {
  const apps = appLabels.flatMap((app) => {
    const own = facts.apps[app];
    return own === undefined || own.migrations.length === 0 ? [] : [[app, own] as const];
  });
  const long = apps.filter(([, { migrations }]) => migrations.length >= shortest).map(([app]) => app);
  return [
    text(
      "## On disk",
      apps.length === 0
        ? "No app of the project's own has migrations."
        : table(
            ["App", "Migrations", "Pending", "Newest", "Mostly"],
            apps.map(([app, own]) => toRow(facts, app, own)),
          ),
      ...(long.length === 0 ? [] : [`Long enough to be worth squashing: ${long.map(asCode).join(", ")}.`]),
    ),
    text("## In the database"),
    code(
      "from django.db import connection",
      "from django.db.migrations.recorder import MigrationRecorder",
      "",
      `APPS = [${apps.map(([app]) => python(app)).join(", ")}]`,
      "recorder = MigrationRecorder(connection)",
      "applied = recorder.migration_qs.filter(app__in=APPS).order_by('applied') if recorder.has_table() else []",
      "for row in applied:",
      "    print(f'{row.applied:%Y-%m-%d %H:%M}  {row.app}.{row.name}')",
      "if not applied:",
      "    print('Nothing of these apps is applied.')",
    ),
    text("## What waits, and in which order"),
    code(
      "from django.db.migrations.loader import MigrationLoader",
      "",
      "loader = MigrationLoader(connection, ignore_no_migrations=True)",
      "waiting = [node for target in loader.graph.leaf_nodes() for node in loader.graph.forwards_plan(target) if node not in loader.applied_migrations]",
      "for app, name in dict.fromkeys(waiting):",
      "    print(f'{app}.{name}')",
      "if not waiting:",
      "    print('Nothing waits.')",
    ),
  ];
};
