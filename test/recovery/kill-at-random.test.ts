import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { pythonPath } from "../../src/operations/a-desk.ts";
import { leftOversOf, postRun, startServerProcess, waitFor, type ServerProcess } from "../support/serve-process.ts";

let folder: string;
let server: ServerProcess | null = null;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-random-")));
});
afterEach(async () => {
  await server?.end("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

/** Prints for a while, and ends by itself: a kill meets it being started, printing or ending. */
const harbour = `import os, time
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harbour.settings")
for n in range(40):
    print("wave", n, flush=True)
    time.sleep(0.004)
`;

const writeHarbour = (): string => {
  const project = join(folder, "harbour");
  mkdirSync(join(project, "harbour"), { recursive: true });
  writeFileSync(join(project, "harbour", "__init__.py"), "");
  writeFileSync(join(project, "harbour", "settings.py"), "INSTALLED_APPS = []\n");
  writeFileSync(join(project, "manage.py"), harbour);
  return project;
};

/** Kills: `DJDESK_KILLS` for the long form, which takes about a second each. */
const kills = Number(process.env["DJDESK_KILLS"] ?? 12);
const seed = Number(process.env["DJDESK_SEED"] ?? Date.now() % 100_000);

const createRandom = (): (() => number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
};

/** Last line that a follower was told, by run. */
const follow = (url: string, told: Map<number, number>): WebSocket => {
  const socket = new WebSocket(`${url.replace("http", "ws")}/ws/task-runs/harbour/`);
  socket.on("message", (data: Buffer) => {
    const { id, seq, log_line: line } = JSON.parse(data.toString());
    if (line !== null) told.set(id, seq);
  });
  socket.on("error", () => {});
  return socket;
};

const runOne = async (url: string): Promise<number> => {
  const id = Number(await postRun(url, "harbour"));
  await waitFor(async () => !/"status":"(requested|running)"/.test(await (await fetch(`${url}/api/task-runs/${id}/`)).text()));
  return id;
};

describe.runIf(process.platform === "linux")("K01 K02 K03 K04 a server that is killed at a random moment", () => {
  it(
    `${kills} times (seed ${seed}) forgets nothing that it told of, leaves no process and a sound store`,
    async () => {
      const random = createRandom();
      const project = writeHarbour();
      server = await startServerProcess([join(folder, "data"), project, pythonPath()]);
      const acknowledged: number[] = [];
      const told = new Map<number, number>();
      const survivors: string[] = [];
      for (let round = 0; round < kills; round += 1) {
        const socket = follow(server.url, told);
        await new Promise((resolve) => socket.once("open", resolve));
        // A server that has just started reads the source before it runs anything: only one that has can be met running.
        if (random() < 0.75) acknowledged.push(await runOne(server.url));
        const posted = [postRun(server.url, "harbour"), postRun(server.url, "harbour"), postRun(server.url, "harbour")];
        // Some at once, between the row and the process; most while commands run or end.
        if (random() < 0.7) await posted[0];
        await new Promise((resolve) => setTimeout(resolve, random() < 0.3 ? random() * 12 : random() * 700));
        await server.end("SIGKILL");
        for (const id of await Promise.all(posted)) if (typeof id === "number") acknowledged.push(id);
        socket.terminate();
        server = await startServerProcess([join(folder, "data")]);
        survivors.push(...leftOversOf(project));
      }
      const store = new DatabaseSync(join(folder, "data", "djdesk.sqlite3"), { readOnly: true });
      const rows = store.prepare("SELECT id, status, line_count, command_json FROM task_runs").all();
      const counts = store.prepare("SELECT run_id, max(seq) AS last, count(*) AS n FROM log_lines GROUP BY run_id").all();
      const check = store.prepare("PRAGMA integrity_check").get()?.["integrity_check"];
      const foreign = store.prepare("PRAGMA foreign_key_check").all();
      store.close();
      const lines = new Map(counts.map((row) => [row["run_id"], row]));
      const runs = new Map(rows.map((row) => [row["id"], row]));
      expect({ check, foreign, survivors }).toEqual({ check: "ok", foreign: [], survivors: [] });
      expect(acknowledged.filter((id) => !runs.has(id))).toEqual([]);
      expect([...told].filter(([id, seq]) => Number(runs.get(id)?.["line_count"] ?? 0) < seq)).toEqual([]);
      expect(rows.filter((row) => Number(lines.get(row["id"])?.["n"] ?? 0) !== row["line_count"])).toEqual([]);
      const unended = rows.filter(({ status }) => status === "requested" || status === "running");
      const reasonless = rows.filter(({ status, command_json: text }) => status === "failed" && !/"error":".*DJDesk/.test(String(text)));
      expect({ unended, reasonless }).toEqual({ unended: [], reasonless: [] });
      console.log(
        `${kills} kills: ${acknowledged.length} runs acknowledged, ${rows.length} stored, ${rows.filter(({ status }) => status === "succeeded").length} of them succeeded, ${told.size} followed`,
      );
    },
    Math.max(240_000, kills * 20_000),
  );
});
