/** Every operation, once. The doors and the handlers are typed by this table. */
import { addWorkspace } from "./add-workspace.ts";
import { cancelTaskRun } from "./cancel-task-run.ts";
import { forgetWorkspace } from "./forget-workspace.ts";
import { listPresets } from "./list-presets.ts";
import { listTaskRuns } from "./list-task-runs.ts";
import { listWorkspaces } from "./list-workspaces.ts";
import { openSample } from "./open-sample.ts";
import { queueTaskRun } from "./queue-task-run.ts";
import { readFacts } from "./read-facts.ts";
import { readHealth } from "./read-health.ts";
import { readStatus } from "./read-status.ts";
import { readTaskRunLog } from "./read-task-run-log.ts";
import { readTaskRun } from "./read-task-run.ts";
import { startScan } from "./start-scan.ts";
import { suggestFolders } from "./suggest-folders.ts";
import { trustWorkspace } from "./trust-workspace.ts";
import { updateWorkspace } from "./update-workspace.ts";
import { listLogFiles } from "./list-log-files.ts";
import { readLogFile } from "./read-log-file.ts";
import { readGuide } from "./read-guide.ts";
import { listNotebooks } from "./list-notebooks.ts";
import { readNotebook } from "./read-notebook.ts";
import { exportFixture } from "./export-fixture.ts";
import { readFixture } from "./read-fixture.ts";
import { readLive } from "./read-live.ts";
import { readSettings } from "./read-settings.ts";

export const operations = {
  addWorkspace,
  cancelTaskRun,
  forgetWorkspace,
  listPresets,
  listTaskRuns,
  listWorkspaces,
  openSample,
  queueTaskRun,
  readFacts,
  readHealth,
  readStatus,
  readTaskRunLog,
  readTaskRun,
  startScan,
  suggestFolders,
  trustWorkspace,
  updateWorkspace,
  listLogFiles,
  readLogFile,
  readGuide,
  listNotebooks,
  readNotebook,
  exportFixture,
  readFixture,
  readSettings,
  readLive,
} as const;

export type Operations = typeof operations;
export type OperationName = keyof Operations;
