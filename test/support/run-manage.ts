/** Runs a manage.py of plain Python through the runner: for tests that need no Django. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { startRun } from "../../src/runner/run.ts";
import type { OutputLine, RunOutcome, RunRequest } from "../../src/runner/task.ts";

let python: string | undefined;
/** A Python of this machine, whatever it holds. */
const plainPython = (): string => {
  python ??= execFileSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).trim();
  return python;
};

let count = 0;

export interface RanManage extends RunOutcome {
  readonly token: string;
  readonly output: string;
  /** Lines of the command's own streams, without DJDesk's. */
  readonly printed: readonly string[];
}

export const runManage = async (
  folder: string,
  source: string | null,
  changes: Partial<RunRequest> & Pick<RunRequest, "sandbox">,
): Promise<RanManage> => {
  if (source !== null) writeFileSync(join(folder, "manage.py"), source);
  count += 1;
  const token = `manage-${process.pid}-${count}`;
  const lines: OutputLine[] = [];
  const outcome = await startRun(
    {
      token,
      command: {
        preset: "check",
        label: "Run system checks",
        raw: "python manage.py check",
        safePrefix: "python manage.py check",
        args: ["check"],
        timeoutMs: 20_000,
        exitMeanings: {},
      },
      workspacePath: folder,
      interpreter: plainPython(),
      settingsModule: null,
      pythonPath: [],
      env: {},
      secrets: [],
      timeoutMs: 20_000,
      ...changes,
    },
    { onSpawn: () => undefined, onLines: (batch) => lines.push(...batch), onProgress: () => undefined },
  ).ended;
  const printed = lines.filter((line) => line.stream !== "desk").map((line) => `${line.stream}: ${line.text}`);
  return { ...outcome, token, output: lines.map((line) => line.text).join("\n"), printed };
};
