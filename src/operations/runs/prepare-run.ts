/**
 * What a run needs, looked up when it starts and not when it was asked for: the folder may have been replaced, trust
 * taken back, the interpreter removed since. Everything that is wrong is one sentence.
 */
import { accessSync, constants } from "node:fs";
import { dirname, isAbsolute, resolve } from "node:path";
import { isSecretName, secretsIn } from "../../inspector/link/settings/is-secret.ts";
import { messageOf } from "../../kit/message-of.ts";
import type { DatabaseServer } from "../../runner/sandbox/database-server.ts";
import type { Sandbox } from "../../runner/sandbox/sandbox.ts";
import type { RunRequest } from "../../runner/task.ts";
import { decide } from "../../runner/policy.ts";
import { readServerFile } from "../../store/server-file.ts";
import type { TaskRunRecord } from "../../store/task-runs.ts";
import type { WorkspaceRecord } from "../../store/workspaces.ts";
import { collectFixture } from "../fixtures/collect-fixture.ts";
import { makeFixtureFolder, pseudonymKey } from "../fixtures/fixture-folder.ts";
import type { Digest } from "../scans/digest.ts";
import { statOrNull } from "../stat-or-null.ts";
import type { Collector } from "./collector.ts";
import type { LiveScans } from "../live/live-scans.ts";
import { identityOf, isSameFolder } from "../workspaces/folder-identity.ts";

/** `collector` takes what a command of DJDesk's own hands over. */
export type Prepared =
  | { readonly kind: "ready"; readonly request: RunRequest; readonly collector: Collector | null }
  | { readonly kind: "invalid"; readonly message: string };

export interface RunCircumstances {
  readonly workspace: WorkspaceRecord | null;
  readonly digest: Digest | null;
  readonly timeoutMs: number | null;
  /** Of the evaluated settings. */
  readonly secrets: readonly string[];
  /** Makes the environment of the bundled samples when it is not there. */
  readonly samplePython: () => Promise<string>;
  readonly sandbox: Sandbox;
  readonly dataFolder: string;
  readonly live: Pick<LiveScans, "collector">;
}

const invalid = (message: string): Prepared => ({ kind: "invalid", message });

/** Folder in which commands of a workspace run: that of manage.py. */
export const commandFolderOf = (workspace: WorkspaceRecord): string =>
  dirname(resolve(workspace.projectPath, workspace.managePy ?? "manage.py"));

export const prepareRun = async (
  run: TaskRunRecord,
  { workspace, digest, timeoutMs, secrets, samplePython, sandbox, dataFolder, live }: RunCircumstances,
): Promise<Prepared> => {
  if (workspace === null) return invalid("The workspace was forgotten before the command could run.");
  const identity = identityOf(workspace.projectPath);
  if (identity === null) return invalid(`The folder ${workspace.projectPath} is not there any more.`);
  if (!isSameFolder(identity, workspace.identity)) {
    return invalid(`${workspace.projectPath} is not the folder that was trusted: it was replaced. Trust it again to run its code.`);
  }
  if (!workspace.trusted) return invalid(`${workspace.projectPath} is not trusted.`);
  if (sandbox.kind === "none" && !workspace.acceptsNoSandbox)
    return invalid(`This machine has no sandbox, and ${workspace.projectPath} may not run without one.`);
  const decision = decide(run.preset, run.options, timeoutMs);
  if (decision.kind === "refused") return invalid(Object.values(decision.errors).flat().join(" "));
  const folder = commandFolderOf(workspace);
  const settingsModule =
    workspace.settings.settings_module ?? (workspace.managePy === null ? (digest?.project.settings_module ?? null) : null);
  if (workspace.managePy === null && settingsModule === null)
    return invalid(`${folder} has no manage.py, and no settings module is known.`);
  if (workspace.managePy !== null && !isFile(resolve(workspace.projectPath, workspace.managePy))) {
    return invalid(`${resolve(workspace.projectPath, workspace.managePy)} is not there any more.`);
  }
  const interpreter = await findInterpreter(workspace, digest, samplePython);
  if (typeof interpreter !== "string") return invalid(interpreter.problem);
  const known = [...secrets, ...secretsOfEnvironment(workspace)];
  const isFixture = run.preset === "fixture-slice";
  const collector = isFixture
    ? collectFixture(makeFixtureFolder(dataFolder, run.id), nameOfFixture(workspace.slug, run))
    : live.collector(run, known);
  return {
    kind: "ready",
    collector,
    request: {
      ...(isFixture ? { pseudonyms: pseudonymKey(dataFolder) } : {}),
      ...(collector === null ? {} : { takeOutput: collector.take }),
      token: run.token,
      command: decision.command,
      workspacePath: folder,
      entry: workspace.managePy === null ? "settings" : "manage.py",
      projectRoot: workspace.projectPath,
      interpreter,
      settingsModule,
      // Digests of older scans have no such list.
      pythonPath: [...workspace.settings.pythonpath, ...(digest?.project.python.pythonpath ?? [])],
      env: workspace.settings.env,
      secrets: known,
      timeoutMs: decision.command.timeoutMs,
      sandbox,
      privateFolders: [dataFolder],
      logFiles: digest?.logFiles ?? [],
      databaseFiles: digest?.watchedFiles ?? [],
      databaseServers: withoutDesk(digest?.databaseServers ?? [], dataFolder),
    },
  };
};

/** A project could name DJDesk itself as its database, whose API obeys every program of the user. */
const withoutDesk = (servers: readonly DatabaseServer[], dataFolder: string): readonly DatabaseServer[] => {
  const url = readServerFile(dataFolder)?.url;
  const port = url === undefined ? null : Number(new URL(url).port);
  return servers.filter((server) => server.kind !== "tcp" || server.port !== port);
};

/** `shop-orders.Order.json`; every character is one of a slug's or a model's. */
const nameOfFixture = (slug: string, { options }: TaskRunRecord): string => {
  const models = [options["model"]].flat().filter((each) => typeof each === "string");
  return `${slug}-${models.length === 1 && /^[\w.]{1,120}$/.test(models[0] ?? "") ? models[0] : "slice"}.json`;
};

/** Variables that the user gave under the name of a secret, and passwords inside of others. */
const secretsOfEnvironment = ({ settings }: WorkspaceRecord): readonly string[] =>
  Object.entries(settings.env).flatMap(([name, value]) => [...(isSecretName(name) ? [value] : []), ...secretsIn(value)]);

/** The user's interpreter, the one that the scan found, or for a sample the environment that DJDesk makes for it. */
const findInterpreter = async (
  workspace: WorkspaceRecord,
  digest: Digest | null,
  samplePython: () => Promise<string>,
): Promise<string | { readonly problem: string }> => {
  const given = workspace.settings.python;
  if (given !== null)
    return isExecutable(given) ? given : { problem: `There is no interpreter at ${given}, which was given for this workspace.` };
  const found = digest?.project.python.path ?? null;
  if (found !== null && isAbsolute(found) && isExecutable(found)) return found;
  if (workspace.bundled) return await samplePython().catch((error: unknown) => ({ problem: messageOf(error) }));
  return {
    problem: `No Python environment was found for ${workspace.projectPath}. Make one in the project (python3 -m venv .venv && .venv/bin/pip install -r requirements.txt) or give one with --python PATH.`,
  };
};

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return isFile(path);
  } catch {
    return false;
  }
};

const isFile = (path: string): boolean => statOrNull(path)?.isFile() === true;
