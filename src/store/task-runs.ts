/** Runs of preset commands: what was asked, how far it is, how it ended. */
import type { Kysely, Selectable } from "kysely";
import type { z } from "zod";
import { commandMetadata, runStatus, taskRun, type CommandMetadata, type RunStatus } from "../contract/shapes/task-run.ts";
import type { Owner } from "./owner.ts";
import type { Tables, TaskRunTable } from "./tables.ts";
import { notBefore } from "./not-before.ts";

export type RunOptions = z.infer<typeof taskRun>["options"];

export interface TaskRunRecord {
  readonly id: number;
  readonly workspaceId: number;
  readonly preset: string;
  readonly label: string;
  readonly status: RunStatus;
  readonly progress: number;
  readonly notes: string;
  readonly options: RunOptions;
  readonly requestedAt: number;
  readonly startedAt: number | null;
  readonly completedAt: number | null;
  readonly token: string;
  readonly command: CommandMetadata;
  /** Stored log lines; the newest has this number. */
  readonly lineCount: number;
}

export interface NewTaskRun {
  readonly workspaceId: number;
  readonly preset: string;
  readonly label: string;
  readonly notes: string;
  readonly options: RunOptions;
  readonly requestedAt: number;
  readonly token: string;
  readonly owner: Owner;
  readonly command: CommandMetadata;
}

export interface EndedRun {
  readonly status: "succeeded" | "failed" | "cancelled";
  readonly completedAt: number;
  readonly command: CommandMetadata;
}

const active = ["requested", "running"];

const toRecord = (row: Selectable<TaskRunTable>): TaskRunRecord => ({
  id: row.id,
  workspaceId: row.workspace_id,
  preset: row.preset,
  label: row.label,
  status: runStatus.parse(row.status),
  progress: row.progress,
  notes: row.notes,
  options: taskRun.shape.options.parse(JSON.parse(row.options_json)),
  requestedAt: row.requested_at,
  startedAt: row.started_at,
  completedAt: row.completed_at,
  token: row.token,
  command: commandMetadata.parse(JSON.parse(row.command_json)),
  lineCount: row.line_count,
});

export const createTaskRuns = (db: Kysely<Tables>) => ({
  async insert(run: NewTaskRun): Promise<TaskRunRecord> {
    const row = await db
      .insertInto("task_runs")
      .values({
        workspace_id: run.workspaceId,
        preset: run.preset,
        label: run.label,
        status: "requested",
        progress: 0,
        notes: run.notes,
        options_json: JSON.stringify(run.options),
        requested_at: run.requestedAt,
        started_at: null,
        completed_at: null,
        token: run.token,
        process_json: null,
        owner_json: JSON.stringify(run.owner),
        command_json: JSON.stringify(run.command),
        line_count: 0,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    return toRecord(row);
  },

  async byId(id: number): Promise<TaskRunRecord | null> {
    const row = await db.selectFrom("task_runs").selectAll().where("id", "=", id).executeTakeFirst();
    return row === undefined ? null : toRecord(row);
  },

  /** Newest first; `before` is the number of a run. */
  async page(filter: {
    readonly workspaceId?: number;
    readonly before?: number;
    readonly limit: number;
  }): Promise<readonly TaskRunRecord[]> {
    let query = db.selectFrom("task_runs").selectAll().orderBy("id", "desc").limit(filter.limit);
    if (filter.workspaceId !== undefined) query = query.where("workspace_id", "=", filter.workspaceId);
    if (filter.before !== undefined) query = query.where("id", "<", filter.before);
    return (await query.execute()).map(toRecord);
  },

  /** Marks it running, unless it ended before it could start: then false. */
  async start(id: number, at: number, command: CommandMetadata): Promise<boolean> {
    const result = await db
      .updateTable("task_runs")
      .set({ status: "running", started_at: notBefore(at), command_json: JSON.stringify(command) })
      .where("id", "=", id)
      .where("status", "=", "requested")
      .executeTakeFirst();
    return result.numUpdatedRows === 1n;
  },

  /** The process to reap when this server dies. */
  async setProcess(id: number, processJson: string, command: CommandMetadata): Promise<void> {
    await db
      .updateTable("task_runs")
      .set({ process_json: processJson, command_json: JSON.stringify(command) })
      .where("id", "=", id)
      .execute();
  },

  async advance(id: number, progress: number): Promise<void> {
    await db.updateTable("task_runs").set({ progress }).where("id", "=", id).where("status", "in", active).execute();
  },

  /** The first end wins: false when it had ended already. */
  async end(id: number, ended: EndedRun): Promise<boolean> {
    const result = await db
      .updateTable("task_runs")
      .set({
        status: ended.status,
        progress: 100,
        completed_at: notBefore(ended.completedAt),
        command_json: JSON.stringify(ended.command),
      })
      .where("id", "=", id)
      .where("status", "in", active)
      .executeTakeFirst();
    return result.numUpdatedRows === 1n;
  },

  /** Requested or running, oldest first, with what recovery needs. */
  async unfinished(): Promise<readonly { readonly run: TaskRunRecord; readonly ownerJson: string; readonly processJson: string | null }[]> {
    const rows = await db.selectFrom("task_runs").selectAll().where("status", "in", active).orderBy("id").execute();
    return rows.map((row) => ({ run: toRecord(row), ownerJson: row.owner_json, processJson: row.process_json }));
  },
});

export type TaskRuns = ReturnType<typeof createTaskRuns>;
