/** What the runner is asked for in tests that need no Django: a manage.py of plain Python. */
import { execFileSync } from "node:child_process";
import type { AllowedCommand, RunRequest } from "./task.ts";

let python: string | undefined;
/** A Python of this machine, whatever it holds. */
const plainPython = (): string => {
  python ??= execFileSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).trim();
  return python;
};

const command: AllowedCommand = {
  preset: "check",
  label: "Run system checks",
  raw: "python manage.py check",
  safePrefix: "python manage.py check",
  args: ["check"],
  timeoutMs: 20_000,
  exitMeanings: { 7: "Seven means stale bread." },
};

let count = 0;

/** `check` by the manage.py of `folder`, with a token of its own. */
export const aRunRequest = (folder: string): Omit<RunRequest, "sandbox"> => {
  count += 1;
  return {
    token: `test-${process.pid}-${count}`,
    command,
    workspacePath: folder,
    interpreter: plainPython(),
    settingsModule: null,
    pythonPath: [],
    env: {},
    secrets: [],
    timeoutMs: 20_000,
  };
};
