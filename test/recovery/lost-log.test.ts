/** What is written goes to a log beside the store first, and is carried over later. Somebody tidies up between two starts. */
import { closeSync, mkdtempSync, openSync, realpathSync, rmSync, statSync, truncateSync, writeSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { pythonPath, writeProject } from "../../src/operations/a-desk.ts";
import { postRun, startServerProcess, waitFor, type ServerProcess } from "../support/serve-process.ts";

let folder: string;
let server: ServerProcess | null = null;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-log-")));
});
afterEach(async () => {
  await server?.end("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

const overwrite = (path: string): void => {
  const file = openSync(path, "r+");
  writeSync(file, Buffer.alloc(8192, "garbage"), 0, 8192, Math.floor(statSync(path).size / 2));
  closeSync(file);
};

describe.runIf(process.platform === "linux")("a store whose log was, after a crash,", () => {
  it.each([
    ["deleted", (log: string) => rmSync(log)],
    ["deleted with its index", (log: string) => (rmSync(log), rmSync(log.replace(/wal$/, "shm")))],
    ["cut", (log: string) => truncateSync(log, Math.floor(statSync(log).size / 2) + 100)],
    ["emptied", (log: string) => truncateSync(log)],
    ["overwritten in its middle", overwrite],
  ])("%s is sound, and knows its workspaces", async (_what, spoil) => {
    const project = writeProject(folder, "library");
    server = await startServerProcess([join(folder, "data"), project, pythonPath()]);
    const id = await postRun(server.url, "library");
    await waitFor(async () => (await (await fetch(`${server?.url}/api/task-runs/${id}/`)).text()).includes('"status":"succeeded"'));
    await server.end("SIGKILL");
    spoil(join(folder, "data", "djdesk.sqlite3-wal"));
    server = await startServerProcess([join(folder, "data")]);
    const { workspaces } = JSON.parse(await (await fetch(`${server.url}/api/workspaces/`)).text());
    expect(workspaces).toMatchObject([{ slug: "library", trusted: true, project_path: project }]);
    const next = await postRun(server.url, "library");
    await waitFor(async () => (await (await fetch(`${server?.url}/api/task-runs/${next}/`)).text()).includes('"status":"succeeded"'));
    await server.end("SIGTERM");
    const store = new DatabaseSync(join(folder, "data", "djdesk.sqlite3"), { readOnly: true });
    const verdict = [store.prepare("PRAGMA integrity_check").get()?.["integrity_check"], store.prepare("PRAGMA foreign_key_check").all()];
    store.close();
    expect(verdict).toEqual(["ok", []]);
  });
});
