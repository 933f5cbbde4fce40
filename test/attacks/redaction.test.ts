import { execFile, spawn, type ChildProcess } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { z } from "zod";
import { placeSample } from "../../src/operations/samples/place-sample.ts";
import { samples } from "../../src/operations/samples/samples.ts";
import { createRedactor, redactionRules } from "../../src/runner/redaction/redactor.ts";
import { canaries } from "../support/canaries.ts";
import { djangoPython, whyNoDjango } from "../support/django.ts";

const run = promisify(execFile);
/** A scan with findings ends with 1. */
const ended = z.object({ stdout: z.string(), stderr: z.string() });
/** What stands in quotes or after `=` in a line of settings or `.env`. */
const secretsOf = (line: string): readonly string[] => [...line.matchAll(/["=:]([^"=:@\s]{12,})/g)].map(([, value = ""]) => value);
const printed = canaries.flatMap((canary) => canary.printed ?? []);

/** A copy of the sample that holds every canary and prints what is to be printed, in pieces of seven bytes. */
const plant = (parent: string, failure: string): string => {
  const project = placeSample(samples[0], parent);
  appendFileSync(join(project, ".env"), `\n${canaries.flatMap(({ env }) => env ?? []).join("\n")}\n`);
  appendFileSync(
    join(project, "observatory", "settings", "__init__.py"),
    `\n${canaries.flatMap(({ settings }) => settings ?? []).join("\n")}
from .printed import lines as _lines
for _data in [(_line + "\\n").encode() for _line in _lines]:
    for _at in range(0, len(_data), 7):
        os.write(1, _data[_at:_at + 7])
${failure}
`,
  );
  writeFileSync(join(project, "observatory", "settings", "printed.py"), `lines = ${JSON.stringify(printed)}\n`);
  appendFileSync(
    join(project, "var", "observatory.log"),
    `${printed.map((line) => `2026-01-01 00:00:00,000 INFO observations: ${line}`).join("\n")}\n`,
  );
  const [github = "", slack = ""] = canaries.filter(({ name }) => /github|slack$/.test(name)).flatMap((canary) => canary.printed ?? []);
  appendFileSync(
    join(project, "core", "models.py"),
    `\nclass Gate(models.Model):\n    code = models.CharField(max_length=200, default=${JSON.stringify(github)}, help_text=${JSON.stringify(slack)})\n`,
  );
  return project;
};

const bodies = canaries.map(({ name, body }) => ({ name, body }));
const found = (text: string): readonly string[] => bodies.filter(({ body }) => text.includes(body)).map(({ name }) => name);

interface Serving {
  readonly url: string;
  readonly child: ChildProcess;
  readonly said: () => string;
}

const serve = (dataFolder: string, project: string, python: string): Promise<Serving> =>
  new Promise((resolve, reject) => {
    const script = fileURLToPath(new URL("../recovery/serve.ts", import.meta.url));
    const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", script, dataFolder, project, python], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
    child.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      const url = /http:\S+/.exec(said)?.[0];
      if (url !== undefined) resolve({ url, child, said: () => said });
    });
    child.once("exit", () => reject(new Error(`The server ended: ${said}`)));
  });

const token = "r".repeat(32);
const post = async (url: string, path: string, fields: Record<string, string>) =>
  (
    await fetch(`${url}${path}`, {
      method: "POST",
      headers: { "X-CSRFToken": token, Cookie: `csrftoken=${token}` },
      body: new URLSearchParams(fields),
    })
  ).text();

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());

/** Everything that a server and its store tell while the project is scanned and commands of it run, by where it was found. */
const collect = async (folder: string, project: string, python: string): Promise<ReadonlyMap<string, string>> => {
  const heard = new Map<string, string>();
  const server = await serve(join(folder, "data"), project, python);
  const slug = /"slug":"([^"]+)"/.exec(await (await fetch(`${server.url}/api/workspaces/`)).text())?.[1] ?? "";
  for (const path of [`/ws/workspaces/${slug}/`, `/ws/task-runs/${slug}/?after=0`]) {
    const socket = new WebSocket(server.url.replace("http", "ws") + path);
    socket.on("message", (data: Buffer) => heard.set(path, `${heard.get(path) ?? ""}${data.toString()}`));
    await new Promise((resolve) => socket.once("open", resolve));
  }
  const ids: string[] = [];
  for (const preset of ["diffsettings", "check", "makemigrations-check", "showmigrations"]) {
    const answer = await post(server.url, "/api/task-runs/", { workspace: slug, preset, confirm_safe: "on", notes: printed[0] ?? "" });
    heard.set(`queue ${preset}`, answer);
    ids.push(/"task_run":\{"id":(\d+)/.exec(answer)?.[1] ?? "none");
  }
  const isOver = async (id: string): Promise<boolean> =>
    !/"status":"(requested|running)"/.test((await (await fetch(`${server.url}/api/task-runs/${id}/`)).text()).slice(0, 400));
  for (const id of ids) await expect.poll(() => isOver(id), { timeout: 60_000, interval: 200 }).toBe(true);
  const pages = [
    `/api/workspaces/${slug}/status/`,
    `/api/workspaces/${slug}/facts/`,
    "/api/workspaces/",
    `/api/task-runs/?workspace=${slug}`,
    `/api/presets/?workspace=${slug}`,
    ...ids.flatMap((id) => [`/api/task-runs/${id}/`, `/api/task-runs/${id}/log/?limit=5000`]),
  ];
  for (const path of pages) heard.set(path, await (await fetch(server.url + path)).text());
  heard.set(
    "an error",
    await post(server.url, "/api/task-runs/", {
      workspace: slug,
      preset: "sqlmigrate",
      confirm_safe: "on",
      app_label: "core",
      migration: "0009",
    }),
  );
  server.child.removeAllListeners("exit");
  const gone = new Promise((resolve) => server.child.once("exit", resolve));
  server.child.kill("SIGKILL");
  await gone;
  heard.set("stdout and stderr", server.said());
  for (const path of filesBelow(join(folder, "data"))) heard.set(path, readFileSync(path).toString("latin1"));
  return heard;
};

