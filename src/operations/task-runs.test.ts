import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { aDesk, pythonPath } from "./a-desk.ts";
import { perform } from "./perform.ts";

let here: Awaited<ReturnType<typeof aDesk>>;
beforeEach(async () => {
  here = await aDesk();
});
afterEach(() => here.close());

const queue = async (workspace: string, more: Record<string, unknown> = {}) => {
  const answer = await perform(here.desk, "queueTaskRun", { workspace, preset: "check", confirm_safe: "on", ...more });
  return answer.task_run;
};
const read = (id: number) => perform(here.desk, "readTaskRun", { id });
const ended = async (id: number) => {
  await here.desk.runs.ended(id);
  return read(id);
};
const sleeper = `import os, sys, time
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "library.settings")
print("asleep", flush=True)
time.sleep(30)
`;
/** Until it is so: a busy machine may need many seconds to start a Python. */
const waitFor = async (condition: () => Promise<boolean>): Promise<void> => {
  for (const end = performance.now() + 50_000; performance.now() < end;) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error("It did not happen.");
};

describe("a run", () => {
  it("is stored before the answer, runs after it, and ends with its output", async () => {
    const slug = await here.addWorkspace("library");
    const run = await queue(slug);
    expect(run).toMatchObject({ status: "requested", log: "", progress: 0, metadata: { command: { exit_code: null, timed_out: false } } });
    const done = await ended(run.id);
    expect(done).toMatchObject({
      status: "succeeded",
      progress: 100,
      metadata: {
        command: {
          exit_code: 0,
          changed_files: 0,
          protection: here.desk.protection.report.tier,
          protection_gaps: here.desk.protection.report.gaps,
        },
      },
    });
    expect(done.metadata.command.error).toBeUndefined();
    const lines = done.log.split("\n");
    expect(lines[0]).toMatch(/^\[\d\d:\d\d:\d\d\] Executing `python manage\.py check`$/);
    expect(lines[1]).toMatch(/manage\.py check$/);
    expect(lines.at(-1)).toMatch(/Command finished with exit code 0\.$/);
  });

  it("is in the status that answers, with the same state", async () => {
    const slug = await here.addWorkspace("library");
    const answer = await perform(here.desk, "queueTaskRun", { workspace: slug, preset: "check", confirm_safe: true });
    expect(answer.tasks[0]).toMatchObject({ id: answer.task_run.id, status: answer.task_run.status });
    await ended(answer.task_run.id);
    expect((await perform(here.desk, "readStatus", { slug })).tasks[0]).toMatchObject({ status: "succeeded", progress: 100 });
  });

  it("fails with its exit code and the root cause", async () => {
    const slug = await here.addWorkspace("bakery", {
      managePy: 'DJANGO_SETTINGS_MODULE = "library.settings"\nraise RuntimeError("the oven is cold")\n',
    });
    expect(await ended((await queue(slug)).id)).toMatchObject({
      status: "failed",
      metadata: { command: { exit_code: 1, error: "RuntimeError: the oven is cold" } },
    });
  });

  it("O02 is one of two at a time; the others wait in the order of asking", async () => {
    const slug = await here.addWorkspace("library", { managePy: sleeper });
    const runs = [await queue(slug), await queue(slug), await queue(slug)];
    const states = () => Promise.all(runs.map(async ({ id }) => (await read(id)).status));
    await waitFor(async () => (await states()).filter((status) => status === "running").length === 2);
    expect(await states()).toEqual(["running", "running", "requested"]);
    await perform(here.desk, "cancelTaskRun", { id: runs[0]!.id });
    await waitFor(async () => (await states())[2] === "running");
    await here.desk.runs.cancelAll();
    expect(await states()).toEqual(["cancelled", "cancelled", "cancelled"]);
  });

  it("K15 can be cancelled while it runs, once", async () => {
    const slug = await here.addWorkspace("library", { managePy: sleeper });
    const { id } = await queue(slug);
    await waitFor(async () => (await read(id)).log.includes("asleep"));
    expect(await perform(here.desk, "cancelTaskRun", { id })).toMatchObject({ status: "cancelled", progress: 100 });
    await expect(perform(here.desk, "cancelTaskRun", { id })).rejects.toMatchObject({ code: "run-already-ended" });
  });

  it("K15 can be cancelled before it runs, and then never runs", async () => {
    const slug = await here.addWorkspace("library", { managePy: sleeper });
    await queue(slug);
    await queue(slug);
    const third = await queue(slug);
    expect(await perform(here.desk, "cancelTaskRun", { id: third.id })).toMatchObject({ status: "cancelled", started_at: null });
    await here.desk.runs.cancelAll();
    expect((await read(third.id)).log).not.toContain("Executing");
  });

  it("ends with a reason when its folder was replaced after it was asked for", async () => {
    const slug = await here.addWorkspace("library", { managePy: sleeper });
    await queue(slug);
    await queue(slug);
    const third = await queue(slug);
    renameSync(join(here.folder, "library"), join(here.folder, "moved"));
    here.writeProject("library");
    await here.desk.runs.cancel(third.id - 2);
    expect(await ended(third.id)).toMatchObject({
      status: "failed",
      metadata: { command: { error: expect.stringContaining("replaced"), exit_code: null } },
    });
  });

  it("ends with a reason when manage.py is gone", async () => {
    const slug = await here.addWorkspace("library");
    rmSync(join(here.folder, "library", "manage.py"));
    expect(await ended((await queue(slug)).id)).toMatchObject({
      status: "failed",
      metadata: { command: { error: expect.stringContaining("manage.py") } },
    });
  });

  it("O10 says how to give an interpreter when there is none", async () => {
    const { slug } = await perform(here.desk, "addWorkspace", { project_path: here.writeProject("library") });
    await perform(here.desk, "trustWorkspace", { slug });
    const run = await ended((await queue(slug)).id);
    expect(run).toMatchObject({
      status: "failed",
      metadata: { command: { error: expect.stringContaining("--python"), interpreter: null } },
    });
  });

  it("finds packages that lie beside the project in __pypackages__", async () => {
    const path = here.writeProject("library", {
      managePy: 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "library.settings")\nimport shelving\nprint(shelving.WORD)\n',
    });
    const minor = execFileSync(pythonPath(), ["-c", "import sys; print('%d.%d' % sys.version_info[:2])"], { encoding: "utf8" }).trim();
    const packages = join(path, "__pypackages__", minor, "lib");
    mkdirSync(join(packages, "django"), { recursive: true });
    writeFileSync(join(packages, "django", "__init__.py"), "VERSION = (5, 2, 0, 'final', 0)\n");
    writeFileSync(join(packages, "shelving.py"), "WORD = 'found beside'\n");
    writeFileSync(join(path, ".pdm-python"), `${pythonPath()}\n`);
    const { slug } = await perform(here.desk, "addWorkspace", { project_path: path });
    await perform(here.desk, "trustWorkspace", { slug, protection: "none" });
    const run = await ended((await queue(slug)).id);
    expect({ log: run.log, status: run.status }).toMatchObject({ status: "succeeded", log: expect.stringContaining("found beside") });
  });

  it("L08 never stores a secret of the settings, however a command prints it", async () => {
    const slug = await here.addWorkspace("library", {
      settings: 'INSTALLED_APPS = []\nSECRET_KEY = "fern-oyster-ladder-42"\nDATABASES = {"default": {"PASSWORD": "quartz\'pelican"}}\n',
      managePy: `import os, urllib.parse
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "library.settings")
print("key is fern-oyster-ladder-42.")
print(["quartz'pelican"], urllib.parse.quote("quartz'pelican"), os.environ["BORROWED_TOKEN"])
`,
    });
    await perform(here.desk, "updateWorkspace", { slug, env: { BORROWED_TOKEN: "marmalade-7-harbour" } });
    const run = await ended((await queue(slug)).id);
    expect(run.status).toBe("succeeded");
    expect(run.log).not.toMatch(/fern-oyster|pelican|marmalade/);
    expect(run.metadata.command.redacted).toBeGreaterThanOrEqual(4);
  });

  it("keeps every stored line readable by number", async () => {
    const slug = await here.addWorkspace("library", {
      managePy: 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "library.settings")\nfor n in range(3000): print("line", n)\n',
    });
    const { id } = await queue(slug);
    await ended(id);
    const seqs: number[] = [];
    for (let after = 0; ;) {
      const page = await perform(here.desk, "readTaskRunLog", { id, after, limit: 700 });
      seqs.push(...page.lines.map((line) => line.seq));
      if (page.next === after) break;
      after = page.next;
    }
    expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, index) => index + 1));
    expect(seqs.length).toBe((await perform(here.desk, "readTaskRunLog", { id, after: 0 })).total);
  });
});

