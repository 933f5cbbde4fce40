/**
 * The same command in a sandbox and as its developer runs it, on a real Django project in each of the states that
 * projects are found in. `DJDESK_MATRIX=all` runs every preset in every sandbox; otherwise a few stand for all.
 */
import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { aSandbox, type SandboxKind } from "../../../test/support/bubblewrap.ts";
import { djangoPython } from "../../../test/support/django.ts";
import { crashLibrary, fingerprint, migrateLibrary, writeLibrary } from "../../../test/support/library-project.ts";
import { runManage } from "../../../test/support/run-manage.ts";
import { decide } from "../policy.ts";

const isWhole = process.env["DJDESK_MATRIX"] === "all";

let folder = "";
let python = "";
let another: DatabaseSync | null = null;
beforeAll(async () => {
  python = await djangoPython();
}, 300_000);
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-state-")));
});
afterEach(() => {
  another?.close();
  another = null;
  rmSync(folder, { recursive: true, force: true });
});

const library = (project: string, settings = "", ready = "pass"): void => {
  writeLibrary(project, { settings });
  migrateLibrary(project, python);
  writeLibrary(project, { settings, ready });
};
const logging = `LOGGING = {"version": 1, "handlers": {"file": {"class": "logging.FileHandler", "filename": str(BASE_DIR / "library.log")}}, "root": {"handlers": ["file"], "level": "INFO"}}`;
const media = `import os\nMEDIA_ROOT = BASE_DIR / "media" / "covers"\nos.makedirs(MEDIA_ROOT, exist_ok=True)\n(MEDIA_ROOT / "index.txt").write_text("made at start")`;

interface State {
  readonly title: string;
  /** Writes the project and leaves it in this state. */
  readonly prepare: (project: string) => void;
}

const states: readonly State[] = [
  { title: "a migrated database", prepare: (project) => library(project) },
  { title: "no database", prepare: (project) => writeLibrary(project) },
  {
    title: "a write-ahead log at rest",
    prepare: (project) => {
      library(project);
      crashLibrary(project, "wal", []);
    },
  },
  {
    title: "a write-ahead log that a crash left",
    prepare: (project) => {
      library(project);
      crashLibrary(project, "wal", ["-wal"]);
    },
  },
  {
    title: "a hot rollback journal",
    prepare: (project) => {
      library(project);
      crashLibrary(project, "delete", ["-journal"]);
    },
  },
  {
    title: "a database that another program has open",
    prepare: (project) => {
      library(project);
      another = new DatabaseSync(join(project, "db.sqlite3"));
      another.exec("PRAGMA journal_mode=WAL; INSERT INTO books_book (title, token) VALUES ('Sanditon', '')");
    },
  },
  { title: "settings that open a log file", prepare: (project) => library(project, logging) },
  { title: "settings that make folders and files", prepare: (project) => library(project, media) },
  {
    title: "an app that asks the database at start",
    prepare: (project) => library(project, "", "from .models import Book; print(Book.objects.count(), 'books')"),
  },
];

const presets: readonly (readonly [string, Record<string, unknown>])[] = [
  ["check", {}],
  ["dumpdata", { labels: "books" }],
  ["showmigrations", {}],
  ["check-deploy", {}],
  ["diffsettings", {}],
  ["inspectdb", {}],
  ["sqlmigrate", { app_label: "books", migration: "0001" }],
  ["makemigrations-check", {}],
  ["migrate-plan", {}],
];
const kinds: readonly SandboxKind[] = isWhole ? ["bubblewrap", "unshare", "landlock"] : ["bubblewrap"];
const chosen = isWhole ? presets : presets.slice(0, 2);

/** As a developer types it, on a copy: exit status and standard output. */
const plainly = (args: readonly string[]): Promise<{ readonly status: number; readonly stdout: string }> => {
  const copy = `${folder}-copy`;
  rmSync(copy, { recursive: true, force: true });
  cpSync(folder, copy, { recursive: true, preserveTimestamps: true });
  const home = join(copy, "home");
  mkdirSync(home);
  return new Promise((resolve) => {
    const env = { PATH: "/usr/bin:/bin", HOME: home, LANG: "C.UTF-8" };
    const child = execFile(python, ["manage.py", ...args], { cwd: copy, env, encoding: "utf8" }, (_, stdout) => {
      rmSync(copy, { recursive: true, force: true });
      resolve({ status: child.exitCode ?? -1, stdout });
    });
  });
};

const totals = new Map<SandboxKind, { same: number; all: number }>();
afterAll(() => {
  for (const [kind, { same, all }] of totals) console.log(`${kind}: ${same} of ${all} runs ended as outside, 0 bytes changed in all`);
});

describe.each(kinds)("in %s, a project with", (kind) => {
  it.for(states)("$title", { timeout: 1_800_000 }, async ({ prepare }, { skip }) => {
    const sandbox = await aSandbox(kind);
    if ("missing" in sandbox) return skip(sandbox.missing);
    prepare(folder);
    const before = fingerprint(folder);
    const ends: { preset: string; inside: number; outside: number }[] = [];
    for (const [preset, options] of chosen) {
      const decision = decide(preset, options);
      if (decision.kind === "refused") throw new Error(JSON.stringify(decision.errors));
      const { command } = decision;
      const inside = await runManage(folder, null, { sandbox, command, interpreter: python, timeoutMs: 60_000 });
      expect(inside.changedFiles).toEqual([]);
      const outside = await plainly(command.args);
      ends.push({ preset, inside: inside.reason.kind === "exited" ? inside.reason.exitCode : -1, outside: outside.status });
    }
    expect(fingerprint(folder)).toEqual(before);
    const same = ends.filter(({ inside, outside }) => inside === outside).length;
    const total = totals.get(kind) ?? { same: 0, all: 0 };
    totals.set(kind, { same: total.same + same, all: total.all + ends.length });
    // Landlock has no copy of the project to write to; its figure is told, not demanded.
    expect(kind === "landlock" ? [] : ends.filter(({ inside, outside }) => inside !== outside)).toEqual([]);
  });
});

it("a library is there to be read in a sandbox as it is outside", async ({ skip }) => {
  const sandbox = await aSandbox("bubblewrap");
  if ("missing" in sandbox) return skip(sandbox.missing);
  library(folder);
  const decision = decide("dumpdata", { labels: "books" });
  if (decision.kind === "refused") throw new Error("refused");
  const inside = await runManage(folder, null, { sandbox, command: decision.command, interpreter: python, timeoutMs: 60_000 });
  const { stdout } = await plainly(decision.command.args);
  // A token is masked in what is kept.
  expect(inside.printed.join("").replace("stdout: ", "")).toBe(stdout.trim().replace("a-secret-token", "•••"));
  expect(existsSync(join(folder, "__pycache__"))).toBe(false);
}, 120_000);
