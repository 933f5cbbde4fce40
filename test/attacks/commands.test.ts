/**
 * Rows C: what a client could send to bring an option, a command or a path of its own. Each is asked for in every way
 * that a request has room for; none of them may make a row or start a process.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { legitimateForms } from "../../src/runner/legitimate-forms.ts";
import { pythonPath } from "../../src/operations/a-desk.ts";
import { perform } from "../../src/operations/perform.ts";
import { prepareRun } from "../../src/operations/runs/prepare-run.ts";
import { noSandbox } from "../../src/runner/sandbox/sandbox.ts";
import { startTestServer } from "../../src/server/a-running-server.ts";

let server: Awaited<ReturnType<typeof startTestServer>>;
let project = "";
/** A line for each process of the project that was started, with its arguments. */
let spawns = "";
const slug = "library";
const token = "t".repeat(32);

/** Without a sandbox, so that a process that was started is seen. */
const managePy = (witness: string): string => `import os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "library.settings")
with open(${JSON.stringify(witness)}, "a") as file:
    print(*sys.argv[1:], file=file)
`;

beforeAll(async () => {
  server = await startTestServer({ mostProtection: "none" });
  project = join(server.folder, "library");
  spawns = join(server.folder, "spawns");
  mkdirSync(join(project, "library"), { recursive: true });
  writeFileSync(join(project, "manage.py"), managePy(spawns));
  writeFileSync(join(project, "library", "__init__.py"), "");
  writeFileSync(
    join(project, "library", "settings.py"),
    'INSTALLED_APPS = []\nDATABASES = {alias: {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"} for alias in ("default", "replica")}\n',
  );
  await perform(server.desk, "addWorkspace", { project_path: project });
  await perform(server.desk, "updateWorkspace", { slug, python: pythonPath() });
  await perform(server.desk, "trustWorkspace", { slug, protection: "none" });
  await server.desk.scans.settled(1);
});
afterAll(() => server.stop());
beforeEach(() => rmSync(spawns, { force: true }));

type Form = Readonly<Record<string, unknown>>;

const post = (headers: Readonly<Record<string, string>>, body: string) =>
  fetch(`http://127.0.0.1:${server.port}/api/task-runs/`, {
    method: "POST",
    headers: { "X-CSRFToken": token, Cookie: `csrftoken=${token}`, ...headers },
    body,
  });

const asJson = (form: Form) =>
  post({ "Content-Type": "application/json" }, JSON.stringify({ workspace: slug, confirm_safe: "on", ...form }));

const asForm = (form: Form) => {
  const fields = new URLSearchParams({ workspace: slug, confirm_safe: "on" });
  for (const [name, value] of Object.entries(form)) for (const one of [value].flat()) fields.append(name, String(one));
  return post({ "Content-Type": "application/x-www-form-urlencoded" }, fields.toString());
};

/** Number of the newest run: each that was ever stored has raised it. */
const runCount = async (): Promise<number> => (await perform(server.desk, "listTaskRuns", {})).task_runs[0]?.id ?? 0;
const spawned = (): readonly string[] => (existsSync(spawns) ? readFileSync(spawns, "utf8").trim().split("\n") : []);

/** Each form is refused with 4xx, as JSON and as a form; nothing is stored and nothing is started. */
const expectRefused = async (forms: readonly Form[]): Promise<void> => {
  const before = await runCount();
  for (const form of forms) {
    for (const send of [asJson, asForm]) {
      const answer = await send(form);
      const shown = JSON.stringify(form).slice(0, 300);
      expect({ form: shown, status: answer.status, text: await answer.text() }).toMatchObject({ form: shown, status: 400 });
    }
  }
  expect(await runCount()).toBe(before);
  expect(spawned()).toEqual([]);
};

const required: Readonly<Record<string, Form>> = {
  dumpdata: { labels: "library" },
  sqlmigrate: { app_label: "library", migration: "0001" },
};

