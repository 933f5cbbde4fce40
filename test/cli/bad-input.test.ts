/** What goes wrong on a user's machine: each gets one clear sentence with what to do next, and nothing is lost. */
import { execFile, execFileSync, spawnSync } from "node:child_process";
import { chmodSync, closeSync, cpSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Facts } from "../../src/contract/shapes/facts.ts";
import { aHome, binary, djdesk, djdeskServing, type Ended, type Home, type RunOptions } from "../support/djdesk.ts";

const fixture = (name: string): string => fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));
const sample = (name: string): string => fileURLToPath(new URL(`../../samples/${name}`, import.meta.url));

/** Refused in one sentence with what to do next, without a stack. */
const expectRefusal = (ended: Ended, sentence: RegExp): void => {
  const [first, ...rest] = ended.stderr.trim().split("\n");
  expect(first).toMatch(/^djdesk: .+\.$/);
  expect(first).toMatch(sentence);
  expect(rest.join("\n")).toMatch(/^ +→ \S/m);
  expect(ended.stderr).not.toMatch(/^ +at /m);
  expect(ended.stdout).toBe("");
  expect(ended.code).toBe(2);
};

const scanned = async (home: Home, folder: string): Promise<Facts> => {
  const ended = await djdesk(home, ["scan", folder, "--json"]);
  expect(ended.stderr).toBe("");
  expect(ended.code).toBe(1);
  return JSON.parse(ended.stdout);
};

