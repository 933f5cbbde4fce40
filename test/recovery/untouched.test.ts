import { createHash } from "node:crypto";
import { lstatSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openDesk } from "../../src/operations/open-desk.ts";
import { perform } from "../../src/operations/perform.ts";
import { placeSample } from "../../src/operations/samples/place-sample.ts";
import { samples } from "../../src/operations/samples/samples.ts";
import { registerFolder } from "../../src/operations/workspaces/register-folder.ts";
import { djangoPython, whyNoDjango } from "../support/django.ts";

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-untouched-")));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Every entry below a folder with its mode, time of change and content. */
const takeStock = (root: string): readonly string[] =>
  readdirSync(root, { recursive: true, encoding: "utf8" })
    .sort()
    .map((name) => {
      const path = join(root, name);
      const stat = lstatSync(path, { bigint: true });
      const content = stat.isFile() ? createHash("sha256").update(readFileSync(path)).digest("hex") : "";
      return `${name} ${stat.mode} ${stat.mtimeNs} ${stat.size} ${content}`;
    });

const asked = [
  { preset: "showmigrations" },
  { preset: "check" },
  { preset: "check-deploy" },
  { preset: "diffsettings" },
  { preset: "inspectdb" },
  { preset: "makemigrations-check" },
  { preset: "migrate-plan" },
  { preset: "showmigrations", plan: "on" },
];

it.skipIf((await whyNoDjango()) !== null)(
  "fifty mixed scans and runs change no byte, mode or time of a project",
  async () => {
    const project = placeSample(samples[0], folder);
    const before = takeStock(project);
    const desk = await openDesk({
      dataFolder: join(folder, "data"),
      role: "server",
      version: "0.0.0-test",
      onError: (error) => expect.fail(String(error)),
    });
    const workspace = await registerFolder(desk, { path: project, name: "", bundled: false });
    const { slug } = workspace;
    await perform(desk, "updateWorkspace", { slug, python: await djangoPython() });
    await perform(desk, "trustWorkspace", { slug });
    const ids: number[] = [];
    for (let round = 0; round < 25; round += 1) {
      await perform(desk, "startScan", { slug, kind: (["schema", "migrations", "logs", "fixtures"] as const)[round % 4] });
      const form = { workspace: slug, confirm_safe: "on", ...asked[round % asked.length] };
      ids.push((await perform(desk, "queueTaskRun", form)).task_run.id);
    }
    await desk.scans.settled(workspace.id);
    const runs = [];
    for (const id of ids) {
      await desk.runs.ended(id);
      runs.push(await perform(desk, "readTaskRun", { id }));
    }
    await desk.close();
    expect(takeStock(project)).toEqual(before);
    expect(runs.filter(({ status }) => status === "succeeded").length).toBeGreaterThan(15);
    expect(runs.map(({ metadata }) => metadata.command.changed_files)).toEqual(runs.map(() => 0));
  },
  300_000,
);