/** Options of each preset that take text. */
const textOptions: readonly (readonly [string, readonly string[]])[] = [
  ["check", ["app_label", "tag", "database", "fail_level"]],
  ["check-deploy", ["app_label", "tag", "database", "fail_level"]],
  ["showmigrations", ["app_label", "database"]],
  ["diffsettings", ["output"]],
  ["inspectdb", ["table", "database"]],
  ["sqlmigrate", ["app_label", "migration", "database"]],
  ["dumpdata", ["labels", "exclude", "pks", "format", "database"]],
  ["makemigrations-check", ["app_label"]],
  ["migrate-plan", ["app_label", "migration", "database"]],
];

/** One value in each place of each preset. */
const inEveryPlace = (value: unknown): readonly Form[] =>
  textOptions.flatMap(([preset, names]) => names.map((name) => ({ preset, ...required[preset], [name]: value })));

/** Words of a command line, brought as a preset, as an option of their name, and as values of `preset`. */
const inEveryWay = (preset: string, words: readonly [string, ...string[]]): readonly Form[] => {
  const line = words.join(" ");
  const [option, ...rest] = words;
  const [name = "", value = rest[0] ?? "on"] = option.split("=", 2);
  const names = [name, name.replace(/^-+/, ""), option];
  const places = textOptions.find(([key]) => key === preset)?.[1] ?? [];
  return [
    { preset: `${preset} ${line}` },
    ...names.map((key) => ({ preset, ...required[preset], [key]: value })),
    ...places.flatMap((place) =>
      [line, words, ["library", ...words], `library ${line}`, `library,${line}`, `library=${line}`].map((sent) => ({
        preset,
        ...required[preset],
        [place]: sent,
      })),
    ),
  ];
};

describe("an option that dumpdata has and DJDesk has not", () => {
  it("C01 -o F", () => expectRefused(inEveryWay("dumpdata", ["-o", "F"])));
  it("C02 -oF", () => expectRefused([...inEveryWay("dumpdata", ["-oF"]), ...inEveryWay("dumpdata", ["-aoF"])]));
  it("C03 --output F", () => expectRefused(inEveryWay("dumpdata", ["--output", "F"])));
  it("C04 --output=F", () => expectRefused(inEveryWay("dumpdata", ["--output=F"])));
  it("C05 --o F, --out F", () => expectRefused([...inEveryWay("dumpdata", ["--o", "F"]), ...inEveryWay("dumpdata", ["--out=F"])]));
  it("C06 -o manage.py, which stays as it is", async () => {
    await expectRefused(inEveryWay("dumpdata", ["-o", "manage.py"]));
    expect(readFileSync(join(project, "manage.py"), "utf8")).toBe(managePy(spawns));
  });
  it("C07 --format=../x and formats of other serializers", () =>
    expectRefused(
      ["../x", "xml", "yaml", "jsonl", "json ../x", "JSON"].map((format) => ({ preset: "dumpdata", ...required["dumpdata"], format })),
    ));
});

describe("an option that loads other code", () => {
  const presets = textOptions.map(([preset]) => preset);
  it("C08 --settings=evil", () => expectRefused(presets.flatMap((preset) => inEveryWay(preset, ["--settings=evil"]))));
  it("C09 --settings evil, --sett evil", () =>
    expectRefused(presets.flatMap((preset) => [...inEveryWay(preset, ["--settings", "evil"]), ...inEveryWay(preset, ["--sett", "evil"])])));
  it("C10 --pythonpath=/x", () => expectRefused(presets.flatMap((preset) => inEveryWay(preset, ["--pythonpath=/x"]))));
  it("C11 --pyth /x", () => expectRefused(presets.flatMap((preset) => inEveryWay(preset, ["--pyth", "/x"]))));
  it("C12 diffsettings --default evil", () => expectRefused(inEveryWay("diffsettings", ["--default", "evil"])));
  it("C13 --default=os", () => expectRefused(inEveryWay("diffsettings", ["--default=os"])));
  it("C14 sqlmigrate --settings=x core 0001", () =>
    expectRefused([
      { preset: "sqlmigrate --settings=x core 0001" },
      { preset: "sqlmigrate", app_label: "--settings=x", migration: "0001" },
      { preset: "sqlmigrate", app_label: "core", migration: "--settings=x" },
      { preset: "sqlmigrate", app_label: ["--settings=x", "core"], migration: "0001" },
    ]));
});

