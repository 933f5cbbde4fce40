/**
 * The same command in a sandbox and as its developer runs it, on a real Django project in each of the states that
 * projects are found in, on SQLite, PostgreSQL and MySQL. Runs are told what the scan of the project tells them.
 * `DJDESK_MATRIX=all` runs every preset in every sandbox and state; otherwise a few stand for all.
 */
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createDiskFiles } from "../../src/inspector/files/disk-files.ts";
import { inspect } from "../../src/inspector/inspect.ts";
import { toDigest } from "../../src/operations/scans/digest.ts";
import { commands } from "../../src/runner/catalogue/registry.ts";
import { createCommandLog } from "../../src/runner/log/command-log.ts";
import { decide } from "../../src/runner/policy.ts";
import { noSandbox, type Sandbox } from "../../src/runner/sandbox/sandbox.ts";
import type { AllowedCommand, OutputLine, RunRequest } from "../../src/runner/task.ts";
import { aSandbox, type SandboxKind } from "../support/bubblewrap.ts";
import { whyNoServer, type OpenSession } from "../support/database-servers.ts";
import { djangoPython, withServers } from "../support/django.ts";
import { openLibraryDatabases, type LibraryDatabases, type Vendor } from "../support/library-database.ts";
import { fingerprint } from "../support/library-project.ts";
import { projectStates, type ProjectState } from "../support/project-states.ts";
import { runManage, type RanManage } from "../support/run-manage.ts";

const isWhole = process.env["DJDESK_MATRIX"] === "all";
const kinds: readonly SandboxKind[] = isWhole ? ["bubblewrap", "unshare", "landlock"] : ["bubblewrap", "landlock"];
const vendors: readonly Vendor[] = ["sqlite", "postgresql", "mysql"];

/** What a preset needs to be told. */
const options: Readonly<Record<string, Record<string, unknown>>> = {
  sqlmigrate: { app_label: "books", migration: "0001" },
  dumpdata: { labels: "books" },
  "fixture-slice": { model: "books.Book" },
};
/** The command that reads rows stands for all; where code of the project writes, each command is a way to it. */
const chosen = ({ writes = false }: ProjectState): readonly AllowedCommand[] =>
  commands
    .filter(({ key }) => isWhole || writes || key === "dumpdata")
    .map(({ key }) => {
      const decision = decide(key, options[key] ?? {});
      if (decision.kind === "refused") throw new Error(JSON.stringify(decision.errors));
      return decision.command;
    });
const isOwn = ({ preset }: AllowedCommand): boolean => commands.find(({ key }) => key === preset)?.isOwn === true;

type Place = Pick<RunRequest, "interpreter" | "logFiles" | "databaseFiles" | "databaseServers">;

/** What a scan of the project tells a run. */
const placeOf = (root: string, interpreter: string): Place => {
  const facts = inspect({ root, files: createDiskFiles({ roots: [root] }), clock: () => 0, python: interpreter });
  const { logFiles, watchedFiles: databaseFiles, databaseServers = [] } = toDigest(facts);
  return { interpreter, logFiles, databaseFiles, databaseServers };
};

const runIn = (sandbox: Sandbox, folder: string, command: AllowedCommand, place: Place) =>
  runManage(folder, null, { ...place, sandbox, command, timeoutMs: 60_000, pseudonyms: "00".repeat(32) });

interface End {
  readonly status: string;
  /** Lines of standard output, as a log keeps them. */
  readonly printed: readonly string[];
}

const toEnd = ({ reason, printed }: Pick<RanManage, "reason" | "printed">): End => ({
  status: reason.kind === "exited" ? String(reason.exitCode) : JSON.stringify(reason),
  printed: printed.filter((line) => line.startsWith("stdout: ")),
});

const linesOf = (stdout: string): readonly string[] => {
  const lines: OutputLine[] = [];
  const log = createCommandLog({ secrets: [], onLines: (batch) => lines.push(...batch), now: () => 0 });
  log.push("stdout", Buffer.from(stdout));
  log.endOutput();
  log.flush();
  return lines.map(({ stream, text }) => `${stream}: ${text}`);
};

