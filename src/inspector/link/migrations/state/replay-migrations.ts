/** All migrations in force, applied in the order in which Django's loader would: `loader.project_state()`. */
import type { Evaluator } from "../../../evaluate/value.ts";
import { createMigrationGraph } from "../migration-graph.ts";
import type { LinkedAppMigrations } from "../migration.ts";
import { createRecorder, type Recorder } from "../pending/record-changes.ts";
import type { WatchList } from "../pending/watch-list.ts";
import { applyOperation } from "./apply-operation.ts";
import { addDoubt, createProjectState, type ProjectState } from "./project-state.ts";
import { makeStep } from "../../../progress.ts";

export interface Replayed {
  readonly state: ProjectState;
  readonly changes: Recorder["changes"];
}

/** `watched`: the migrations of which each change is noted. */
export const replayMigrations = (evaluator: Evaluator, apps: readonly LinkedAppMigrations[], watched: WatchList): Replayed => {
  const state = createProjectState();
  const recorder = createRecorder(evaluator, state, watched);
  const labels = new Set(apps.map((app) => app.label));
  for (const app of apps)
    for (const migration of app.migrations)
      if (migration.dependencies === null || migration.replaces === null)
        addDoubt(state, app.label, `the place of ${app.label}.${migration.name} among the migrations is computed`);
  for (const migration of createMigrationGraph(apps, new Set()).order()) {
    const { app, name, operations } = migration;
    makeStep();
    if (operations === null) addDoubt(state, app, `the operations of ${app}.${name} are computed`);
    for (const operation of operations ?? []) {
      recorder.see(migration, operation);
      applyOperation({ evaluator, state, app }, operation, labels);
    }
  }
  return { state, changes: recorder.changes };
};
