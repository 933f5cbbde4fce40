import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { leftOversOf, postRun, waitFor } from "../support/serve-process.ts";
import { pythonPath } from "../../src/operations/a-desk.ts";

let folder: string;
const servers: ChildProcess[] = [];
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-kill-")));
});
afterEach(() => {
  for (const server of servers.splice(0)) server.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

interface Running {
  readonly url: string;
  readonly child: ChildProcess;
}

const start = (...more: readonly string[]): Promise<Running> =>
  new Promise((resolve, reject) => {
    const script = fileURLToPath(new URL("serve.ts", import.meta.url));
    const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", script, join(folder, "data"), ...more], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    servers.push(child);
    let complaints = "";
    child.stderr.on("data", (chunk: Buffer) => (complaints += chunk.toString()));
    child.stdout.once("data", (line: Buffer) => resolve({ url: line.toString().trim(), child }));
    child.once("exit", () => reject(new Error(`The server ended: ${complaints}`)));
  });
const kill = (server: Running): Promise<void> =>
  new Promise((resolve) => {
    server.child.removeAllListeners("exit");
    server.child.once("exit", () => resolve());
    server.child.kill("SIGKILL");
  });

/** Prints, starts a child that leaves its session and ignores signals, and stays. */
const stubborn = `import os, signal, subprocess, sys, time
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harbour.settings")
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(120)"
subprocess.Popen([sys.executable, "-c", child, os.path.abspath(__file__)], start_new_session=True)
print("anchored", flush=True)
time.sleep(120)
`;

describe.runIf(process.platform === "linux")("a server that is killed", () => {
  it("K07 forgets no acknowledged run, leaves no process, and ends each with a reason, twenty times", async () => {
    const project = join(folder, "harbour");
    mkdirSync(join(project, "harbour"), { recursive: true });
    writeFileSync(join(project, "harbour", "__init__.py"), "");
    writeFileSync(join(project, "harbour", "settings.py"), "INSTALLED_APPS = []\n");
    writeFileSync(join(project, "manage.py"), stubborn);
    let server = await start(project, pythonPath());
    const acknowledged: number[] = [];
    let running = 0;
    for (let round = 0; round < 20; round += 1) {
      const ids = [await postRun(server.url, "harbour"), await postRun(server.url, "harbour"), await postRun(server.url, "harbour")];
      const late = postRun(server.url, "harbour");
      // Every second server is killed soon after it answered, the others while the commands run.
      if (round % 2 === 1) await waitFor(() => leftOversOf(folder).length > 1);
      await new Promise((resolve) => setTimeout(resolve, round * 17));
      running += leftOversOf(folder).length;
      await kill(server);
      acknowledged.push(...[...ids, await late].filter((id) => typeof id === "number"));
      server = await start();
      expect(leftOversOf(folder)).toEqual([]);
    }
    const found = await Promise.all(
      acknowledged.map(async (id) => {
        const answer = await fetch(`${server.url}/api/task-runs/${id}/`);
        return { id, http: answer.status, run: await answer.json() };
      }),
    );
    const wrong = found.filter(
      ({ http, run }) => http !== 200 || run.status !== "failed" || !/DJDesk/.test(run.metadata.command.error ?? ""),
    );
    expect(wrong).toEqual([]);
    expect(acknowledged.length).toBeGreaterThanOrEqual(60);
    expect(running).toBeGreaterThan(0);
    await kill(server);
  }, 300_000);
});