/** As a developer types it, on a copy; commands of DJDesk's own as they are without a sandbox. */
const outside = async (folder: string, command: AllowedCommand, place: Place): Promise<End> => {
  const copy = `${folder}-copy`;
  cpSync(folder, copy, { recursive: true, preserveTimestamps: true });
  try {
    if (isOwn(command)) {
      const { status, printed } = toEnd(await runIn(noSandbox, copy, command, place));
      return { status, printed: printed.map((line) => line.replaceAll(copy, folder)) };
    }
    const home = join(copy, "home");
    mkdirSync(home);
    return await new Promise((resolve) => {
      const env = { PATH: "/usr/bin:/bin", HOME: home, LANG: "C.UTF-8" };
      const child = execFile(place.interpreter, ["manage.py", ...command.args], { cwd: copy, env }, (_, stdout) =>
        resolve({ status: String(child.exitCode), printed: linesOf(stdout.replaceAll(copy, folder)) }),
      );
    });
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
};

interface Compared {
  readonly preset: string;
  readonly kind: SandboxKind;
  readonly inside: End;
  readonly outside: End;
  /** Of both streams, to tell what went wrong. */
  readonly output: string;
}

const all: (Compared & { readonly vendor: Vendor; readonly state: string })[] = [];
afterAll(() => {
  for (const kind of kinds) {
    const runs = all.filter((each) => each.kind === kind);
    const other = runs.filter(({ inside, outside: wanted }) => inside.status !== wanted.status);
    console.log(`${kind}: ${runs.length - other.length} of ${runs.length} runs ended as outside, 0 bytes, modes and times changed by all`);
    for (const { vendor, state, preset, inside, outside: wanted } of other) {
      console.log(`  ${vendor}, ${state}, ${preset}: ${inside.status} in place of ${wanted.status}`);
    }
  }
});

let folder = "";
let session: OpenSession | null = null;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-state-")));
});
afterEach(async () => {
  await session?.end();
  session = null;
  rmSync(folder, { recursive: true, force: true });
});

describe.each(vendors)("on %s, a project with", (vendor) => {
  const why = vendor === "sqlite" ? null : whyNoServer(vendor);
  const sandboxes: Sandbox[] = [];
  const missing: string[] = [];
  let python = "";
  let databases: LibraryDatabases | undefined;
  beforeAll(async () => {
    if (why !== null) return;
    for (const kind of kinds) {
      const sandbox = await aSandbox(kind);
      if ("missing" in sandbox) missing.push(sandbox.missing);
      else sandboxes.push(sandbox);
    }
    python = await djangoPython(withServers);
    databases = await openLibraryDatabases(vendor, python);
  }, 300_000);
  afterAll(async () => {
    await databases?.close();
  });

  const states = projectStates.filter(({ on }) => on.includes(vendor));
  it.for(states)("$title", { timeout: 1_800_000 }, async (state, { skip }) => {
    if (why !== null || databases === undefined) return skip(why ?? "the server did not start");
    if (sandboxes.length === 0) return skip(missing.join("; "));
    const database = databases.open(folder);
    session = await state.prepare({ project: folder, database });
    const place = placeOf(folder, python);
    const untouched = fingerprint(folder);
    const ends: Compared[] = [];
    let rows = await database.contents();
    for (const command of chosen(state)) {
      const runs = await Promise.all(
        sandboxes.map(async (sandbox) => ({ kind: sandbox.kind, ...(await runIn(sandbox, folder, command, place)) })),
      );
      const changed = {
        files: runs.flatMap(({ changedFiles }) => changedFiles),
        tree: fingerprint(folder),
        rows: await database.contents(),
      };
      expect(changed, command.preset).toEqual({ files: [], tree: untouched, rows });
      const wanted = await outside(folder, command, place);
      const { preset } = command;
      ends.push(...runs.map(({ kind, output, ...run }) => ({ preset, kind, inside: toEnd(run), outside: wanted, output })));
      const after = await database.contents();
      // What a sandbox does not let happen is seen to happen outside.
      const writes = state.writes === true && vendor !== "sqlite" && !isOwn(command);
      expect(after !== rows, `${preset} writes to the server outside`).toBe(writes);
      rows = after;
    }
    all.push(...ends.map((end) => ({ ...end, vendor, state: state.title })));
    // Landlock has no copy of the project to write to.
    const alike = ends.filter(({ kind }) => kind !== "landlock" || state.makesFiles !== true);
    expect(alike.filter(({ inside, outside: wanted }) => inside.status !== wanted.status)).toEqual([]);
    const readAlike = state.printsOther === true ? [] : alike;
    expect(readAlike.filter(({ inside, outside: wanted }) => !isDeepStrictEqual(inside.printed, wanted.printed))).toEqual([]);
  });
});
