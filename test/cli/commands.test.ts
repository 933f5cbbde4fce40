/** The commands as a user types them, through `bin/djdesk.mjs`. */
import { execFile, spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { operations } from "../../src/contract/operations/index.ts";
import { facts } from "../../src/contract/shapes/facts.ts";
import { why } from "../../src/contract/shapes/why.ts";
import { taskRun } from "../../src/contract/shapes/task-run.ts";
import { djangoPython, whyNoDjango } from "../support/django.ts";
import { aHome, binary, djdesk, djdeskServing, type Ended, type Home } from "../support/djdesk.ts";

const samples = fileURLToPath(new URL("../../samples/", import.meta.url));

/** A sample as DJDesk places it: a copy of its own, with its database. */
const aSample = (home: Home, name: string): string => {
  const folder = join(home.folder, name);
  cpSync(join(samples, name), folder, { recursive: true });
  const database = new DatabaseSync(join(folder, "db.sqlite3"), { enableForeignKeyConstraints: false });
  database.exec(readFileSync(join(samples, `${name}.sql`), "utf8"));
  database.close();
  return folder;
};

const parsed = <Shape extends z.ZodType>(ended: Ended, shape: Shape): z.infer<Shape> => shape.parse(JSON.parse(ended.stdout));

describe("djdesk serve --until-input-ends", () => {
  const waitForFile = (path: string): Promise<void> => expect.poll(() => existsSync(path), { timeout: 20_000 }).toBe(true);

  const isAlive = (pid: number): boolean => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };

  it("ends cleanly when the program at the other end of its input is killed", async () => {
    using home = aHome();
    const script = `const { spawn } = require("node:child_process");
      const child = spawn(process.execPath, [process.argv[1], "serve", "--no-open", "--port", "0", "--until-input-ends"], { stdio: ["pipe", "ignore", "ignore"] });
      process.stdout.write(String(child.pid)); setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ["-e", script, binary], { env: home.env, stdio: ["ignore", "pipe", "ignore"] });
    const pid = await new Promise<number>((resolve) => parent.stdout.once("data", (text: Buffer) => resolve(Number(text))));
    await waitForFile(join(home.data, "server.json"));
    parent.kill("SIGKILL");
    await expect.poll(() => isAlive(pid), { timeout: 8000 }).toBe(false);
    expect(existsSync(join(home.data, "server.json"))).toBe(false);
  });
});

describe("djdesk scan --why", () => {
  it("prints the chain behind a fact, for people and as JSON", async () => {
    using home = aHome();
    const folder = aSample(home, "library");
    const said = await djdesk(home, ["scan", folder, "--why", "INSTALLED_APPS"]);
    expect(said).toMatchObject({ code: 0, stderr: "" });
    expect(said.stdout).toMatch(/gets its value here\n\s+\S+\.py:\d+/);
    const json = await djdesk(home, ["scan", folder, "--why", "INSTALLED_APPS", "--json"]);
    expect(parsed(json, why)).toMatchObject({ name: "INSTALLED_APPS", kind: "setting" });
  });

  it("refuses a name that is not there with the closest ones", async () => {
    using home = aHome();
    const folder = aSample(home, "library");
    const said = await djdesk(home, ["scan", folder, "--why", "INSTALED_APPS"]);
    expect(said).toMatchObject({ code: 2, stdout: "" });
    expect(said.stderr).toContain("Did you mean INSTALLED_APPS");
  });
});

describe("djdesk", () => {
  it("prints its version, and help with examples for each command", async () => {
    using home = aHome();
    const { version } = JSON.parse(readFileSync(fileURLToPath(new URL("../../package.json", import.meta.url)), "utf8"));
    expect(await djdesk(home, ["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
    const help = await djdesk(home, ["--help"]);
    expect(help).toMatchObject({ code: 0, stderr: "" });
    for (const command of ["open", "serve", "scan", "run", "trust", "workspaces", "status", "doctor"]) {
      expect(help.stdout).toMatch(new RegExp(`^  ${command} `, "m"));
      const own = await djdesk(home, [command, "--help"]);
      expect(own.stdout).toMatch(/Examples?:\n {2}djdesk/);
      expect(await djdesk(home, ["help", command])).toEqual(own);
    }
    expect(await djdesk(home, ["help"])).toEqual(help);
  });

  it("refuses what it does not understand and says where to look", async () => {
    using home = aHome();
    expect(await djdesk(home, ["scan", "--jason"])).toEqual({
      code: 2,
      stdout: "",
      stderr: "djdesk: unknown option '--jason' (Did you mean --json?)\n  → `djdesk scan --help` shows how it is used.\n",
    });
    expect((await djdesk(home, ["scna"])).stderr).toMatch(/^djdesk: There is no folder and no command scna\.\n.*scan/);
    expect((await djdesk(home, ["help", "scna"])).stderr).toMatch(/^djdesk: There is no command scna\.\n.*scan/);
    expect((await djdesk(home, ["serve", "--port", "eighty"])).stderr).toMatch(/A port is a number/);
    expect((await djdesk(home, ["scan", ".", "--env", "DEBUG"])).stderr).toMatch(/Write it as NAME=value/);
  });

  it("prints completion scripts, and says what a line may go on with", async () => {
    using home = aHome();
    for (const shell of ["bash", "zsh", "fish", "powershell"])
      expect((await djdesk(home, ["completion", shell])).stdout).toMatch(/djdesk complete/);
    const offered = async (...line: string[]) =>
      (await djdesk(home, ["complete", "--", ...line])).stdout.replaceAll(/\t.*/g, "").trim().split("\n");
    expect(await offered("sc")).toEqual(["scan", ":4"]);
    expect(await offered("scan", "--tim")).toEqual(["--timing", ":4"]);
    expect(await offered("scan", "~/sh")).toEqual([":16"]);
    expect(await offered("scan", "--python", "")).toEqual([":0"]);
    expect(await offered("scan", "--settings", "")).toEqual([":4"]);
    expect(await offered("completion", "f")).toEqual(["fish", ":4"]);
    expect(await offered("run", "")).toEqual([":16"]);
    expect(existsSync(home.data)).toBe(false);
    await djdesk(home, ["trust", aSample(home, "library")]);
    expect(await offered("run", "l")).toEqual(["library", ":4"]);
    expect(await offered("status", "")).toEqual(["library", ":4"]);
    expect(await offered("run", "library", "sql")).toEqual(["sqlmigrate", ":4"]);
    expect(await offered("run", "library", "check", "--dep")).toEqual(["--deploy", ":4"]);
    expect(await offered("run", "library", "check", "--fail-level", "W")).toEqual(["WARNING", ":4"]);
  });

  it("completes in a bash that has no further package, and may be read twice", async () => {
    using home = aHome();
    const script = (await djdesk(home, ["completion", "bash"])).stdout;
    const folder = join(home.folder, "my shop");
    mkdirSync(folder);
    const say = `djdesk() { "${process.execPath}" "${binary}" "$@"; }
${script}
${script}
try() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _djdesk; printf '%s|' "\${COMPREPLY[@]}"; echo; }
try djdesk sc
try djdesk scan --tim
try djdesk scan "${home.folder}/my"`;
    const { stdout, stderr } = spawnSync("bash", ["--norc", "-c", say], { encoding: "utf8", env: { ...home.env } });
    expect(stderr).toBe("");
    expect(stdout).toBe(`scan|\n--timing|\n${folder}|\n`);
  });
});

describe("djdesk scan", () => {
  it("ends with 1 when there are findings and shows them with their place", async () => {
    using home = aHome();
    const folder = aSample(home, "observatory");
    const { code, stdout, stderr } = await djdesk(home, ["scan", folder, "--timing"]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^observatory {2}\//);
    expect(stdout).toMatch(/^ observations +9 +5 +1$/m);
    expect(stdout).toMatch(/observations\/migrations\/0005_exposure_airmass\.py/);
    expect(stderr).toMatch(/^files \d+ .*\ndiscover .* total /);
  });

  it("names the installed apps whose code is not here, and what is wrong without a file", async () => {
    using home = aHome();
    const folder = aSample(home, "library");
    const settings = join(folder, "library", "settings.py");
    writeFileSync(settings, `${readFileSync(settings, "utf8")}\nINSTALLED_APPS += ["nowhere.things"]\nROOT_URLCONF = "library.nowhere"\n`);
    const { stdout } = await djdesk(home, ["scan", folder]);
    expect(stdout).toMatch(/^ and 1 app whose code is not here: nowhere\.things$/m);
    expect(stdout).toMatch(/^ {2}The root URLconf library\.nowhere is not here\.$/m);
    writeFileSync(settings, "");
    expect((await djdesk(home, ["scan", folder])).stdout).not.toMatch(/^ App /m);
  });

  it("says which manage.py it went by where that is not the folder's own", async () => {
    using home = aHome();
    const folder = aSample(home, "library");
    expect((await djdesk(home, ["scan", folder])).stdout.split("\n")[0]).toBe(`library  ${folder}`);
    expect((await djdesk(home, ["scan", dirname(folder)])).stdout.split("\n")[0]).toMatch(/, by its library\/manage\.py$/);
  });

  it("ends with 0 when nothing is amiss", async () => {
    using home = aHome();
    expect(await djdesk(home, ["scan", aSample(home, "library")])).toMatchObject({ code: 0, stderr: "" });
  });

  it("prints the facts document of the contract, the same for the same files", async () => {
    using home = aHome();
    const folder = aSample(home, "observatory");
    const first = parsed(await djdesk(home, ["scan", folder, "--json"]), facts);
    const fromCache = parsed(await djdesk(home, ["scan", folder, "--json"]), facts);
    const withoutCache = parsed(await djdesk(home, ["scan", folder, "--json", "--no-cache"]), facts);
    expect(fromCache.timing.parsed).toBe(0);
    expect(withoutCache.timing.parsed).toBe(first.timing.parsed);
    expect({ ...fromCache, timing: null }).toEqual({ ...first, timing: null });
    expect({ ...withoutCache, timing: null }).toEqual({ ...first, timing: null });
  });

  it("reads settings with the variables and the module that are given", async () => {
    using home = aHome();
    const folder = aSample(home, "observatory");
    const args = ["scan", folder, "--json", "--settings", "observatory.settings.production", "--env", "OBSERVATORY_DB=sky"];
    const { settings } = parsed(await djdesk(home, args), facts);
    expect(settings).toMatchObject({ DEBUG: false, DATABASES: { default: "django.db.backends.postgresql" } });
    expect(JSON.stringify(settings.values)).toContain('"sky"');
  });

  it("is quiet when its reader leaves early", async () => {
    using home = aHome();
    const folder = aSample(home, "observatory");
    const pipe = `"$0" "$1" scan "$2" --json | head -c 100 >/dev/null; echo "\${PIPESTATUS[0]}"`;
    const ended = await promisify(execFile)("bash", ["-c", pipe, process.execPath, binary, folder], { env: home.env });
    expect(ended).toEqual({ stdout: "1\n", stderr: "" });
  });

  it("writes nothing beside its own data", async () => {
    using home = aHome();
    const folder = aSample(home, "library");
    const listing = async (): Promise<string> =>
      (await promisify(execFile)("find", [folder, "-printf", "%p %m %s %T@\n"], { encoding: "utf8" })).stdout;
    const before = await listing();
    await djdesk(home, ["scan", folder]);
    expect(await listing()).toBe(before);
  });
});

describe("djdesk workspaces, trust, status and doctor", () => {
  it("registers a folder that is trusted, and tells of it in the shapes of the REST page", async () => {
    using home = aHome();
    const folder = aSample(home, "library");
    expect((await djdesk(home, ["workspaces"])).stdout).toMatch(/No workspace is registered yet/);
    expect(parsed(await djdesk(home, ["trust", folder, "--json"]), operations.trustWorkspace.output)).toMatchObject({
      slug: "library",
      trusted: true,
    });
    const { workspaces } = parsed(await djdesk(home, ["workspaces", "--json"]), operations.listWorkspaces.output);
    expect(workspaces).toMatchObject([{ slug: "library", project_path: folder, counts: { apps: 2, models: 7 } }]);
    const status = await djdesk(home, ["status", "library", "--json"]);
    expect(parsed(status, operations.readStatus.output).apps.map(({ label }) => label)).toEqual(
      expect.arrayContaining(["catalogue", "lending"]),
    );
    expect((await djdesk(home, ["status", "library"])).stdout).toMatch(/^ catalogue +4 +0 +ok$/m);
    expect(await djdesk(home, ["status", "libary"])).toMatchObject({ code: 2 });
  });

  it("says in the status why a run failed", async () => {
    using home = aHome();
    await djdesk(home, ["run", aSample(home, "library"), "check", "--trust"]);
    expect((await djdesk(home, ["status", "library"])).stdout).toMatch(
      /^ #1 Run system checks +failed +100 % +No Python environment was found/m,
    );
  });

  it("says in JSON, too, what it refuses", async () => {
    using home = aHome();
    const ended = await djdesk(home, ["status", "shop", "--json"]);
    expect(ended.code).toBe(2);
    expect(JSON.parse(ended.stdout)).toMatchObject({ error: { code: "workspace-not-found" } });
  });

  it("examines the machine and a project", async () => {
    using home = aHome();
    const { stdout, code } = await djdesk(home, ["doctor", aSample(home, "library")]);
    for (const subject of ["Node", "Data folder", "Server", "Protection", "Project", "Settings", "Python"])
      expect(stdout).toContain(subject);
    expect([0, 1]).toContain(code);
  });
});

describe("djdesk run", async () => {
  const reason = await whyNoDjango();
  let python = "";
  beforeAll(async () => {
    if (reason === null) python = await djangoPython();
  });

  it.skipIf(reason !== null)("prints the output of a command of a trusted project, and ends as it ended", async () => {
    using home = aHome();
    const folder = aSample(home, "observatory");
    expect(await djdesk(home, ["run", folder, "check"])).toMatchObject({ code: 2, stderr: expect.stringContaining("is not trusted") });
    const shown = await djdesk(home, ["run", folder, "showmigrations", "observations", "--trust", "--python", python]);
    expect(shown).toMatchObject({ code: 0 });
    expect(shown.stdout).toMatch(/^ \[X\] 0001_initial$/m);
    expect(shown.stdout).toMatch(/^ \[ \] 0005_exposure_airmass$/m);
    expect(shown.stdout).not.toContain("publications");
    const drift = await djdesk(home, ["run", "observatory", "makemigrations-check", "--json", "--notes", "before the release"]);
    expect(drift.code).toBe(1);
    expect(parsed(drift, taskRun)).toMatchObject({
      status: "failed",
      notes: "before the release",
      metadata: { command: { exit_code: 1, changed_files: 0 } },
    });
  });

  it.skipIf(reason !== null)("runs beside a server, which shows the run", async () => {
    using home = aHome();
    const folder = aSample(home, "library");
    await using server = await djdeskServing(home, ["serve", folder, "--trust", "--port", "0"]);
    expect(await djdesk(home, ["run", "library", "check", "--python", python])).toMatchObject({ code: 0 });
    const history = await fetch(`${server.url}/api/task-runs/?workspace=library`);
    expect(operations.listTaskRuns.output.parse(await history.json()).task_runs).toMatchObject([{ preset: "check", status: "succeeded" }]);
  });

  it("lists the presets, and the options of one", async () => {
    using home = aHome();
    expect((await djdesk(home, ["run", "any"])).stdout).toMatch(/^showmigrations +Lists/m);
    expect((await djdesk(home, ["run", "any", "sqlmigrate", "--help"])).stdout).toMatch(/--app-label <text> .* Required\./);
    expect((await djdesk(home, ["run", "any", "sqlmigrate", "--output", "x"])).stderr).toMatch(/^djdesk: Unknown option '--output'\./);
    expect((await djdesk(home, ["run", "any", "migrate"])).stderr).toMatch(/There is no preset migrate\.\n {2}→ Presets: showmigrations/);
  });
});

const workspaceStatus = async (url: string): Promise<string | undefined> => {
  const { workspaces } = operations.listWorkspaces.output.parse(await (await fetch(`${url}/api/workspaces/`)).json());
  return workspaces[0]?.status;
};

describe("djdesk serve and open", async () => {
  const reason = await whyNoDjango();

  it.skipIf(reason !== null)("opens a project without manage.py by what it is told, keeps that, and runs its commands", async () => {
    const python = await djangoPython();
    using home = aHome();
    const folder = aSample(home, "library");
    rmSync(join(folder, "manage.py"));
    mkdirSync(join(home.folder, "conf"));
    writeFileSync(join(home.folder, "conf", "shelf_conf.py"), "from library.settings import *\n");
    const told = ["--settings", "shelf_conf", "--pythonpath", "conf", "--python", python];
    const workspaces = async (url: string) =>
      operations.listWorkspaces.output.parse(await (await fetch(`${url}/api/workspaces/`)).json()).workspaces;
    {
      await using server = await djdeskServing(home, ["serve", folder, "--trust", "--port", "0", ...told]);
      expect(await workspaces(server.url)).toMatchObject([
        { settings: { settings_module: "shelf_conf", pythonpath: [join(home.folder, "conf")], python } },
      ]);
      await server.end();
    }
    const checked = await djdesk(home, ["run", "library", "check"]);
    expect(checked).toMatchObject({ code: 0 });
    expect(checked.stdout).toMatch(/System check identified no issues/);
    await using server = await djdeskServing(home, ["serve", folder, "--port", "0", "--env", "SHELF=1"]);
    expect(await workspaces(server.url)).toMatchObject([{ settings: { settings_module: "shelf_conf", env: { SHELF: "1" } } }]);
  });

  it("says its address, serves the page, and ends on a signal with all stored", async () => {
    using home = aHome();
    const server = await djdeskServing(home, ["open", "--sample", "--no-open", "--port", "0"]);
    const page = await fetch(`${server.url}/`);
    expect(page.headers.get("content-type")).toMatch(/text\/html/);
    const health = await fetch(`${server.url}/api/health/`);
    expect(operations.readHealth.output.parse(await health.json())).toMatchObject({ product: "djdesk", workspaces: 1 });
    await expect.poll(() => workspaceStatus(server.url), { timeout: 30_000 }).toBe("ready");
    const asked = performance.now();
    const ended = await server.end();
    expect(ended.code).toBe(0);
    expect(performance.now() - asked).toBeLessThan(6000);
    expect(ended.stdout).toMatch(/Observatory +http:\/\/127\.0\.0\.1:\d+\/w\/observatory +sample/);
    expect((await djdesk(home, ["workspaces"])).stdout).toMatch(/^ observatory +ready +yes/m);
  });
});
