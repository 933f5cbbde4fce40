/** Carries one scan job out, kind by kind, and stores what was found. */
import type { ScanKind } from "../../contract/shapes/status.ts";
import type { Clock } from "../../kit/clock.ts";
import { messageOf } from "../../kit/message-of.ts";
import { redactText } from "../../runner/redaction/redactor.ts";
import type { Store } from "../../store/open-store.ts";
import type { CompletedScan, ScanRecord } from "../../store/scans.ts";
import type { WorkspaceRecord } from "../../store/workspaces.ts";
import type { StatusBoard } from "../status/status-board.ts";
import { readToldApplied } from "../live/kept-live.ts";
import { identityOf } from "../workspaces/folder-identity.ts";
import type { Digest } from "./digest.ts";
import { listFixtures } from "./fixtures.ts";
import { readLogTail, type LogsDigest } from "./log-files.ts";
import type { InspectRequest, ScanResult } from "./scan-messages.ts";
import { counted, kindLabels, migrationsSummary, schemaSummary, stageWords } from "./scan-words.ts";
import type { ScanWorker } from "./scan-worker.ts";

export interface ScanJob {
  readonly workspaceId: number;
  readonly slug: string;
  scans: ReadonlyMap<ScanKind, ScanRecord>;
}

export interface ScanTools {
  readonly store: Store;
  readonly clock: Clock;
  readonly statuses: StatusBoard;
  readonly worker: ScanWorker;
  /** Workspace → secrets of its settings, of this process's scans. */
  readonly secrets: Map<number, readonly string[]>;
}

const logTailLines = 50;

export const runScanJob = async (tools: ScanTools, job: ScanJob): Promise<void> => {
  const workspace = await tools.store.workspaces.byId(job.workspaceId);
  if (workspace === null) return;
  const source = [job.scans.get("schema"), job.scans.get("migrations")].filter((scan) => scan !== undefined);
  const digest = source.length > 0 ? await readSource(tools, workspace, source) : await storedDigest(tools, workspace.id);
  const logs = job.scans.get("logs");
  if (logs !== undefined) await readLogs(tools, workspace, logs, digest);
  const fixtures = job.scans.get("fixtures");
  if (fixtures !== undefined) await readFixtures(tools, workspace, fixtures, digest);
};

export const toInspectRequest = ({ projectPath, settings }: WorkspaceRecord): InspectRequest => ({
  folder: projectPath,
  pythonPath: settings.pythonpath,
  env: settings.env,
  ...(settings.settings_module === null ? {} : { settingsModule: settings.settings_module }),
  ...(settings.python === null ? {} : { python: settings.python }),
});

/** Reads the source once for all `scans`; null when it failed, which is then stored. */
const readSource = async (tools: ScanTools, workspace: WorkspaceRecord, scans: readonly ScanRecord[]): Promise<Digest | null> => {
  const { store, clock, statuses } = tools;
  const ids = scans.map((scan) => scan.id);
  await store.scans.start(ids, "Starting", clock.now());
  statuses.touch(workspace.slug);
  let result: ScanResult;
  let advancing: Promise<void> = Promise.resolve();
  try {
    if (identityOf(workspace.projectPath) === null) throw new Error(`${workspace.projectPath} is not there any more.`);
    const toldApplied = await readToldApplied(store, workspace);
    const request = { ...toInspectRequest(workspace), ...(toldApplied === null ? {} : { toldApplied }) };
    result = await tools.worker.scan(request, (stage) => {
      const { progress, doing } = stageWords[stage];
      // A step that is not written down is made up for by the next.
      advancing = advancing
        .then(() => store.scans.advance(ids, progress, doing))
        .then(() => statuses.touch(workspace.slug))
        .catch(() => {});
    });
    await advancing;
  } catch (error) {
    await advancing;
    const message = redactText(messageOf(error));
    await store.scans.fail(ids, message, clock.now());
    await note(tools, workspace, "error", `Scan failed: ${message}`);
    return null;
  }
  const digest: Digest = JSON.parse(result.digest);
  tools.secrets.set(workspace.id, result.secrets);
  const managePy = digest.project.manage_py;
  if (managePy !== null && managePy !== workspace.managePy) await store.workspaces.setManagePy(workspace.id, managePy);
  for (const scan of scans) await complete(tools, workspace, scan, toCompleted(scan.kind, digest, result));
  return digest;
};

