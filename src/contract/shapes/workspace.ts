import { z } from "zod";
import { moment, slug } from "./common.ts";
import { protection } from "./protection.ts";

export const workspaceSettings = z.object({
  /** Path of the interpreter, when the user gave one. */
  python: z.string().nullable(),
  settings_module: z.string().nullable(),
  pythonpath: z.array(z.string()),
  /** Environment variables that the user adds to commands and that settings may read. */
  env: z.record(z.string(), z.string()),
});

export type WorkspaceSettings = z.infer<typeof workspaceSettings>;
/** What a user says of a project; the rest is found. */
export type ToldSettings = { readonly [Name in keyof WorkspaceSettings]?: WorkspaceSettings[Name] | undefined };

export const workspace = z.object({
  slug,
  name: z.string(),
  project_path: z.string(),
  trusted: z.boolean(),
  /** The user agreed that commands of this folder run even where there is no sandbox (`protection` is `none`). */
  accepts_no_sandbox: z.boolean(),
  /** True for the samples that come with DJDesk. */
  bundled: z.boolean(),
  /** False when the folder is gone or is no longer the one that was registered. */
  available: z.boolean(),
  settings: workspaceSettings,
  environment: z.object({
    kind: z.string().nullable(),
    python: z.string().nullable(),
    python_version: z.string().nullable(),
    django_version: z.string().nullable(),
    /** Why there is no interpreter and how to give one; null when there is. */
    problem: z.string().nullable(),
  }),
  git_branch: z.string().nullable(),
  protection,
  created_at: moment,
  last_scan_at: moment.nullable(),
  counts: z.object({ apps: z.int(), models: z.int(), migrations: z.int(), findings: z.int() }).nullable(),
  status: z.enum(["new", "scanning", "ready", "failed"]),
});
export type Workspace = z.infer<typeof workspace>;
