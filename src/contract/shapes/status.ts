/** The status payload of `GET /api/workspaces/<slug>/status/`: what the dashboard is drawn from. */
import { z } from "zod";
import { protectionReport } from "./protection.ts";
import { clock, moment, percent, severity, slug } from "./common.ts";
import { runStatus, taskRun } from "./task-run.ts";

export const insight = z.object({
  code: z.string(),
  title: z.string(),
  value: z.string(),
  /** Against the previous scan (`-1 vs last scan`); empty when there was none or nothing moved. */
  delta: z.string(),
  severity,
  caption: z.string(),
  file: z.string().nullable(),
  line: z.int().nullable(),
  /** Where the value comes from: read from source, told by the running project, both the same, or both and they differ. */
  mark: z.enum(["source", "live", "both", "differs"]),
});
export type Insight = z.infer<typeof insight>;

export const statusApp = z.object({
  /** Dotted name (`AppConfig.name`). */
  label: z.string(),
  app_label: z.string(),
  models: z.int().min(0),
  /** Null when the applied state is unknown. */
  pending_migrations: z.int().min(0).nullable(),
  first_party: z.boolean(),
  status: z.enum(["ok", "pending", "conflict", "unmigrated", "unknown"]),
  applied_source: z.enum(["sqlite-file", "live", "unknown"]),
});
export type StatusApp = z.infer<typeof statusApp>;

export const schemaNode = z.object({
  /** Unique: the model's name, or `app.Model` where two apps share one. */
  name: z.string(),
  label: z.string(),
  app: z.string(),
  badge: z.string(),
  fields: z.array(z.string()),
  /** Names of other nodes. */
  relations: z.array(z.string()),
  file: z.string().nullable(),
  line: z.int().nullable(),
});
export type SchemaNode = z.infer<typeof schemaNode>;

export const schemaConnection = z.object({
  source: z.string(),
  target: z.string(),
  field: z.string(),
  kind: z.enum(["many_to_one", "one_to_one", "many_to_many", "parent", "proxy"]),
});
export type SchemaConnection = z.infer<typeof schemaConnection>;

export const logLevel = z.enum(["debug", "info", "success", "warning", "error", "critical"]);
export type LogLevel = z.infer<typeof logLevel>;

export const scanKind = z.enum(["schema", "migrations", "logs", "fixtures", "live"]);
export type ScanKind = z.infer<typeof scanKind>;

export const scan = z.object({
  id: z.int(),
  kind: scanKind,
  kind_label: z.string(),
  status: z.enum(["pending", "running", "completed", "failed"]),
  progress: percent,
  /** One sentence with real counts, or the reason of a failure. */
  summary: z.string(),
  started_at: moment.nullable(),
  completed_at: moment.nullable(),
});
export type Scan = z.infer<typeof scan>;

export const statusTask = z.object({
  id: z.int(),
  preset: z.string(),
  label: z.string(),
  status: runStatus,
  progress: percent,
  /** Last 200 lines. */
  log: z.string(),
  requested_at: moment,
  completed_at: moment.nullable(),
});
export type StatusTask = z.infer<typeof statusTask>;

export const docLink = z.object({ title: z.string(), url: z.string() });

export const status = z.object({
  workspace: slug,
  name: z.string(),
  project_path: z.string(),
  insights: z.array(insight),
  apps: z.array(statusApp),
  schema: z.object({ nodes: z.array(schemaNode), connections: z.array(schemaConnection) }),
  log_excerpt: z.array(z.object({ timestamp: clock, level: logLevel, message: z.string() })),
  scans: z.array(scan),
  tasks: z.array(statusTask),
  doc_links: z.array(docLink),
  /** What stands around commands on this machine. */
  protection: protectionReport,
  /** Older keys that the first dashboard script reads. */
  docs: z.array(docLink),
  activity: z.array(z.object({ timestamp: z.string(), message: z.string(), kind: z.string() })),
  data_lab: z.object({ templates: z.array(z.unknown()), notebooks: z.array(z.unknown()) }),
});
export type Status = z.infer<typeof status>;

export const statusWithRun = status.extend({ task_run: taskRun });