describe("a request to run", () => {
  it("is refused with all its faults at once, and creates no run", async () => {
    const form = { workspace: "nobody", preset: "migrate", confirm_safe: "off", notes: "x".repeat(281) };
    const one = [expect.any(String)];
    await expect(perform(here.desk, "queueTaskRun", form)).rejects.toMatchObject({
      code: "invalid-input",
      errors: { workspace: one, preset: one, confirm_safe: one, notes: one },
    });
    expect((await perform(here.desk, "listTaskRuns", {})).task_runs).toEqual([]);
  });

  it.each([
    ["output", "manage.py"],
    ["settings", "evil"],
    ["pythonpath", "/tmp"],
    ["nonsense", "1"],
  ])("names the option %s that it may not have", async (option, value) => {
    const slug = await here.addWorkspace("library");
    await expect(queue(slug, { [option]: value })).rejects.toMatchObject({
      code: "invalid-input",
      errors: { [option]: [expect.any(String)] },
    });
  });

  it("runs nothing of a folder that is not trusted", async () => {
    const witness = join(here.folder, "witness");
    const managePy = `DJANGO_SETTINGS_MODULE = "library.settings"\nopen(${JSON.stringify(witness)}, "w")\n`;
    const { slug } = await perform(here.desk, "addWorkspace", { project_path: here.writeProject("library", { managePy }) });
    await expect(queue(slug)).rejects.toMatchObject({ code: "workspace-not-trusted" });
    expect(existsSync(witness)).toBe(false);
  });

  it("meets a question of trust again when the folder was replaced", async () => {
    const slug = await here.addWorkspace("library");
    renameSync(join(here.folder, "library"), join(here.folder, "old"));
    here.writeProject("library");
    await expect(queue(slug)).rejects.toMatchObject({ code: "workspace-not-trusted", message: expect.stringContaining("replaced") });
    expect((await perform(here.desk, "listWorkspaces", {})).workspaces[0]).toMatchObject({ trusted: false, available: false });
    await perform(here.desk, "trustWorkspace", { slug });
    expect((await ended((await queue(slug)).id)).status).toBe("succeeded");
  });
});