describe.skipIf((await whyNoDjango()) !== null)("L08 the secrets of a project", () => {
  let folder: string;
  let project: string;
  let python: string;
  let raw: string;
  beforeAll(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-canaries-")));
    project = plant(folder, "");
    python = await djangoPython();
    // On a copy, for Python writes next to what it runs.
    const copy = join(folder, "by-hand");
    cpSync(project, copy, { recursive: true });
    raw = (await run(python, ["-B", "manage.py", "diffsettings"], { cwd: copy, maxBuffer: 1 << 24 })).stdout;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("are fifty and more, and without DJDesk all come out", () => {
    expect(canaries.length).toBeGreaterThan(50);
    expect(new Set(bodies.map(({ body }) => body)).size).toBe(canaries.length);
    expect(found(raw)).toEqual(bodies.map(({ name }) => name));
  });

  it("are neither stored nor sent by scans and runs", async () => {
    const heard = await collect(folder, project, python);
    expect([...heard].flatMap(([where, text]) => found(text).map((name) => `${name} in ${where}`))).toEqual([]);
    // Each place was there, and tells of what it is about.
    expect([...heard.keys()].filter((path) => /sqlite3(-wal)?$|server\.json$/.test(path)).length).toBeGreaterThanOrEqual(3);
    const logs = [...heard].filter(([where]) => /log\/|ws\/task-runs/.test(where));
    expect(logs.length).toBe(5);
    expect(logs.filter(([, text]) => text.split("•••").length < 50).map(([where]) => where)).toEqual([]);
    expect(heard.get("stdout and stderr")).not.toMatch(/Error/);
  });

  it("are not told by commands that fail and projects that raise", async () => {
    const [first, second] = [canaries.find(({ name }) => name === "known-setting"), canaries.find(({ name }) => name === "url-postgres")];
    const parent = join(folder, "failing");
    const failing = plant(parent, `raise RuntimeError("cannot use ${first?.body} at postgres://ada:${second?.body}@db/x")`);
    const heard = await collect(parent, failing, python);
    expect([...heard].flatMap(([where, text]) => found(text).map((name) => `${name} in ${where}`))).toEqual([]);
    expect([...heard.values()].join("")).toContain("RuntimeError: cannot use ••• at postgres://ada:•••@db/x");
  });

  it("are not told by a scan in the terminal, nor kept by it", async () => {
    const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
    const env = { PATH: process.env["PATH"], HOME: folder, DJDESK_DATA: join(folder, "terminal") };
    const scan = (...more: string[]) =>
      run(process.execPath, ["--disable-warning=ExperimentalWarning", main, "scan", project, ...more], { env, maxBuffer: 1 << 26 }).catch(
        (error: unknown) => ended.parse(error),
      );
    for (const more of [["--json"], [], ["--timing"]]) {
      const { stdout, stderr } = await scan(...more);
      expect(stdout.length).toBeGreaterThan(200);
      expect(found(stdout + stderr)).toEqual([]);
    }
    const kept = filesBelow(join(folder, "terminal"));
    expect(kept.length).toBeGreaterThan(2);
    expect(kept.flatMap((path) => found(readFileSync(path).toString("latin1")).map((name) => `${name} in ${path}`))).toEqual([]);
  });

  it.each(redactionRules)("come through without the rule for %s", (rule) => {
    const secrets = canaries.flatMap(({ rule: of, settings, env }) => (of === "known" ? secretsOf(`${settings ?? ""}${env ?? ""}`) : []));
    const lines = raw.split("\n");
    const through = (rules: typeof redactionRules | readonly (typeof redactionRules)[number][]): readonly string[] => {
      const redactor = createRedactor(secrets, rules);
      return found(lines.map((line) => redactor.redact("stdout", line)).join("\n"));
    };
    expect(through(redactionRules)).toEqual([]);
    const without = through(redactionRules.filter((other) => other !== rule));
    expect(without.length).toBeGreaterThanOrEqual(2);
    const ofRule = canaries.filter((canary) => canary.rule === rule).map(({ name }) => name);
    expect(without.filter((name) => !ofRule.includes(name))).toEqual([]);
  });
});
