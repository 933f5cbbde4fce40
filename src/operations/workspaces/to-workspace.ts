/** Workspaces as the wire shows them. */
import type { z } from "zod";
import type { workspace } from "../../contract/shapes/workspace.ts";
import type { WorkspaceRecord } from "../../store/workspaces.ts";
import { isSecretName, masked, maskText } from "../../inspector/link/settings/is-secret.ts";
import type { Desk } from "../desk/desk.ts";
import type { Digest } from "../scans/digest.ts";
import { identityOf, isSameFolder } from "./folder-identity.ts";
import { gitBranchOf } from "./git-branch.ts";

type Workspace = z.infer<typeof workspace>;

export const toWorkspace = async (desk: Desk, record: WorkspaceRecord): Promise<Workspace> => {
  const digest = (await desk.statuses.digestOf(record))?.digest ?? null;
  const scans = await desk.store.scans.newestOfEachKind(record.id);
  const schema = scans.find((scan) => scan.kind === "schema");
  const completed = await desk.store.scans.newestCompleted(record.id, "schema");
  const identity = identityOf(record.projectPath);
  const isTheSame = identity !== null && isSameFolder(identity, record.identity);
  const isUnfinished = scans.some((scan) => scan.status === "pending" || scan.status === "running");
  return {
    slug: record.slug,
    name: record.name,
    project_path: record.projectPath,
    trusted: record.trusted && isTheSame,
    accepts_no_sandbox: record.acceptsNoSandbox && isTheSame,
    bundled: record.bundled,
    available: isTheSame,
    settings: { ...record.settings, env: maskSecrets(record.settings.env) },
    environment: toEnvironment(record, digest),
    git_branch: identity === null ? null : gitBranchOf(identity.realPath),
    protection: desk.protection.report.tier,
    created_at: new Date(record.createdAt).toISOString(),
    last_scan_at: completed?.completedAt == null ? null : new Date(completed.completedAt).toISOString(),
    counts: digest?.counts ?? null,
    status: isUnfinished ? "scanning" : schema?.status === "failed" ? "failed" : completed === null ? "new" : "ready",
  };
};

/** Variables under the name of a secret are not shown again, once given. */
const maskSecrets = (env: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(env).map(([name, value]) => [name, isSecretName(name) ? masked : maskText(value)]));

const toEnvironment = (record: WorkspaceRecord, digest: Digest | null): Workspace["environment"] => {
  const python = record.settings.python ?? digest?.project.python.path ?? null;
  return {
    kind: record.settings.python === null ? (digest?.project.environment ?? null) : "given",
    python,
    python_version: digest?.project.python.version ?? null,
    django_version: digest?.project.django_version ?? null,
    problem: python !== null || digest === null ? null : problemOf(record),
  };
};

const problemOf = (record: WorkspaceRecord): string =>
  record.bundled
    ? "DJDesk makes a Python environment for this sample in the background; its first command waits for it."
    : "No Python environment was found: make one in the project (python3 -m venv .venv) or give the path of an interpreter.";