describe("a value that a shell or a parser would read otherwise", () => {
  it("C15 extra; id", () => expectRefused(["extra; id", "extra;id", "extra && id", "extra | id", "extra\u003bid"].flatMap(inEveryPlace)));
  it("C16 $(id)", () => expectRefused(["$(id)", "${IFS}", "$HOME", "library$(id)", "%PATH%"].flatMap(inEveryPlace)));
  it("C17 backticks", () => expectRefused(["`id`", "library`id`"].flatMap(inEveryPlace)));
  it("C18 newline, CR, tab, U+2028 and their like inside a value", () =>
    expectRefused(
      ["\n", "\r", "\t", "\u2028", "\u2029", "\u0085", "\u000b", "\u0000", "\u200b", "\u202e", "\ufeff", "\u00a0"].flatMap((odd) =>
        inEveryPlace(`a${odd}b`),
      ),
    ));
  it("C18 letters that look like ours", () =>
    expectRefused(["lіbrary", "ﬁxtures", "－o", "‐o", "–output", "ａｐｐ", "e\u0301"].flatMap(inEveryPlace)));
  it("C19 200 KB in a value, far below what the system would take", async () => {
    const before = await runCount();
    for (const form of inEveryPlace("x".repeat(200_000))) expect((await asJson(form)).status).toBe(400);
    for (const form of inEveryPlace(Array.from({ length: 20_000 }, (_, index) => `app${index}`)))
      expect((await asJson(form)).status).toBe(400);
    expect([await runCount(), spawned()]).toEqual([before, []]);
  });
  it("C20 a value that begins with a dash", () =>
    expectRefused(["-", "-v3", "--", "--all", "-h", "--help", "--version", "---", "-\u00a0x"].flatMap(inEveryPlace)));
  it("C21 a bare -- and then an option", () =>
    expectRefused(
      textOptions.flatMap(([preset]) => [...inEveryWay(preset, ["--", "--settings=evil"]), ...inEveryWay(preset, ["--", "-o"])]),
    ));
  it("C22 an option that is given twice", async () => {
    await expectRefused([
      { preset: "inspectdb", database: ["default", "replica"] },
      { preset: "dumpdata", labels: "library", format: ["json", "json"] },
      { preset: "sqlmigrate", app_label: ["library", "other"], migration: "0001" },
    ]);
    const before = await runCount();
    const twice = await post(
      { "Content-Type": "application/json" },
      `{"workspace":"${slug}","confirm_safe":"on","preset":"check","preset":"inspectdb"}`,
    );
    const preset = await post(
      { "Content-Type": "application/x-www-form-urlencoded" },
      `workspace=${slug}&confirm_safe=on&preset=check&preset=inspectdb`,
    );
    expect([twice.status, preset.status, await runCount(), spawned()]).toEqual([400, 400, before, []]);
  });
});

describe("a command that is none of the catalogue", () => {
  it("C23 migrate, shell, flush, loaddata, runserver, dbshell, test and others", () =>
    expectRefused(
      "migrate shell flush loaddata runserver dbshell test createsuperuser sqlflush collectstatic squashmigrations changepassword compilemessages startapp makemigrations optimizemigration CHECK Check check\u0000 _template __proto__ constructor toString"
        .split(" ")
        .flatMap((preset) => [
          { preset },
          { preset: `python manage.py ${preset}` },
          { preset: ["check", preset] },
          { preset: { key: preset } },
        ]),
    ));

  it("C24 python -c, ./manage.py, another interpreter and a python.bat of the project", async () => {
    await expectRefused(
      ["python -c 'import os'", "-c", "./manage.py", "../check", "/usr/bin/id", "python.bat", "check.py", "manage.py check"].map(
        (preset) => ({ preset }),
      ),
    );
    await expectRefused(
      ["interpreter", "python", "executable", "command", "raw", "args", "argv", "env", "cwd", "shell", "timeout", "PATH"].map((name) => ({
        preset: "check",
        [name]: "/usr/bin/id",
      })),
    );
    writeFileSync(join(project, "python.bat"), "@echo off");
    writeFileSync(join(project, "python"), "#!/bin/sh\nexit 0\n", { mode: 0o755 });
    for (const python of [
      "python.bat",
      "./python",
      "python -c",
      "python",
      "",
      "bin/python",
      join(project, "python.bat"),
      project,
      "/usr/bin/python3 -c",
      "/dev/null",
      "/usr/bin/python3\0",
    ]) {
      await expect(perform(server.desk, "updateWorkspace", { slug, python }), python).rejects.toMatchObject({
        errors: { python: [expect.any(String)] },
      });
    }
    expect(spawned()).toEqual([]);
  });
});