describe("a desk on a machine without a sandbox", () => {
  const witnessed = () => {
    const witness = join(here.folder, "witness");
    const managePy = `DJANGO_SETTINGS_MODULE = "library.settings"\nopen(${JSON.stringify(witness)}, "w")\n`;
    return { witness, managePy };
  };
  beforeEach(async () => {
    await here.close();
    here = await aDesk({ mostProtection: "none" });
  });

  it("runs nothing of a trusted folder until its user agrees by name, and then runs it", async () => {
    const { witness, managePy } = witnessed();
    const { slug } = await perform(here.desk, "addWorkspace", { project_path: here.writeProject("library", { managePy }) });
    await perform(here.desk, "updateWorkspace", { slug, python: pythonPath() });
    expect(await perform(here.desk, "trustWorkspace", { slug })).toMatchObject({
      trusted: true,
      accepts_no_sandbox: false,
      protection: "none",
    });
    await expect(queue(slug)).rejects.toMatchObject({ code: "no-sandbox", hint: expect.stringContaining("protection=none") });
    expect(existsSync(witness)).toBe(false);
    expect(await perform(here.desk, "trustWorkspace", { slug, protection: "none" })).toMatchObject({ accepts_no_sandbox: true });
    const run = await ended((await queue(slug)).id);
    expect(run).toMatchObject({ status: "succeeded", metadata: { command: { protection: "none", protection_hint: expect.any(String) } } });
    expect(existsSync(witness)).toBe(true);
  });

  it("asks again when the folder was replaced", async () => {
    const slug = await here.addWorkspace("library");
    renameSync(join(here.folder, "library"), join(here.folder, "old"));
    here.writeProject("library");
    expect(await perform(here.desk, "trustWorkspace", { slug })).toMatchObject({ trusted: true, accepts_no_sandbox: false });
    await expect(queue(slug)).rejects.toMatchObject({ code: "no-sandbox" });
  });

  it("says in the status what is in force and how to get better", async () => {
    const slug = await here.addWorkspace("library");
    expect((await perform(here.desk, "readStatus", { slug })).protection).toMatchObject({
      tier: "none",
      gaps: [expect.stringContaining("everything")],
      hint: expect.stringContaining("DJDESK_PROTECTION"),
    });
  });
});

describe("a desk that is closed", () => {
  it("ends what runs and waits, with the reason", async () => {
    const slug = await here.addWorkspace("library", { managePy: sleeper });
    const ids = [(await queue(slug)).id, (await queue(slug)).id, (await queue(slug)).id];
    await waitFor(async () => (await read(ids[0]!)).log.includes("asleep"));
    const started = performance.now();
    await here.desk.close();
    expect(performance.now() - started).toBeLessThan(5000);
    const again = await here.open();
    const states = await Promise.all(ids.map(async (id) => (await perform(again, "readTaskRun", { id })).status));
    await again.close();
    expect(states).toEqual(["cancelled", "cancelled", "cancelled"]);
  });
});

describe("a desk beside a server", () => {
  it("runs a command of its own in the same store, and the server sees it", async () => {
    const slug = await here.addWorkspace("library");
    const visitor = await here.open({ role: "visitor" });
    const answer = await perform(visitor, "queueTaskRun", { workspace: slug, preset: "check", confirm_safe: "on" });
    await visitor.runs.ended(answer.task_run.id);
    await visitor.close();
    expect(await read(answer.task_run.id)).toMatchObject({ status: "succeeded" });
    await waitFor(async () => (await perform(here.desk, "readStatus", { slug })).tasks[0]?.status === "succeeded");
  });

  it("O01 is refused as a second server", async () => {
    await expect(here.open()).rejects.toMatchObject({ code: "desk-already-open" });
    expect(readFileSync(join(here.folder, "data", "djdesk.sqlite3")).length).toBeGreaterThan(0);
  });
});
