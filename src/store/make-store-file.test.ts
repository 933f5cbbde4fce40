import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openStore } from "./open-store.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "djdesk-store-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const making = `
  import { openStore } from ${JSON.stringify(new URL("./open-store.ts", import.meta.url).href)};
  process.stdout.write("begins");
  await openStore({ dataFolder: process.argv[1], checkSound: true, now: () => 1 });
  setInterval(() => {}, 1000);`;

it("K13 a process that is killed while it makes its store leaves none, or one with all its tables", async () => {
  const seen: boolean[] = [];
  for (const ms of [0, 2, 5, 8, 12, 18, 30, 60, 400]) {
    const data = join(folder, String(ms));
    const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", "--input-type=module", "-e", making, data]);
    child.stdout.once("data", () => setTimeout(() => child.kill("SIGKILL"), ms));
    await new Promise((resolve) => child.on("exit", resolve));
    // What was not yet carried over from the log is not needed.
    rmSync(join(data, "djdesk.sqlite3-wal"), { force: true });
    seen.push(existsSync(join(data, "djdesk.sqlite3")));
    const store = await openStore({ dataFolder: data, checkSound: true, now: () => 1 });
    expect(await store.workspaces.list()).toEqual([]);
    await store.close();
  }
  expect(new Set(seen)).toEqual(new Set([false, true]));
}, 60_000);