describe("a run that is changed behind the server's back", () => {
  const inStore = (statement: string, ...values: readonly (string | number)[]): void => {
    const store = new DatabaseSync(join(server.folder, "data", "djdesk.sqlite3"));
    store.prepare(statement).run(...values);
    store.close();
  };
  const waiting = async (): Promise<number> => {
    const { task_run: run } = await perform(server.desk, "queueTaskRun", { workspace: slug, preset: "check", confirm_safe: "on" });
    return run.id;
  };

  it("C25 a preset or an option that was edited in the database is judged again before it is run", async () => {
    const id = await waiting();
    await server.desk.runs.ended(id);
    const workspace = await server.desk.store.workspaces.bySlug(slug);
    const asked = {
      workspace,
      digest: null,
      timeoutMs: null,
      secrets: [],
      sandbox: noSandbox,
      live: { collector: () => null },
      dataFolder: server.folder,
    };
    const prepared = async () => {
      const run = await server.desk.store.taskRuns.byId(id);
      if (run === null) throw new Error("the run is gone");
      return prepareRun(run, { ...asked, samplePython: () => Promise.reject(new Error("none")) });
    };
    expect(await prepared()).toMatchObject({ kind: "ready" });
    const edits: readonly (readonly [string, Form])[] = [
      ["flush", {}],
      ["shell", {}],
      ["check", { settings: "evil" }],
      ["check", { app_label: "-oF" }],
      ["dumpdata", { labels: "library", output: "manage.py" }],
    ];
    for (const [preset, options] of edits) {
      inStore("UPDATE task_runs SET preset = ?, options_json = ? WHERE id = ?", preset, JSON.stringify(options), id);
      expect(await prepared()).toMatchObject({ kind: "invalid" });
    }
  });

  it("C25 what waits to be run is what was asked for, whatever the database says meanwhile", async () => {
    const pause = join(server.folder, "pause");
    writeFileSync(pause, "");
    writeFileSync(
      join(project, "manage.py"),
      `${managePy(spawns)}import time\nwhile os.path.exists(${JSON.stringify(pause)}): time.sleep(0.05)\n`,
    );
    try {
      // As many as run at a time, and one that waits.
      const ids = [await waiting(), await waiting(), await waiting()];
      inStore("UPDATE task_runs SET preset = 'flush', options_json = ? WHERE id = ?", JSON.stringify({ settings: "evil" }), ids[2] ?? 0);
      rmSync(pause);
      await Promise.all(ids.map((id) => server.desk.runs.ended(id)));
      expect(spawned()).toEqual(["check", "check", "check"]);
    } finally {
      rmSync(pause, { force: true });
      writeFileSync(join(project, "manage.py"), managePy(spawns));
    }
  });

  it("C25 a folder that a restored database points elsewhere is not run", async () => {
    const elsewhere = join(server.folder, "elsewhere");
    renameSync(project, elsewhere);
    symlinkSync("/etc", project);
    try {
      expect((await asJson({ preset: "check" })).status).toBe(403);
      await expect(perform(server.desk, "trustWorkspace", { slug, protection: "none" })).rejects.toMatchObject({
        message: expect.stringContaining("protected"),
      });
    } finally {
      rmSync(project);
      renameSync(elsewhere, project);
    }
    expect(spawned()).toEqual([]);
  });
});

describe("what users ask for", () => {
  it("C26 legitimate forms run as they were asked for, as JSON and as a form in turn", async () => {
    for (const [index, [preset, options, expected]] of legitimateForms.entries()) {
      const answer = await (index % 2 === 0 ? asJson : asForm)({ preset, ...options });
      const body = await answer.json();
      expect({ expected, status: answer.status, body }).toMatchObject({ expected, status: 201 });
      await server.desk.runs.ended(body.task_run.id);
    }
    expect(spawned()).toEqual(legitimateForms.map(([, , line]) => line));
  }, 120_000);
});
