import { z } from "zod";
import { moment, percent, slug } from "./common.ts";
import { protection } from "./protection.ts";

export const runStatus = z.enum(["requested", "running", "succeeded", "failed", "cancelled"]);
export type RunStatus = z.infer<typeof runStatus>;

/** All keys from the first moment; null until known. `error` is there on every failure and only then. */
export const commandMetadata = z.object({
  /** What a person would type: `python manage.py showmigrations`. */
  raw: z.string(),
  safe_prefix: z.string(),
  workspace_path: z.string(),
  exit_code: z.int().nullable(),
  duration_seconds: z.number().min(0).nullable(),
  output_lines: z.int().min(0).nullable(),
  timed_out: z.boolean(),
  error: z.string().optional(),
  /** Real argument vector, null before the interpreter is known. */
  argv: z.array(z.string()).nullable(),
  interpreter: z.string().nullable(),
  /** The tier in force, what the project's code could still do in it, and how to get a better one. */
  protection,
  protection_gaps: z.array(z.string()).default([]),
  protection_hint: z.string().nullable().default(null),
  /** How many files of the project the run changed, and which (at most 50). */
  changed_files: z.int().min(0).nullable(),
  changed: z.array(z.string()),
  /** How many values were masked in the output. */
  redacted: z.int().min(0),
});
export type CommandMetadata = z.infer<typeof commandMetadata>;

export const taskRun = z.object({
  id: z.int(),
  workspace: slug,
  preset: z.string(),
  label: z.string(),
  status: runStatus,
  progress: percent,
  /** `[HH:MM:SS] text` lines joined with newlines; long logs keep head and tail. */
  log: z.string(),
  notes: z.string(),
  options: z.record(z.string(), z.union([z.string(), z.boolean(), z.number(), z.array(z.string())])),
  requested_at: moment,
  started_at: moment.nullable(),
  completed_at: moment.nullable(),
  metadata: z.object({ command: commandMetadata }),
});
export type TaskRun = z.infer<typeof taskRun>;

/** A run in lists: without its log. */
export const taskRunSummary = taskRun.omit({ log: true, options: true });
export type TaskRunSummary = z.infer<typeof taskRunSummary>;

export const logLine = z.object({
  /** Counts from 1 within its run. */
  seq: z.int().min(1),
  timestamp: moment,
  /** `desk` for DJDesk's own lines. */
  stream: z.enum(["stdout", "stderr", "desk"]),
  text: z.string(),
});
export type LogLine = z.infer<typeof logLine>;