describe("a project that is not as it should be", () => {
  it("refuses a folder that holds no Django project and says what it looked for", async () => {
    using home = aHome();
    const folder = join(home.folder, "notes");
    mkdirSync(folder);
    expectRefusal(await djdesk(home, ["scan", folder]), /holds no Django project\. Looked for: .*manage\.py/);
    expectRefusal(await djdesk(home, ["trust", folder]), /holds no Django project/);
  });

  it("refuses a path that does not exist, and one that is a file", async () => {
    using home = aHome();
    expectRefusal(await djdesk(home, ["scan", "nowhere"]), /nowhere does not exist/);
    expectRefusal(await djdesk(home, ["scan", join(sample("library"), "manage.py")]), /manage\.py is not a folder/);
  });

  it("refuses a folder to look for modules in that does not exist", async () => {
    using home = aHome();
    expectRefusal(
      await djdesk(home, ["scan", sample("library"), "--pythonpath", "nowhere"]),
      /--pythonpath.*nowhere.*There is no such folder/,
    );
  });

  it.each([
    ["DJDESK_TASK_TIMEOUT", "a minute", /takes a number of seconds above 0/],
    ["DJDESK_TASK_TIMEOUT", "0", /takes a number of seconds above 0/],
    ["DJDESK_PROTECTION", "most", /takes one of none, landlock, full/],
  ])("refuses %s=%s, and still says its version", async (name, value, sentence) => {
    using home = aHome();
    expectRefusal(await djdesk(home, ["scan", sample("library")], { env: { [name]: value } }), sentence);
    expect(await djdesk(home, ["--version"], { env: { [name]: value } })).toMatchObject({ code: 0 });
  });

  it("reads what it can beside a manage.py that is no Python", async () => {
    using home = aHome();
    const facts = await scanned(home, fixture("observatory/broken-manage"));
    expect(facts.unread[0]).toMatchObject({ file: "manage.py", code: "syntax-error" });
    expect(facts.project.settings_module).toBe("observatory.settings");
    expect(facts.models.filter((model) => model.first_party)).not.toEqual([]);
  });

  it("says which settings module does not exist, and who names it", async () => {
    using home = aHome();
    const facts = await scanned(home, fixture("observatory/missing-settings"));
    const insight = facts.insights.find(({ code }) => code === "settings-not-found");
    expect(insight).toMatchObject({ severity: "danger", title: "The settings module observatory.settings does not exist" });
    expect(insight?.fix).toMatch(/--settings/);
    expectRefusal(await djdesk(home, ["scan", sample("library"), "--settings", "nope"]), /no settings module nope/);
  });

  it("says why settings that raise could not be read to their end", async () => {
    using home = aHome();
    const facts = await scanned(home, fixture("observatory/broken-settings"));
    expect(JSON.stringify([facts.insights, facts.unread])).toMatch(/the dome is closed|raises/);
  });

  it("lists a file that Python rejects with its line, and reads the rest of the project", async () => {
    using home = aHome();
    const folder = join(home.folder, "library");
    cpSync(sample("library"), folder, { recursive: true });
    writeFileSync(join(folder, "lending", "models.py"), `${readFileSync(join(folder, "lending", "models.py"), "utf8")}\n\ndef torn(:\n`);
    const facts = await scanned(home, folder);
    expect(facts.unread[0]).toMatchObject({ file: "lending/models.py", code: "syntax-error", line: 39 });
    expect(facts.models.map(({ label }) => label)).toEqual(expect.arrayContaining(["catalogue.Book", "lending.Loan"]));
  });

  it("refuses an unreadable folder, and lists one that lies inside a project", async ({ skip }) => {
    using home = aHome();
    const options = asOrdinaryUser(skip);
    const folder = join(home.folder, "library");
    cpSync(sample("library"), folder, { recursive: true });
    mkdirSync(join(folder, "secret"), { mode: 0o000 });
    chmodSync(home.folder, 0o777);
    const ended = await djdesk(home, ["scan", folder, "--json"], options);
    expect(JSON.parse(ended.stdout).unread).toMatchObject([{ file: "secret", code: "permission-denied" }]);
    chmodSync(folder, 0o000);
    expectRefusal(await djdesk(home, ["scan", folder], options), /cannot be read: permission denied/);
    chmodSync(folder, 0o700);
  });

  it("runs commands beside what its user may not see, and claims nothing of that", async ({ skip }) => {
    using home = aHome();
    const options = asOrdinaryUser(skip);
    const python = "/usr/bin/python3";
    if (!existsSync(python)) skip("this system has no Python of its own");
    const folder = join(home.folder, "library");
    cpSync(sample("library"), folder, { recursive: true });
    writeFileSync(
      join(folder, "manage.py"),
      `import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "library.settings")\nprint("checked")\n`,
    );
    const closed = { "may-be-listed": 0o444, "may-be-entered": 0o111, closed: 0o000, "catalogue/migrations": 0o000 };
    for (const [name, mode] of Object.entries(closed)) {
      mkdirSync(join(folder, name), { recursive: true });
      writeFileSync(join(folder, name, "models.py"), "");
      chmodSync(join(folder, name), mode);
    }
    chmodSync(home.folder, 0o777);
    const ended = await djdesk(home, ["scan", folder, "--json"], options);
    const facts: Facts = JSON.parse(ended.stdout);
    expect(facts.unread.map(({ file }) => file)).toEqual(["catalogue/migrations", "closed", "may-be-entered"]);
    expect(facts.migrations.pending["catalogue"]).toBeNull();
    const told = facts.insights.filter(({ code }) => code.includes("migration")).map(({ title }) => title);
    expect(told).toEqual(["No migration is applied yet"]);
    const run = await djdesk(home, ["run", folder, "check", "--trust", "--python", python], options);
    expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining("checked") });
    for (const name of Object.keys(closed)) chmodSync(join(folder, name), 0o700);
  });
});

/** Root reads everything: another user runs the program in its place. */
const asOrdinaryUser = (skip: (why: string) => never): RunOptions => {
  if (process.getuid?.() !== 0) return {};
  const nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", process.execPath] as const;
  return canRun(nobody) ? { through: nobody } : skip("root reads everything, and nobody may not read this checkout");
};

