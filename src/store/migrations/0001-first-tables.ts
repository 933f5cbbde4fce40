import { sql } from "kysely";
import type { SchemaMigration } from "./schema-migration.ts";

/** Workspaces, their scans with facts, their runs with numbered log lines, and what happened in them. */
export const firstTables: SchemaMigration = {
  version: 1,
  name: "first-tables",
  statements: [
    sql`CREATE TABLE workspaces (
      id integer PRIMARY KEY AUTOINCREMENT,
      slug text NOT NULL UNIQUE,
      name text NOT NULL,
      project_path text NOT NULL,
      real_path text NOT NULL UNIQUE,
      device text NOT NULL,
      inode text NOT NULL,
      trusted integer NOT NULL,
      bundled integer NOT NULL,
      manage_py text,
      settings_json text NOT NULL,
      created_at integer NOT NULL
    )`,
    sql`CREATE TABLE scans (
      id integer PRIMARY KEY AUTOINCREMENT,
      workspace_id integer NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
      kind text NOT NULL,
      status text NOT NULL,
      progress integer NOT NULL,
      summary text NOT NULL,
      requested_at integer NOT NULL,
      started_at integer,
      completed_at integer,
      result_hash text,
      measures_json text,
      owner_json text NOT NULL
    )`,
    sql`CREATE INDEX scans_by_workspace ON scans (workspace_id, kind, id)`,
    sql`CREATE TABLE scan_results (
      scan_id integer PRIMARY KEY REFERENCES scans (id) ON DELETE CASCADE,
      digest_json text NOT NULL
    )`,
    sql`CREATE TABLE fact_sections (
      scan_id integer NOT NULL REFERENCES scans (id) ON DELETE CASCADE,
      section text NOT NULL,
      body blob NOT NULL,
      PRIMARY KEY (scan_id, section)
    )`,
    sql`CREATE TABLE task_runs (
      id integer PRIMARY KEY AUTOINCREMENT,
      workspace_id integer NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
      preset text NOT NULL,
      label text NOT NULL,
      status text NOT NULL,
      progress integer NOT NULL,
      notes text NOT NULL,
      options_json text NOT NULL,
      requested_at integer NOT NULL,
      started_at integer,
      completed_at integer,
      token text NOT NULL UNIQUE,
      process_json text,
      owner_json text NOT NULL,
      command_json text NOT NULL,
      line_count integer NOT NULL
    )`,
    sql`CREATE INDEX task_runs_by_workspace ON task_runs (workspace_id, id)`,
    sql`CREATE INDEX task_runs_by_status ON task_runs (status) WHERE status IN ('requested', 'running')`,
    sql`CREATE TABLE log_lines (
      run_id integer NOT NULL REFERENCES task_runs (id) ON DELETE CASCADE,
      seq integer NOT NULL,
      at integer NOT NULL,
      stream text NOT NULL,
      text text NOT NULL,
      PRIMARY KEY (run_id, seq)
    ) WITHOUT ROWID`,
    sql`CREATE TABLE activity (
      id integer PRIMARY KEY AUTOINCREMENT,
      workspace_id integer NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
      at integer NOT NULL,
      level text NOT NULL,
      kind text NOT NULL,
      message text NOT NULL
    )`,
    sql`CREATE INDEX activity_by_workspace ON activity (workspace_id, id)`,
  ],
};
