/** Runs a manage.py of plain Python through the runner: for tests that need no Django. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { aRunRequest } from "../../src/runner/a-run-request.ts";
import { startRun } from "../../src/runner/run.ts";
import type { OutputLine, RunOutcome, RunRequest } from "../../src/runner/task.ts";

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
  const request = { ...aRunRequest(folder), ...changes };
  const lines: OutputLine[] = [];
  const outcome = await startRun(request, {
    onSpawn: () => undefined,
    onLines: (batch) => lines.push(...batch),
    onProgress: () => undefined,
  }).ended;
  const printed = lines.filter((line) => line.stream !== "desk").map((line) => `${line.stream}: ${line.text}`);
  return { ...outcome, token: request.token, output: lines.map((line) => line.text).join("\n"), printed };
};