const toCompleted = (kind: ScanKind, digest: Digest, result: ScanResult): Omit<CompletedScan, "at"> => ({
  summary: kind === "schema" ? schemaSummary(digest) : migrationsSummary(digest),
  resultHash: result.hash,
  measures: digest.measures,
  digest: kind === "schema" ? result.digest : null,
  sections: kind === "schema" ? result.sections : [],
});

const storedDigest = async (tools: ScanTools, workspaceId: number): Promise<Digest | null> => {
  const scan = await tools.store.scans.newestCompleted(workspaceId, "schema");
  const text = scan === null ? null : await tools.store.scans.digestOf(scan.id);
  return text === null ? null : JSON.parse(text);
};

const readLogs = async (tools: ScanTools, workspace: WorkspaceRecord, scan: ScanRecord, digest: Digest | null): Promise<void> => {
  await begin(tools, workspace, scan, "Reading the project's log files");
  const files = digest?.logFiles ?? [];
  const secrets = tools.secrets.get(workspace.id) ?? (await learnSecrets(tools, workspace));
  const tails = files.flatMap((file) => readLogTail(file, logTailLines, secrets) ?? []);
  const lines = tails.flatMap((tail) => tail.lines);
  const errors = lines.filter((line) => line.level === "error" || line.level === "critical").length;
  const logs: LogsDigest = { tails };
  await complete(tools, workspace, scan, {
    summary:
      files.length === 0
        ? "The settings name no log file"
        : `Read the end of ${tails.length} of ${counted(files.length, "log file")}: ${counted(lines.length, "line")}, ${counted(errors, "error")}`,
    resultHash: JSON.stringify(tails.map((tail) => [tail.file, tail.size, tail.modifiedAt])),
    measures: { "log-files": tails.length, "log-lines": lines.length, "log-errors": errors },
    digest: JSON.stringify(logs),
    sections: [],
  });
};

/** For what is read beside the source before this process has read the source. */
const learnSecrets = async ({ worker, secrets }: ScanTools, workspace: WorkspaceRecord): Promise<readonly string[]> => {
  try {
    const found = (await worker.scan(toInspectRequest(workspace), () => {})).secrets;
    secrets.set(workspace.id, found);
    return found;
  } catch {
    // What cannot be read names no log file either.
    return [];
  }
};

const readFixtures = async (tools: ScanTools, workspace: WorkspaceRecord, scan: ScanRecord, digest: Digest | null): Promise<void> => {
  await begin(tools, workspace, scan, "Looking for fixtures");
  const found = (digest?.fixtureFolders ?? []).map(({ app, folder }) => ({ app, files: listFixtures(folder) }));
  const withFiles = found.filter(({ files }) => files.length > 0);
  const count = withFiles.reduce((sum, { files }) => sum + files.length, 0);
  await complete(tools, workspace, scan, {
    summary: count === 0 ? "Found no fixtures" : `Found ${counted(count, "fixture")} in ${counted(withFiles.length, "app")}`,
    resultHash: JSON.stringify(withFiles),
    measures: { fixtures: count },
    digest: JSON.stringify({ fixtures: withFiles }),
    sections: [],
  });
};

const begin = async (tools: ScanTools, workspace: WorkspaceRecord, scan: ScanRecord, doing: string): Promise<void> => {
  await tools.store.scans.start([scan.id], doing, tools.clock.now());
  tools.statuses.touch(workspace.slug);
};

const complete = async (
  tools: ScanTools,
  workspace: WorkspaceRecord,
  scan: ScanRecord,
  completed: Omit<CompletedScan, "at">,
): Promise<void> => {
  await tools.store.scans.complete(scan, { ...completed, at: tools.clock.now() });
  await note(tools, workspace, "success", `${kindLabels[scan.kind]} scan: ${completed.summary}`);
};

const note = async (tools: ScanTools, workspace: WorkspaceRecord, level: "success" | "error", message: string): Promise<void> => {
  await tools.store.activity.add(workspace.id, { at: tools.clock.now(), level, kind: "scan", message });
  tools.statuses.touch(workspace.slug);
};
