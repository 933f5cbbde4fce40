import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { DatabaseSync } from "node:sqlite";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { aDesk, pythonPath } from "../../src/operations/a-desk.ts";
import { perform } from "../../src/operations/perform.ts";
import { systemClock } from "../../src/kit/clock.ts";
import { leftOversOf, postRun, startServerProcess, waitFor, type ServerProcess } from "../support/serve-process.ts";

let folder: string;
const servers: ServerProcess[] = [];
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-endings-")));
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.end("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

const writeHarbour = (body: string): string => {
  const project = join(folder, "harbour");
  mkdirSync(join(project, "harbour"), { recursive: true });
  writeFileSync(join(project, "harbour", "__init__.py"), "");
  writeFileSync(join(project, "harbour", "settings.py"), "INSTALLED_APPS = []\n");
  writeFileSync(
    join(project, "manage.py"),
    `import os, sys, time\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "harbour.settings")\n${body}\n`,
  );
  return project;
};
const sleeper = 'print("anchored", flush=True)\ntime.sleep(120)';
const start = async (body: string, options: Parameters<typeof startServerProcess>[1] = {}): Promise<ServerProcess> => {
  const server = await startServerProcess([join(folder, "data"), writeHarbour(body), pythonPath()], options);
  servers.push(server);
  return server;
};
const readRun = async (url: string, id: number | string | null) => (await fetch(`${url}/api/task-runs/${id}/`)).json();
/** A server without a file to open drops connections. */
const isHealthy = (url: string): Promise<boolean> =>
  fetch(`${url}/api/health/`).then(
    ({ status }) => status === 200,
    () => false,
  );
const storedRuns = () => {
  const store = new DatabaseSync(join(folder, "data", "djdesk.sqlite3"), { readOnly: true });
  const rows = store.prepare("SELECT id, status, command_json FROM task_runs ORDER BY id").all();
  store.close();
  return rows.map(({ status, command_json: text }) => ({ status, error: JSON.parse(String(text)).error }));
};

/** The program as a user starts it, from source. */
const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const startProgram = (): Promise<{
  readonly url: string;
  readonly child: ReturnType<typeof spawn>;
  readonly ended: Promise<number | null>;
}> =>
  new Promise((resolve, reject) => {
    const env = { PATH: process.env["PATH"], HOME: folder, DJDESK_DATA: join(folder, "data") };
    const args = ["--disable-warning=ExperimentalWarning", main, "serve", writeHarbour(sleeper), "--trust", "--port", "0", "--no-open"];
    const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    const ended = new Promise<number | null>((done) => child.once("exit", done));
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
    child.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
      if (url !== undefined) resolve({ url, child, ended });
    });
    void ended.then((code) => reject(new Error(`It ended with ${code}: ${said}`)));
  });

describe.runIf(process.platform === "linux")("a server", () => {
  it("K09 that is told to end cancels its runs and is gone within five seconds", async () => {
    const program = await startProgram();
    const token = "k".repeat(32);
    await fetch(`${program.url}/api/workspaces/harbour/`, {
      method: "PATCH",
      headers: { "X-CSRFToken": token, Cookie: `csrftoken=${token}`, "Content-Type": "application/json" },
      body: JSON.stringify({ python: pythonPath() }),
    });
    await fetch(`${program.url}/api/workspaces/harbour/trust/`, {
      method: "POST",
      headers: { "X-CSRFToken": token, Cookie: `csrftoken=${token}` },
      body: new URLSearchParams({ protection: "none" }),
    });
    const ids = [await postRun(program.url, "harbour"), await postRun(program.url, "harbour"), await postRun(program.url, "harbour")];
    expect(ids).toEqual([1, 2, 3]);
    await waitFor(async () => (await readRun(program.url, 1)).log.includes("anchored"));
    const asked = performance.now();
    program.child.kill("SIGTERM");
    expect(await program.ended).toBe(0);
    expect(performance.now() - asked).toBeLessThan(5000);
    expect(storedRuns().map(({ status }) => status)).toEqual(["cancelled", "cancelled", "cancelled"]);
    expect(leftOversOf(folder)).toEqual([]);
  });

  it("K10 lives on when its terminal is closed: SIGHUP, and pipes that nobody reads any more", async () => {
    const program = await startProgram();
    program.child.kill("SIGHUP");
    program.child.stdout?.destroy();
    program.child.stderr?.destroy();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await isHealthy(program.url)).toBe(true);
    program.child.kill("SIGTERM");
    expect(await program.ended).toBe(0);
  });

  it("O01 is one of five that start at once on the same data; the others say so", async () => {
    const project = writeHarbour(sleeper);
    const started = await Promise.allSettled(
      Array.from({ length: 5 }, () => startServerProcess([join(folder, "data"), project, pythonPath()])),
    );
    const [winner, ...more] = started.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
    if (winner !== undefined) servers.push(winner, ...more);
    expect(more).toEqual([]);
    const refused = started.flatMap((each) => (each.status === "rejected" ? [String(each.reason)] : []));
    expect(refused).toHaveLength(4);
    expect(refused.filter((text) => !text.includes("Another DJDesk is already running"))).toEqual([]);
    expect(await isHealthy(winner?.url ?? "")).toBe(true);
  });

  it("O03 loses no line while another program holds its store for seconds", async () => {
    const server = await start('for n in range(60):\n    print("wave", n, flush=True)\n    time.sleep(0.05)');
    const id = await postRun(server.url, "harbour");
    await waitFor(async () => (await readRun(server.url, id)).log.includes("wave"));
    const backup = new DatabaseSync(join(folder, "data", "djdesk.sqlite3"));
    backup.exec("BEGIN IMMEDIATE");
    await new Promise((resolve) => setTimeout(resolve, 4000));
    expect(await isHealthy(server.url)).toBe(true);
    backup.exec("ROLLBACK");
    backup.close();
    await waitFor(async () => (await readRun(server.url, id)).status === "succeeded");
    const waves = [...(await readRun(server.url, id)).log.matchAll(/wave (\d+)/g)].map(([, n]) => Number(n));
    expect(waves).toEqual(Array.from({ length: 60 }, (_, n) => n));
  });

  it("O07 with few files to open answers again once there are some, and says of a run why it could not begin", async () => {
    const server = await start('print("moored")', { through: ["sh", "-c", 'ulimit -n 64; exec "$@"', "sh"] });
    const sockets: Socket[] = [];
    for (let n = 0; n < 120; n += 1) {
      const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
      socket.on("error", () => {});
      sockets.push(socket);
    }
    await new Promise((resolve) => setTimeout(resolve, 1000));
    for (const socket of sockets) socket.destroy();
    await waitFor(() => isHealthy(server.url));
    const reasons: unknown[] = [];
    const runOnce = async (): Promise<boolean> => {
      const id = await postRun(server.url, "harbour");
      await waitFor(async () => ["succeeded", "failed"].includes((await readRun(server.url, id)).status));
      const { status, metadata } = await readRun(server.url, id);
      if (status === "failed") reasons.push(metadata.command.error);
      return status === "succeeded";
    };
    await waitFor(() => runOnce().catch((error: unknown) => (error instanceof TypeError ? false : Promise.reject(error))));
    // Sockets that are not closed yet may still be in the way of the first run.
    for (const reason of reasons) expect(reason).toEqual(expect.stringMatching(/\w/));
  });

  it.skipIf(process.getuid?.() !== 0)("O06 whose data lie on a read-only disk says so and starts nothing", async () => {
    const data = join(folder, "data");
    mkdirSync(data);
    const through = ["unshare", "-m", "sh", "-c", `mount -t tmpfs -o ro,size=1m tmpfs "${data}" || exit 99; exec "$@"`, "sh"] as const;
    const failure = await startServerProcess([data], { through: [...through] }).then(
      () => "it started",
      (error: unknown) => String(error),
    );
    expect(failure).toMatch(/cannot be written|cannot be opened for writing/);
    expect(failure).not.toContain("ended with 99");
  });
});

