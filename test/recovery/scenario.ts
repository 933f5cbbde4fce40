/**
 * One scripted course of a desk, again and again with another call failing: `node --import faults.mjs scenario.ts FOLDER
 * N…`. Prints a line of JSON for each: what was acknowledged, what failed, and what a desk that is opened after it finds.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "../../src/contract/errors.ts";
import type { Desk } from "../../src/operations/desk/desk.ts";
import { openDesk } from "../../src/operations/open-desk.ts";
import { perform } from "../../src/operations/perform.ts";
import { pythonPath } from "../../src/operations/a-desk.ts";

interface Faults {
  failAt: number;
  count: number;
  isOn: boolean;
  hit: string;
}
declare const djdeskFaults: Faults;

const [folder = "", ...numbers] = process.argv.slice(2);
const faults = djdeskFaults;
const python = pythonPath();
const outcomes: string[] = [];
const tell = (error: unknown): string => (error instanceof Refusal ? error.code : String(error));
process.on("uncaughtException", (error) => outcomes.push(`uncaught ${error.stack ?? error.message}`));
process.on("unhandledRejection", (error) =>
  outcomes.push(`unhandled ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
);

const project = join(folder, "harbour");
mkdirSync(join(project, "harbour"), { recursive: true });
writeFileSync(join(project, "harbour", "__init__.py"), "");
writeFileSync(join(project, "harbour", "settings.py"), "INSTALLED_APPS = []\n");
writeFileSync(
  join(project, "manage.py"),
  'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "harbour.settings")\nprint("moored")\n',
);

interface Acknowledged {
  workspace: string | null;
  trusted: boolean;
  run: number | null;
}

const open = (dataFolder: string): Promise<Desk> =>
  openDesk({
    dataFolder,
    role: "server",
    version: "0.0.0-test",
    watch: false,
    mostProtection: "none",
    onError: (error) => outcomes.push(`told ${tell(error)}`),
  });

/** Goes on to the next deed where one is refused, as a user would. */
const play = async (dataFolder: string): Promise<Acknowledged> => {
  const acknowledged: Acknowledged = { workspace: null, trusted: false, run: null };
  const attempt = async (deed: () => Promise<void>): Promise<void> =>
    deed().catch((error: unknown) => void outcomes.push(`refused ${tell(error)}`));
  let desk: Desk | null = null;
  await attempt(async () => {
    desk = await open(dataFolder);
    desk.announce("http://127.0.0.1:1");
  });
  if (desk === null) return acknowledged;
  const here: Desk = desk;
  await attempt(async () => {
    acknowledged.workspace = (await perform(here, "addWorkspace", { project_path: project })).slug;
  });
  const slug = acknowledged.workspace ?? "harbour";
  await attempt(async () => void (await perform(here, "updateWorkspace", { slug, python })));
  await attempt(async () => {
    await perform(here, "trustWorkspace", { slug, protection: "none" });
    acknowledged.trusted = true;
  });
  await attempt(async () => {
    acknowledged.run = (await perform(here, "queueTaskRun", { workspace: slug, preset: "check", confirm_safe: "on" })).task_run.id;
  });
  await attempt(async () => {
    await here.runs.ended(acknowledged.run ?? 0);
    await here.scans.settled(1);
  });
  await attempt(async () => void (await perform(here, "readStatus", { slug })));
  await attempt(async () => void (await perform(here, "readFacts", { slug })));
  await attempt(() => here.close());
  return acknowledged;
};

/** What is there after all, with nothing failing. */
const look = async (dataFolder: string, { workspace, run }: Acknowledged): Promise<Record<string, unknown>> => {
  const desk = await open(dataFolder);
  const found = await desk.store.workspaces.bySlug(workspace ?? "harbour");
  const unfinished = (await desk.store.scans.unfinished()).length + (await desk.store.taskRuns.unfinished()).length;
  const stored = run === null ? null : await desk.store.taskRuns.byId(run);
  const lines = run === null ? [] : await desk.store.logLines.after(run, 0, 100);
  await desk.close();
  return {
    unfinished,
    trusted: found?.trusted ?? null,
    status: stored?.status ?? null,
    lineCount: stored?.lineCount ?? null,
    lines: lines.length,
    error: stored?.command.error ?? null,
  };
};

const withLimit = <Value>(promise: Promise<Value>, what: string): Promise<Value> =>
  Promise.race([
    promise,
    new Promise<never>((_resolve, reject) => {
      setTimeout(() => reject(new Error(`${what} took too long`)), 60_000).unref();
    }),
  ]);

// Once without a fault, so that everything is loaded.
for (const number of ["0", ...numbers]) {
  const dataFolder = join(folder, `data-${number}`);
  outcomes.length = 0;
  Object.assign(faults, { failAt: Number(number), count: 0, isOn: true, hit: "" });
  const line: Record<string, unknown> = { number: Number(number) };
  try {
    const acknowledged = await withLimit(play(dataFolder), "the scenario");
    Object.assign(line, { acknowledged, count: faults.count });
    faults.isOn = false;
    Object.assign(line, { found: await withLimit(look(dataFolder, acknowledged), "the look") });
  } catch (error) {
    faults.isOn = false;
    Object.assign(line, { broken: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
  console.log(JSON.stringify({ ...line, hit: faults.hit, outcomes }));
  rmSync(dataFolder, { recursive: true, force: true });
}
process.exit(0);
