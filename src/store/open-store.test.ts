import type { CommandMetadata } from "../contract/shapes/task-run.ts";
import { execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { holdLock } from "./hold-lock.ts";
import { openStore, type Store } from "./open-store.ts";
import { isOwnerAlive, thisOwner } from "./owner.ts";
import { writeServerFile } from "./server-file.ts";

let folder: string;
let open: Store[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "djdesk-store-"));
  open = [];
});
afterEach(async () => {
  for (const store of open) await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const aStore = async (): Promise<Store> => {
  const store = await openStore({ dataFolder: folder, checkSound: true, now: () => 1000 });
  open.push(store);
  return store;
};
const aWorkspace = (store: Store, slug = "library") =>
  store.workspaces.insert({
    slug,
    name: "Library",
    projectPath: `/projects/${slug}`,
    identity: { realPath: `/projects/${slug}`, device: "1", inode: slug },
    trusted: true,
    acceptsNoSandbox: false,
    bundled: false,
    managePy: "manage.py",
    settings: { python: null, settings_module: null, pythonpath: [], env: { SHELF: "A" } },
    createdAt: 5,
  });
const command: CommandMetadata = {
  raw: "python manage.py check",
  safe_prefix: "python manage.py check",
  workspace_path: "/projects/library",
  exit_code: null,
  duration_seconds: null,
  output_lines: null,
  timed_out: false,
  argv: null,
  interpreter: null,
  protection: "none",
  protection_gaps: ["writes"],
  protection_hint: null,
  changed_files: null,
  changed: [],
  redacted: 0,
};
const aRun = (store: Store, workspaceId: number, token = "t1") =>
  store.taskRuns.insert({
    workspaceId,
    preset: "check",
    label: "Run system checks",
    notes: "",
    options: { tag: ["security"] },
    requestedAt: 10,
    token,
    owner: thisOwner(),
    command: command,
  });
const path = (): string => join(folder, "djdesk.sqlite3");

describe("a store", () => {
  it("gives back what was put in, after it was opened again", async () => {
    const first = await aStore();
    const workspace = await aWorkspace(first);
    const run = await aRun(first, workspace.id);
    await first.logLines.append(run.id, [
      { at: 11, stream: "desk", text: "Executing" },
      { at: 12, stream: "stdout", text: "fine" },
    ]);
    await first.close();
    const second = await aStore();
    expect(await second.workspaces.bySlug("library")).toEqual(workspace);
    expect(await second.taskRuns.byId(run.id)).toEqual({ ...run, lineCount: 2 });
    expect((await second.logLines.after(run.id, 1, 10)).map((line) => [line.seq, line.text])).toEqual([[2, "fine"]]);
  });

  it("numbers lines from 1 without a gap, however they come", async () => {
    const store = await aStore();
    const run = await aRun(store, (await aWorkspace(store)).id);
    const many = Array.from({ length: 450 }, (_, index) => ({ at: index, stream: "stdout" as const, text: `line ${index}` }));
    await Promise.all([store.logLines.append(run.id, many), store.logLines.append(run.id, many)]);
    const lines = await store.logLines.after(run.id, 0, 2000);
    expect(lines.map((line) => line.seq)).toEqual(Array.from({ length: 900 }, (_, index) => index + 1));
    expect((await store.logLines.tail(run.id, 2)).map((line) => line.seq)).toEqual([899, 900]);
  });

  it("accepts one end of a run only", async () => {
    const store = await aStore();
    const run = await aRun(store, (await aWorkspace(store)).id);
    const end = (status: "cancelled" | "succeeded") =>
      store.taskRuns.end(run.id, {
        status,
        completedAt: 20,
        command: command,
      });
    expect(await end("cancelled")).toBe(true);
    expect(await end("succeeded")).toBe(false);
    expect((await store.taskRuns.byId(run.id))?.status).toBe("cancelled");
    expect(await store.taskRuns.start(run.id, 21, command)).toBe(false);
  });

  it("forgets a workspace with everything of it", async () => {
    const store = await aStore();
    const workspace = await aWorkspace(store);
    const run = await aRun(store, workspace.id);
    await store.logLines.append(run.id, [{ at: 1, stream: "desk", text: "x" }]);
    await store.scans.insert(workspace.id, "schema", 1, thisOwner());
    await store.activity.add(workspace.id, { at: 1, level: "info", kind: "scan", message: "x" });
    await store.workspaces.remove(workspace.id);
    await store.close();
    const raw = new DatabaseSync(path());
    const tables = ["workspaces", "scans", "task_runs", "log_lines", "activity"];
    const left = tables.filter((table) => raw.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.["n"] !== 0);
    expect(left).toEqual([]);
    raw.close();
  });

  it("keeps results of the newest two scans of a kind, and counts of older ones", async () => {
    const store = await aStore();
    const workspace = await aWorkspace(store);
    const ids: number[] = [];
    for (const models of [3, 4, 4, 5]) {
      const scan = await store.scans.insert(workspace.id, "schema", 1, thisOwner());
      ids.push(scan.id);
      await store.scans.start([scan.id], "reading", 2);
      await store.scans.complete(scan, {
        summary: `${models} models`,
        at: 3,
        resultHash: String(models),
        measures: { models },
        digest: JSON.stringify({ models }),
        sections: [{ section: "models", body: new Uint8Array([models]) }],
      });
    }
    const kept = await Promise.all(ids.map((id) => store.scans.digestOf(id)));
    expect(kept).toEqual([null, null, '{"models":4}', '{"models":5}']);
    const newest = await store.scans.newestCompleted(workspace.id, "schema");
    expect(newest === null ? null : await store.scans.measuresBefore(newest)).toEqual({ models: 4 });
  });

  it("finds a folder under another name by device and inode", async () => {
    const store = await aStore();
    const workspace = await aWorkspace(store);
    expect((await store.workspaces.byIdentity({ realPath: "/elsewhere", device: "1", inode: "library" }))?.id).toBe(workspace.id);
    expect(await store.workspaces.byIdentity({ realPath: "/elsewhere", device: "2", inode: "library" })).toBeNull();
  });

  it("O03 waits for another program that holds the write lock", async () => {
    const store = await aStore();
    const other = new DatabaseSync(path());
    other.exec("BEGIN IMMEDIATE");
    setTimeout(() => other.exec("COMMIT"), 300);
    const started = performance.now();
    await aWorkspace(store);
    expect(performance.now() - started).toBeGreaterThan(200);
    other.close();
  });

  it("O03 says after its patience that the file is locked", async () => {
    const store = await openStore({ dataFolder: folder, checkSound: false, now: () => 1, patienceMs: 150 });
    open.push(store);
    const other = new DatabaseSync(path());
    other.exec("BEGIN IMMEDIATE");
    const failure = await aWorkspace(store).catch((error: unknown) => store.toRefusal(error));
    expect(failure).toMatchObject({ code: "desk-already-open", message: expect.stringContaining("locked") });
    other.exec("ROLLBACK");
    other.close();
  });

  it("notices that another process wrote", async () => {
    const store = await aStore();
    const before = store.foreignVersion();
    await aWorkspace(store);
    expect(store.foreignVersion()).toBe(before);
    const other = await aStore();
    await aWorkspace(other, "bakery");
    expect(store.foreignVersion()).not.toBe(before);
  });
});

describe("a store that cannot be opened", () => {
  it("K12 refuses data of a newer program and leaves it alone", async () => {
    await (await aStore()).close();
    const raw = new DatabaseSync(path());
    raw.exec("INSERT INTO schema_migrations VALUES (99, 'from-the-future', 0)");
    raw.close();
    await expect(aStore()).rejects.toMatchObject({ code: "store-newer" });
  });

  it("K11 refuses a file that is no database and keeps it byte for byte", async () => {
    writeFileSync(path(), "This is a shopping list, not a database. ".repeat(100));
    const before = readFileSync(path());
    await expect(aStore()).rejects.toMatchObject({ code: "store-corrupt" });
    expect(readFileSync(path()).equals(before)).toBe(true);
  });

  it("K11 refuses a damaged database and keeps it", async () => {
    const store = await aStore();
    for (let index = 0; index < 60; index += 1) await aWorkspace(store, `shelf-${index}`);
    await store.close();
    const bytes = readFileSync(path());
    bytes.fill(0xff, 4096, 4096 * 4);
    writeFileSync(path(), bytes);
    await expect(aStore()).rejects.toMatchObject({ code: "store-corrupt" });
    expect(readFileSync(path()).equals(bytes)).toBe(true);
  });

  it.each([3, 5, 12])("K11 says in one line that page %i was overwritten, and keeps the file", async (page) => {
    const store = await aStore();
    for (let index = 0; index < 60; index += 1) await aWorkspace(store, `shelf-${index}`);
    await store.close();
    const bytes = readFileSync(path());
    bytes.fill("garbage", 4096 * (page - 1), 4096 * page);
    writeFileSync(path(), bytes);
    await expect(aStore()).rejects.toMatchObject({ code: "store-corrupt", message: expect.stringMatching(/^.+ is damaged: [^*]+[^.]\.$/) });
    expect(readFileSync(path()).equals(bytes)).toBe(true);
  });

  it.each([
    ["no byte", ""],
    ["nothing but zeros", "\0".repeat(8192)],
  ])("K11 refuses a file that was emptied to %s, and keeps it", async (_what, content) => {
    await aWorkspace(await aStore());
    await open.pop()?.close();
    writeFileSync(path(), content);
    await expect(aStore()).rejects.toMatchObject({ code: "store-corrupt" });
    expect(readFileSync(path(), "latin1")).toBe(content);
  });

  it("K11 refuses a database without tables, which a store never is", async () => {
    const raw = new DatabaseSync(path());
    raw.exec("PRAGMA user_version = 1");
    raw.close();
    await expect(aStore()).rejects.toMatchObject({ code: "store-corrupt", message: expect.stringContaining("is empty") });
  });

  it.skipIf(process.platform === "win32").each([
    ["a folder", () => mkdirSync(path())],
    ["no file", () => execFileSync("mkfifo", [path()])],
    ["a link that leads nowhere", () => symlinkSync("/nowhere/djdesk.sqlite3", path())],
    ["no file", () => symlinkSync("/dev/zero", path())],
  ])("K11 says that %s stands in its place, and leaves it there", async (what, put) => {
    put();
    await expect(aStore()).rejects.toMatchObject({ code: "store-corrupt", message: `${path()} is ${what}.` });
    expect(lstatSync(path()).isFile()).toBe(false);
  });

  it("names a data folder that is a file", async () => {
    writeFileSync(join(folder, "data"), "");
    await expect(openStore({ dataFolder: join(folder, "data"), checkSound: true, now: () => 1 })).rejects.toMatchObject({
      code: "store-unwritable",
    });
  });

  it.skipIf(process.getuid?.() === 0)("names a data folder without write permission", async () => {
    chmodSync(folder, 0o500);
    await expect(aStore()).rejects.toMatchObject({ code: "store-unwritable" });
    chmodSync(folder, 0o700);
  });

  it("takes no error of another file for one of its own", async () => {
    const store = await aStore();
    const thrown = (place: string): unknown => {
      try {
        return openSync(place, "w");
      } catch (error) {
        return error;
      }
    };
    const elsewhere = thrown("/");
    expect(store.toRefusal(elsewhere)).toBe(elsewhere);
    expect(store.toRefusal(thrown(folder))).toMatchObject({ code: "store-unwritable" });
  });

  it("O04 says that the disk is full and keeps what was stored", async () => {
    const store = await aStore();
    const workspace = await aWorkspace(store);
    const raw = new DatabaseSync(path());
    const pages = Number(raw.prepare("PRAGMA page_count").get()?.["page_count"]);
    raw.close();
    const run = await aRun(store, workspace.id);
    store.limitPages(pages + 8);
    const flood = Array.from({ length: 2000 }, () => ({ at: 1, stream: "stdout" as const, text: "x".repeat(500) }));
    const failure = await store.logLines.append(run.id, flood).catch((error: unknown) => store.toRefusal(error));
    expect(failure).toMatchObject({ code: "disk-full" });
    expect(await store.taskRuns.byId(run.id)).toMatchObject({ lineCount: 0, status: "requested" });
  });
});

describe("the data folder", () => {
  it("is made for its owner only", async () => {
    const inner = join(folder, "made");
    const store = await openStore({ dataFolder: inner, checkSound: true, now: () => 1 });
    await store.close();
    expect(statSync(inner).mode & 0o777).toBe(0o700);
    expect(statSync(join(inner, "djdesk.sqlite3")).mode & 0o777).toBe(0o600);
  });

  it("O01 takes one server at a time, and the refusal says where the other listens", () => {
    const lock = holdLock(folder);
    expect(statSync(join(folder, "server.lock")).mode & 0o777).toBe(0o600);
    writeServerFile(folder, { pid: 1, url: "http://127.0.0.1:8765", nonce: "n", started_at: "", needs_token: false });
    expect(() => holdLock(folder)).toThrow(
      expect.objectContaining({ code: "desk-already-open", message: expect.stringContaining("http://127.0.0.1:8765") }),
    );
    expect(statSync(join(folder, "server.json")).mode & 0o777).toBe(0o600);
    lock.release();
    holdLock(folder).release();
  });
});

describe("a process that is killed", () => {
  const script = `
    import { openStore } from ${JSON.stringify(new URL("./open-store.ts", import.meta.url).href)};
    import { holdLock } from ${JSON.stringify(new URL("./hold-lock.ts", import.meta.url).href)};
    const [folder, id] = process.argv.slice(1);
    holdLock(folder);
    const store = await openStore({ dataFolder: folder, checkSound: false, now: () => 1 });
    for (let n = 0; ; n += 1) {
      const lines = await store.logLines.append(Number(id), [{ at: n, stream: "stdout", text: "line " + n }]);
      process.stdout.write(lines[0].seq + "\\n");
    }`;

  it("loses no line that it acknowledged, and its lock is free at once", async () => {
    const store = await aStore();
    const run = await aRun(store, (await aWorkspace(store)).id);
    await store.close();
    for (let round = 0; round < 3; round += 1) {
      const child = spawn(process.execPath, [
        "--disable-warning=ExperimentalWarning",
        "--input-type=module",
        "-e",
        script,
        folder,
        String(run.id),
      ]);
      let said = "";
      child.stdout.on("data", (chunk: Buffer) => {
        said += chunk.toString();
        if (said.length > 400) child.kill("SIGKILL");
      });
      await new Promise((resolve) => child.on("exit", resolve));
      const acknowledged = Number(said.trim().split("\n").at(-1));
      holdLock(folder).release();
      const after = await aStore();
      const lines = await after.logLines.tail(run.id, 1);
      expect(lines[0]?.seq).toBeGreaterThanOrEqual(acknowledged);
      expect((await after.taskRuns.byId(run.id))?.lineCount).toBe(lines[0]?.seq);
      await after.close();
    }
  }, 60_000);

  it("is known to be dead although its number lives on in another process", () => {
    const owner = thisOwner();
    expect(isOwnerAlive(owner)).toBe(true);
    expect(isOwnerAlive({ ...owner, startTime: "1" })).toBe(false);
    expect(isOwnerAlive({ ...owner, bootId: "another boot" })).toBe(false);
  });
});