describe("a desk", () => {
  it("K08 takes no jump of the clock for time that has passed: time limits and durations go by one that only runs forward", async () => {
    let leapMs = 0;
    const clock = { ...systemClock, now: () => systemClock.now() + leapMs };
    const here = await aDesk({ clock, timeoutMs: 8000 });
    const slug = await here.addWorkspace("library", {
      managePy:
        'import os, time\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "library.settings")\nprint("up", flush=True)\ntime.sleep(1.5)\nprint("down")\n',
    });
    for (const leap of [3_600_000, -7_200_000]) {
      const { id } = (await perform(here.desk, "queueTaskRun", { workspace: slug, preset: "check", confirm_safe: "on" })).task_run;
      await waitFor(async () => (await perform(here.desk, "readTaskRun", { id })).log.includes("up"));
      leapMs += leap;
      await here.desk.runs.ended(id);
      const run = await perform(here.desk, "readTaskRun", { id });
      expect(run).toMatchObject({ status: "succeeded", metadata: { command: { timed_out: false } } });
      expect(run.metadata.command.duration_seconds).toBeLessThan(8);
      const { lines } = await perform(here.desk, "readTaskRunLog", { id });
      expect(lines.map(({ seq }) => seq)).toEqual(lines.map((_, index) => index + 1));
    }
    expect((await perform(here.desk, "readStatus", { slug })).tasks.map(({ id }) => id)).toEqual([2, 1]);
    await here.close();
  });

  it("O09 with ten thousand runs in its history answers a page of them, and the status, within 100 ms", async () => {
    const here = await aDesk();
    const slug = await here.addWorkspace("library");
    const { id } = (await perform(here.desk, "queueTaskRun", { workspace: slug, preset: "check", confirm_safe: "on" })).task_run;
    await here.desk.runs.ended(id);
    const store = new DatabaseSync(join(here.folder, "data", "djdesk.sqlite3"));
    store.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
      INSERT INTO task_runs (workspace_id, preset, label, status, progress, notes, options_json, requested_at, started_at, completed_at, token, process_json, owner_json, command_json, line_count)
      SELECT workspace_id, preset, label, status, progress, notes, options_json, requested_at, started_at, completed_at, token || i, process_json, owner_json, command_json, 2 FROM task_runs, n WHERE id = ${id}`);
    store.exec(
      "INSERT INTO log_lines SELECT id, 1, 1, 'desk', 'Executing' FROM task_runs WHERE id > 1 UNION ALL SELECT id, 2, 1, 'desk', 'Done' FROM task_runs WHERE id > 1",
    );
    store.close();
    const times: number[] = [];
    for (let before = 10_001, round = 0; round < 20; round += 1) {
      const asked = performance.now();
      const page = await perform(here.desk, "listTaskRuns", { workspace: slug, before });
      here.desk.statuses.touch(slug);
      await perform(here.desk, "readStatus", { slug });
      times.push(performance.now() - asked);
      expect(page.task_runs.length).toBeGreaterThan(10);
      before = page.task_runs.at(-1)?.id ?? 1;
    }
    expect(times.toSorted((a, b) => a - b)[10]).toBeLessThan(100);
    await here.close();
  });
});
