/**
 * Class X: what a trusted project's settings try, in each tier that this machine has. In `none` every deed is seen to
 * happen. Rows about time, memory and places to fill: src/runner/sandbox/contained-run.test.ts; about database
 * servers: src/runner/sandbox/databases.test.ts.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type { DatabaseServer } from "../../src/runner/sandbox/database-server.ts";
import type { Sandbox } from "../../src/runner/sandbox/sandbox.ts";
import { aSandbox, type SandboxKind } from "../support/bubblewrap.ts";
import { djangoPython } from "../support/django.ts";
import { aWitness, deeds, type Deed, type Witness } from "../support/hostile-project.ts";
import { fingerprint } from "../support/library-project.ts";
import { runManage } from "../support/run-manage.ts";
import { startServerProcess, type ServerProcess } from "../support/serve-process.ts";

let witness: Witness | undefined;
let desk: ServerProcess | undefined;
afterEach(async () => {
  await desk?.end("SIGTERM");
  desk = undefined;
  await witness?.close();
  witness = undefined;
});

/** Runs the deed in a sandbox and answers what it printed. */
const perpetrate = async (code: string, sandbox: Sandbox, databaseServers: readonly DatabaseServer[] = []) => {
  const here = await aWitness(code);
  witness = here;
  const env = { AIM: JSON.stringify(here.aim) };
  const outcome = await runManage(here.project, null, { sandbox, env, databaseServers, privateFolders: [here.data] });
  return { here, ...outcome };
};

/** Asks for the workspaces of the desk at a port, as curl does. */
const askDesk = (port: string): string => `desk = socket.create_connection(("127.0.0.1", ${port}), 3)
desk.sendall(b"GET /api/workspaces/ HTTP/1.1\\r\\nHost: 127.0.0.1:${port}\\r\\nConnection: close\\r\\n\\r\\n")
print(desk.recv(15).decode())`;

/** Row → deeds, by their titles. Neighbours that the table does not list stand with the row whose wall is tried. */
const rows: Readonly<Record<string, readonly string[]>> = {
  "X01 writes project": [
    "writes a file of the project",
    "removes a file of the project",
    "empties a file that it opens for reading",
    "writes through /proc to a file that it opened for reading",
    "copies into a file without writing to it itself",
    "puts another file in the place of one, by a link and a new name",
    "writes through a link that it exchanges for a file of its own meanwhile",
    "writes when it ends, from a thread and from a child",
    "runs a program that lies in memory only, which writes",
  ],
  "X02 home": ["writes into the user's home"],
  "X03 tmp": ["writes into the folder for temporary files"],
  "X04 chmod/utime": ["changes modes and times", "tags a file with attributes and flags"],
  "X05 opens TCP": ["opens a TCP connection", "connects by multipath TCP", "connects by sending at once", "waits for connections"],
  "X06 UDP/DNS": ["sends UDP"],
  "X07 path Unix socket": ["talks to a Unix socket by its path"],
  "X08 abstract socket": ["talks to an abstract Unix socket"],
  "X09 reads ~/.ssh, DJDesk data dir and token": ["reads a key in the user's home", "reads the token in DJDesk's data folder"],
  "X10 kills/ptraces/reads environ of the server": [
    "kills another process",
    "traces another process",
    "reads the environment of another process",
  ],
  "X24 changes limits, priority, keys, shared memory of the user's": [
    "limits another process",
    "slows another process down",
    "adds a key to those of the user",
    "leaves shared memory behind",
  ],
  "X17 writes SQLite via ctypes": [
    "writes SQLite past the policy",
    "writes SQLite by its own library",
    "writes SQLite as memory that it shares with the file",
  ],
};

/** What a tier does not hold back, by the titles of the deeds; what is shown to the user says the same. */
const gaps: Readonly<Partial<Record<SandboxKind, readonly string[]>>> = {
  bubblewrap: [],
  unshare: [],
  landlock: ["reads a key in the user's home", "reads the token in DJDesk's data folder"],
  none: deeds.map((deed) => deed.title),
};

const deedOf = (title: string): Deed => {
  const found = deeds.find((deed) => deed.title === title);
  if (found === undefined) throw new Error(`There is no deed "${title}".`);
  return found;
};

it("has every deed in a row", () => {
  expect(new Set(Object.values(rows).flat())).toEqual(new Set(deeds.map(({ title }) => title)));
});

