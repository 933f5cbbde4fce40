/** All migrations in force, applied in the order in which Django's loader would: `loader.project_state()`. */
import type { Evaluator } from "../../../evaluate/value.ts";
import { createMigrationGraph } from "../migration-graph.ts";
import type { LinkedAppMigrations } from "../migration.ts";
import { applyOperation } from "./apply-operation.ts";
import { addDoubt, createProjectState, type ProjectState } from "./project-state.ts";

export const replayMigrations = (evaluator: Evaluator, apps: readonly LinkedAppMigrations[]): ProjectState => {
  const state = createProjectState();
  const labels = new Set(apps.map((app) => app.label));
  for (const app of apps)
    for (const migration of app.migrations)
      if (migration.dependencies === null || migration.replaces === null)
        addDoubt(state, app.label, `the place of ${app.label}.${migration.name} among the migrations is computed`);
  for (const { app, name, operations } of createMigrationGraph(apps, new Set()).order()) {
    if (operations === null) addDoubt(state, app, `the operations of ${app}.${name} are computed`);
    for (const operation of operations ?? []) applyOperation({ evaluator, state, app }, operation, labels);
  }
  return state;
};
