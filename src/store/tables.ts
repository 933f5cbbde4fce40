/** The tables as the query builder sees them. Moments are milliseconds since the epoch, flags 0 or 1, `…_json` JSON text. */
import type { Generated } from "kysely";

export interface WorkspaceTable {
  id: Generated<number>;
  slug: string;
  name: string;
  project_path: string;
  real_path: string;
  /** `dev` and `ino` of the folder as decimal text: inodes can exceed what a JS number holds. */
  device: string;
  inode: string;
  trusted: number;
  /** The user agreed that commands run here even where there is no sandbox. */
  accepts_no_sandbox: number;
  bundled: number;
  /** Relative to the folder; null for a project that never had one. */
  manage_py: string | null;
  settings_json: string;
  created_at: number;
}

export interface ScanTable {
  id: Generated<number>;
  workspace_id: number;
  kind: string;
  status: string;
  progress: number;
  summary: string;
  requested_at: number;
  started_at: number | null;
  completed_at: number | null;
  /** Hash of what was found: equal results have equal hashes. */
  result_hash: string | null;
  /** Counts by name, kept for all scans, for the deltas. */
  measures_json: string | null;
  owner_json: string;
}

export interface ScanResultTable {
  scan_id: number;
  /** What screens need of the facts, ready to use. */
  digest_json: string;
}

export interface FactSectionTable {
  scan_id: number;
  section: string;
  /** JSON, compressed with zstd. */
  body: Uint8Array;
}

export interface TaskRunTable {
  id: Generated<number>;
  workspace_id: number;
  preset: string;
  label: string;
  status: string;
  progress: number;
  notes: string;
  options_json: string;
  requested_at: number;
  started_at: number | null;
  completed_at: number | null;
  /** Marks every process of the run. */
  token: string;
  /** Which process of the run to reap after a crash; null before it is spawned. */
  process_json: string | null;
  /** The DJDesk process that carries the run. */
  owner_json: string;
  command_json: string;
  line_count: number;
}

export interface LogLineTable {
  run_id: number;
  seq: number;
  at: number;
  stream: string;
  text: string;
}

export interface ActivityTable {
  id: Generated<number>;
  workspace_id: number;
  at: number;
  level: string;
  kind: string;
  message: string;
}

export interface SchemaMigrationTable {
  version: number;
  name: string;
  applied_at: number;
}

export interface Tables {
  workspaces: WorkspaceTable;
  scans: ScanTable;
  scan_results: ScanResultTable;
  fact_sections: FactSectionTable;
  task_runs: TaskRunTable;
  log_lines: LogLineTable;
  activity: ActivityTable;
  schema_migrations: SchemaMigrationTable;
}