describe.each(Object.keys(gaps).filter((kind): kind is SandboxKind => kind in gaps))("in %s a hostile project", (kind) => {
  let sandbox: Awaited<ReturnType<typeof aSandbox>>;
  beforeAll(async () => {
    sandbox = await aSandbox(kind);
  }, 180_000);

  describe.each(Object.entries(rows))("%s", (_, titles) => {
    it.for(titles)("%s: held back, or a gap that is told of", async (title, { skip }) => {
      if ("missing" in sandbox) return skip(sandbox.missing);
      const deed = deedOf(title);
      const { here, changedFiles, output } = await perpetrate(deed.code, sandbox);
      const happened = deed.happened(here, output);
      expect({ happened, output }).toMatchObject({ happened: gaps[kind]?.includes(title) });
      expect(happened || changedFiles?.length === 0).toBe(true);
    });
  });

  it("X11 connects back to DJDesk's API, which only the gap of `none` allows", async ({ skip }) => {
    if ("missing" in sandbox) return skip(sandbox.missing);
    const data = mkdtempSync(join(tmpdir(), "djdesk-desk-"));
    desk = await startServerProcess([data]);
    const { output } = await perpetrate(askDesk(new URL(desk.url).port), sandbox);
    expect(output.includes("HTTP/1.1 200")).toBe(kind === "none");
    expect(await (await fetch(new URL("/api/health/", desk.url))).json()).toMatchObject({ product: "djdesk" });
    rmSync(data, { recursive: true, force: true });
  });

  it("X19 prints DJDesk protocol/JSON/`::set-env` lines → plain text", async ({ skip }) => {
    if ("missing" in sandbox) return skip(sandbox.missing);
    const lines = [
      '{"kind":"exited","exit_code":7,"changed_files":[]}',
      "::set-env name=PATH::/evil",
      "##[error]stopped",
      "Command finished with exit code 7.",
      "djdesk: 0 files changed",
      'C {"status":"passed"}',
      "data: done",
    ];
    const code = lines.map((line) => `print(${JSON.stringify(line)}, flush=True)\n`).join("");
    const { reason, error, printed } = await perpetrate(code, sandbox);
    expect({ reason, error }).toEqual({ reason: { kind: "exited", exitCode: 0 }, error: null });
    expect(printed).toEqual(lines.map((line) => `stdout: ${line}`));
  });
});

describe.each(["bubblewrap", "unshare"] as const)("in %s a hostile project", (kind) => {
  it.for(["postgresql", "mysql", "oracle", "mssql"] as const)(
    "X07 X11 X22 finds no way to DJDesk where it calls it its %s",
    async (protocol, { skip }) => {
      const sandbox = await aSandbox(kind);
      if ("missing" in sandbox) return skip(sandbox.missing);
      const data = mkdtempSync(join(tmpdir(), "djdesk-desk-"));
      desk = await startServerProcess([data]);
      const port = Number(new URL(desk.url).port);
      const asDatabase = { kind: "tcp", host: "127.0.0.1", port, protocol } as const;
      expect((await perpetrate(askDesk(String(port)), sandbox, [asDatabase])).output).not.toContain("HTTP/1.1");
      rmSync(data, { recursive: true, force: true });
    },
  );
});

describe.each(["bubblewrap", "unshare", "landlock"] as const)("in %s a real Django", (kind) => {
  it("checks a project whose settings try everything, and nothing of it reaches the machine", async ({ skip }) => {
    const sandbox = await aSandbox(kind);
    if ("missing" in sandbox) return skip(sandbox.missing);
    const all = deeds.map(
      ({ code }) => `try:\n${code.replaceAll(/^/gm, "    ")}\nexcept BaseException as error:\n    print(type(error).__name__)`,
    );
    const settings = `${all.join("\n")}\nSECRET_KEY = "x"\nINSTALLED_APPS = []`;
    const here = await aWitness(settings);
    witness = here;
    const manage = `import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "shop.settings"
from django.core.management import execute_from_command_line
execute_from_command_line(sys.argv)
`;
    writeFileSync(join(here.project, "manage.py"), manage);
    const before = fingerprint(here.project);
    const interpreter = await djangoPython();
    const { reason, changedFiles, output } = await runManage(here.project, null, {
      sandbox,
      interpreter,
      env: { AIM: JSON.stringify(here.aim) },
      privateFolders: [here.data],
    });
    expect({ reason, output }).toMatchObject({
      reason: { kind: "exited", exitCode: 0 },
      output: expect.stringContaining("System check identified no issues"),
    });
    expect(deeds.filter((deed) => deed.happened(here, output)).map(({ title }) => title)).toEqual(gaps[kind]);
    expect(changedFiles).toEqual([]);
    expect(fingerprint(here.project)).toEqual(before);
  }, 300_000);
});