const canRun = ([command, ...args]: readonly [string, ...string[]]): boolean => {
  try {
    execFileSync(command, [...args, binary, "--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};

describe("a missing interpreter", () => {
  it("is refused when it was given", async () => {
    using home = aHome();
    expectRefusal(await djdesk(home, ["scan", sample("library"), "--python", "/nowhere/python"]), /no interpreter at \/nowhere\/python/);
  });

  it("is refused when what was given is another program or the folder of an environment", async () => {
    using home = aHome();
    expectRefusal(await djdesk(home, ["scan", sample("library"), "--python", "/bin/ls"]), /\/bin\/ls is not a Python interpreter/);
    expectRefusal(await djdesk(home, ["run", sample("library"), "check", "--trust", "--python", "/bin/ls"]), /is not a Python/);
    const environment = join(home.folder, "venv");
    mkdirSync(join(environment, "bin"), { recursive: true });
    writeFileSync(join(environment, "bin", "python"), "");
    const ended = await djdesk(home, ["scan", sample("library"), "--python", environment]);
    expectRefusal(ended, /venv is a folder; its interpreter is .*\/venv\/bin\/python/);
  });

  it("O10 fails a run with how to make one, and keeps the run", async () => {
    using home = aHome();
    const folder = join(home.folder, "library");
    cpSync(sample("library"), folder, { recursive: true });
    const ended = await djdesk(home, ["run", folder, "check", "--trust"]);
    expect(ended.stderr).toMatch(/interpreter|environment/);
    expect(ended.stderr).toMatch(/python3 -m venv|--python/);
    expect(ended.stderr.match(/python3 -m venv/g)).toHaveLength(1);
    expect(ended.code).toBe(1);
  });
});

describe("what the server needs", () => {
  it("refuses a port that is in use", async () => {
    using home = aHome();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const address = other.address();
    const port = typeof address === "object" && address !== null ? String(address.port) : "";
    expectRefusal(await djdesk(home, ["serve", "--port", port]), new RegExp(port));
    other.close();
  });

  it.each([["nowhere.invalid"], ["999.1.1.1"], ["two words"], ["203.0.113.7"]])(
    "refuses an address that is not this machine's: %s",
    async (host) => {
      using home = aHome();
      expectRefusal(await djdesk(home, ["serve", "--port", "0", "--https", "--host", host]), /This machine has no address/);
    },
  );

  it("refuses a project, or nothing, as the folder of its own data", async () => {
    using home = aHome();
    const folder = join(home.folder, "library");
    cpSync(sample("library"), folder, { recursive: true });
    const before = readdirSync(folder);
    expectRefusal(await djdesk(home, ["serve", "--port", "0", "--data", folder]), /library is a Django project/);
    expect(readdirSync(folder)).toEqual(before);
    expectRefusal(await djdesk(home, ["serve", "--port", "0", "--data", ""]), /--data names no folder/);
    expectRefusal(await djdesk(home, ["trust", ""]), /No project is named/);
  });

  it("O01 refuses a second server on the same data, with the address of the first", async () => {
    using home = aHome();
    await using first = await djdeskServing(home);
    expectRefusal(await djdesk(home, ["serve", "--port", "0"]), new RegExp(`already running at ${first.url}`));
    const opened = await djdesk(home, ["open", sample("library"), "--no-open"]);
    expect(opened).toMatchObject({ code: 0, stdout: `DJDesk is already running: ${first.url}/w/library\n` });
  });

  it.each([
    ["say where it listens", "server.json", []],
    ["keep the token that it asks for", "access-token", ["--https", "--host", "0.0.0.0"]],
  ])("ends with the reason when it cannot %s", async (_what, file, options) => {
    using home = aHome();
    mkdirSync(join(home.data, file), { recursive: true });
    const ended = await djdesk(home, ["serve", "--port", "0", ...options]);
    expectRefusal(ended, new RegExp(`/${file} cannot be opened for writing`));
    expect(readdirSync(home.data).filter((name) => name.startsWith(`${file}.`))).toEqual([]);
  });

  it("K11 refuses a corrupt store and leaves it as it was", async () => {
    using home = aHome();
    mkdirSync(home.data);
    const file = join(home.data, "djdesk.sqlite3");
    writeFileSync(file, "this was a database once".repeat(400));
    const before = readFileSync(file);
    expectRefusal(await djdesk(home, ["workspaces"]), /djdesk\.sqlite3 is damaged/);
    expectRefusal(await djdesk(home, ["serve", "--port", "0"]), /djdesk\.sqlite3 is damaged/);
    expect(readFileSync(file)).toEqual(before);
  });

  it("K11 says of a store that was emptied that it is, and does not begin anew", async () => {
    using home = aHome();
    expect((await djdesk(home, ["trust", sample("library")])).code).toBe(0);
    writeFileSync(join(home.data, "djdesk.sqlite3"), "");
    expectRefusal(await djdesk(home, ["workspaces"]), /djdesk\.sqlite3 is empty/);
    expectRefusal(await djdesk(home, ["serve", "--port", "0"]), /djdesk\.sqlite3 is empty/);
    expect(readFileSync(join(home.data, "djdesk.sqlite3"), "utf8")).toBe("");
  });

  it.runIf(process.platform === "linux")("waits for no pipe in the place of one of its own files", async () => {
    using home = aHome();
    mkdirSync(home.data);
    const put = (): void => {
      for (const file of ["server.json", "access-token", "https-key.pem", "https-cert.pem"]) {
        rmSync(join(home.data, file), { force: true });
        execFileSync("mkfifo", ["-m", "600", join(home.data, file)]);
      }
    };
    put();
    const began = performance.now();
    expect(await djdesk(home, ["workspaces"])).toMatchObject({ code: 0, stdout: expect.stringContaining("No workspace") });
    const serving = await djdeskServing(home, ["serve", "--port", "0", "--https"]);
    put();
    expect(await djdesk(home, ["workspaces"])).toMatchObject({ code: 0 });
    await serving.end();
    expect(performance.now() - began).toBeLessThan(60_000);
  });

  it("refuses a data folder that cannot be made", async () => {
    using home = aHome();
    writeFileSync(join(home.folder, "file"), "");
    expectRefusal(await djdesk(home, ["workspaces", "--data", join(home.folder, "file", "data")]), /data folder .* cannot be written/);
  });

  it.runIf(process.platform === "linux").each(["/proc/nobody/a", "/proc/1/a", "/sys/a/b", "/dev/null/a"])(
    "says that nothing can be stored below %s, and reads a project without",
    async (data) => {
      using home = aHome();
      const env = { DJDESK_DATA: data };
      expectRefusal(await djdesk(home, ["workspaces"], { env }), new RegExp(`The data folder ${data} cannot be written`));
      const read = await djdesk(home, ["scan", sample("library")], { env });
      expect({ code: read.code, stderr: read.stderr }).toEqual({ code: expect.toBeOneOf([0, 1]), stderr: "" });
      expect(read.stdout).toContain("nothing of the project was run");
    },
  );

  it("O04 refuses new work on a full disk and loses nothing that was stored", async ({ skip }) => {
    using home = aHome();
    mkdirSync(home.data);
    const namespace = process.getuid?.() === 0 ? ["unshare", "-m"] : ["unshare", "-Urm"];
    const script = `mount -t tmpfs -o size=1m tmpfs "$1" || exit 99; shift; "$@"`;
    const onSmallDisk = (body: string): readonly [string, ...string[]] => [
      namespace[0] ?? "",
      ...namespace.slice(1),
      "sh",
      "-c",
      script,
      "sh",
      home.data,
      "sh",
      "-c",
      body,
      "sh",
    ];
    try {
      execFileSync("unshare", onSmallDisk("true").slice(1), { stdio: "ignore" });
    } catch {
      skip("this system lets nobody mount a small disk");
    }
    // One workspace is stored, then the disk is filled to its last byte, then emptied again.
    const body = `
      node=$1; bin=$2; library=$3; observatory=$4; data=$5
      "$node" "$bin" trust "$library" || exit 90
      dd if=/dev/zero of="$data/ballast" bs=1k 2>/dev/null
      "$node" "$bin" trust "$observatory"; echo "full: $?"
      rm "$data/ballast"
      "$node" "$bin" workspaces --json`;
    const ended = await run(onSmallDisk(body), [process.execPath, binary, sample("library"), sample("observatory"), home.data], home);
    expect(ended.stderr).toMatch(/^djdesk: The disk that holds .* is full\.\n +→ \S/m);
    expect(ended.stdout).toContain("full: 2");
    expect(JSON.parse(ended.stdout.slice(ended.stdout.indexOf("{"))).workspaces).toMatchObject([{ slug: "library", trusted: true }]);
    rmSync(home.data, { recursive: true, force: true });
  });
});

const run = ([command, ...before]: readonly [string, ...string[]], words: readonly string[], home: Home): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(command, [...before, ...words], { env: home.env, encoding: "utf8" }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
    });
  });

describe.skipIf(!existsSync("/dev/full"))("an output on a full disk", () => {
  it.each([["--help"], ["scan", sample("library"), "--json"], ["doctor"]])("is one sentence and no trace: %s", (...words) => {
    using home = aHome();
    const full = openSync("/dev/full", "w");
    const { status, stderr } = spawnSync(process.execPath, [binary, ...words], { env: home.env, stdio: ["ignore", full, "pipe"] });
    closeSync(full);
    expect(stderr.toString()).toMatch(/^djdesk: the output could not be written: ENOSPC.*\n$/);
    expect(status).toBe(2);
  });
});
