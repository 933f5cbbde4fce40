import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createWatcher, type Watcher } from "./watcher.ts";

let folder: string;
let watcher: Watcher;
let seen: string[];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "djdesk-watch-"));
  for (const path of ["library", "venv/lib", "node_modules/x", ".git", "media"]) mkdirSync(join(folder, path), { recursive: true });
  writeFileSync(join(folder, "venv", "pyvenv.cfg"), "");
  writeFileSync(join(folder, "library", "models.py"), "");
  writeFileSync(join(folder, "db.sqlite3"), "");
  writeFileSync(join(folder, ".git", "HEAD"), "ref: refs/heads/main\n");
  seen = [];
  watcher = createWatcher({
    gatherMs: 30,
    onChange: (_workspace, kinds) => seen.push(kinds.join("+")),
    onBranch: () => seen.push("branch"),
    onProblem: (_workspace, message) => seen.push(message),
  });
  await watcher.watch({ id: 1, slug: "library", projectPath: folder });
});
afterEach(() => {
  watcher.close();
  rmSync(folder, { recursive: true, force: true });
});

const settle = (ms = 200) => new Promise((resolve) => setTimeout(resolve, ms));

describe("the watcher", () => {
  it("asks for one scan after a burst of saves", async () => {
    for (let n = 0; n < 20; n += 1) appendFileSync(join(folder, "library", "models.py"), `x = ${n}\n`);
    await settle();
    expect(seen).toEqual(["schema+migrations"]);
  });

  it.each([
    ["a new file", () => writeFileSync(join(folder, "library", "views.py"), "")],
    ["a removed file", () => rmSync(join(folder, "library", "models.py"))],
    ["a new environment file", () => writeFileSync(join(folder, ".env"), "DEBUG=1")],
    [
      "an editor that saves by renaming",
      () => (
        writeFileSync(join(folder, "library", "tmp~"), ""),
        renameSync(join(folder, "library", "tmp~"), join(folder, "library", "models.py"))
      ),
    ],
    ["a renamed app", () => renameSync(join(folder, "library"), join(folder, "bakery"))],
    ["a removed app", () => rmSync(join(folder, "library"), { recursive: true })],
  ])("notices %s", async (_name, change) => {
    change();
    await settle();
    expect(seen).toEqual(["schema+migrations"]);
  });

  it("watches folders that are made later", async () => {
    mkdirSync(join(folder, "bakery", "migrations"), { recursive: true });
    await settle();
    seen.length = 0;
    writeFileSync(join(folder, "bakery", "migrations", "0001_initial.py"), "");
    await settle();
    expect(seen).toEqual(["schema+migrations"]);
  });

  it.each(["venv/lib/site.py", "node_modules/x/setup.py", ".git/config.py", "media/photo.jpg", "library/notes.txt", "media/evil.py"])(
    "leaves %s alone",
    async (path) => {
      writeFileSync(join(folder, path), "");
      await settle();
      expect(seen).toEqual([]);
    },
  );

  it("notices the database, the log and the branch, also when they are replaced", async () => {
    const log = join(folder, "loans.log");
    watcher.setFurtherFiles(1, { databases: [join(folder, "db.sqlite3")], logs: [log], branch: join(folder, ".git", "HEAD") });
    writeFileSync(log, "a line\n");
    writeFileSync(join(folder, ".git", "HEAD.lock"), "ref: refs/heads/other\n");
    renameSync(join(folder, ".git", "HEAD.lock"), join(folder, ".git", "HEAD"));
    appendFileSync(join(folder, "db.sqlite3"), "x");
    await settle(3400);
    expect(seen.toSorted()).toEqual(["branch", "logs", "schema+migrations"]);
  });

  it("says nothing after it was closed or told to leave a workspace", async () => {
    watcher.unwatch(1);
    appendFileSync(join(folder, "library", "models.py"), "x\n");
    await settle();
    expect(seen).toEqual([]);
  });
});
