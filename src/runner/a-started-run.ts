/** Runs of manage.py files of plain Python, and what is left of them: for tests. */
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { aRunRequest } from "./a-run-request.ts";
import { listProcesses, readToken } from "./process/process-table.ts";
import { startRun } from "./run.ts";
import { noSandbox } from "./sandbox/sandbox.ts";
import type { OutputLine, RunRequest } from "./task.ts";

/** A new folder for each test of the file; fails a test that leaves a process behind. */
export const setUpRuns = () => {
  const tokens: string[] = [];
  let folder = "";

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-bakery-")));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
    const left = survivors().filter((pid) => !isDoomed(pid));
    if (left.length > 0) throw new Error(`processes ${left.join(", ")} outlived their run`);
  });

  /** Live processes of runs that this file started. */
  const survivors = (): readonly number[] => {
    const ours = new Set(tokens);
    return listProcesses()
      .filter((entry) => ours.has(readToken(entry.pid) ?? ""))
      .map((entry) => entry.pid);
  };

  /** Starts `source` as the manage.py of a project. */
  const start = (source: string, changes: Partial<RunRequest> = {}) => {
    writeFileSync(join(folder, "manage.py"), source);
    const request = { ...aRunRequest(folder), sandbox: noSandbox, ...changes };
    tokens.push(request.token);
    const lines: OutputLine[] = [];
    const told: string[] = [];
    const progress: number[] = [];
    const run = startRun(request, {
      onSpawn: () => told.push("spawn"),
      onLines: (batch) => {
        lines.push(...batch);
        told.push("lines");
      },
      onProgress: (percent) => progress.push(percent),
    });
    const texts = (stream: OutputLine["stream"]) => lines.filter((line) => line.stream === stream).map((line) => line.text);
    return { run, lines, told, progress, texts };
  };

  return { start, survivors, folder: () => folder, lastToken: () => tokens.at(-1) };
};

/** Killed but not yet torn down by the kernel: it never runs again. */
export const isDoomed = (pid: number): boolean => {
  try {
    const pending = /^ShdPnd:\s*([0-9a-f]+)/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1] ?? "0";
    return (BigInt(`0x${pending}`) & 0x100n) !== 0n;
  } catch {
    return true;
  }
};
