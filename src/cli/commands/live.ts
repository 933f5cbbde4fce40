import type { Command } from "commander";
import type { Desk } from "../../operations/desk/desk.ts";
import type { Door } from "../door.ts";
import { addSettingsOptions, toldBy, type SettingsOptions } from "../settings-options.ts";

interface LiveOptions extends SettingsOptions {
  readonly trust?: true;
  readonly json?: true;
  readonly data?: string;
}

/** Waits for the run behind the scan, and tells how far it is. */
const follow = async (desk: Desk, slug: string, scan: number, door: Door): Promise<string | null> => {
  const [{ perform }, { delay }] = await Promise.all([import("../../operations/perform.ts"), import("../../kit/delay.ts")]);
  const { task_runs: runs } = await perform(desk, "listTaskRuns", { workspace: slug, limit: 20 });
  const run = runs.find(({ preset, completed_at }) => preset === "live-facts" && completed_at === null);
  const cancel = (): void => void (run === undefined ? undefined : perform(desk, "cancelTaskRun", { id: run.id }).catch(() => {}));
  process.on("SIGINT", cancel);
  process.on("SIGTERM", cancel);
  for (;;) {
    const found = await desk.store.scans.byId(scan);
    if (found === null || found.status === "completed" || found.status === "failed") {
      door.terminal.progress("");
      process.off("SIGINT", cancel);
      process.off("SIGTERM", cancel);
      if (run !== undefined) await desk.runs.ended(run.id);
      const workspace = await desk.store.workspaces.bySlug(slug);
      if (workspace !== null) await desk.scans.settled(workspace.id);
      return found?.status === "completed" ? null : (found?.summary ?? "The workspace was forgotten meanwhile.");
    }
    door.terminal.progress(`${found.summary} ${found.progress} %`);
    await delay(100);
  }
};

const live = async (project: string, options: LiveOptions, door: Door): Promise<void> => {
  const [{ visitDesk }, { perform }, { describeLive }, { workspaceOf }, { trustByName }] = await Promise.all([
    import("../visit-desk.ts"),
    import("../../operations/perform.ts"),
    import("../output/describe-live.ts"),
    import("../workspace-of.ts"),
    import("../trust-by-name.ts"),
  ]);
  const { terminal } = door;
  const answer = await visitDesk(door, options.data, async (desk) => {
    const slug = await workspaceOf(desk, project, toldBy(options));
    if (options.trust === true) await trustByName(desk, slug);
    const scan = await perform(desk, "startScan", { slug, kind: "live" });
    const fault = await follow(desk, slug, scan.id, door);
    return fault ?? (await perform(desk, "readLive", { slug }));
  });
  if (typeof answer === "string") {
    terminal.note(`${terminal.paintNote("red", "djdesk:")} ${answer}`);
    return door.endWith(1);
  }
  await (options.json === true ? terminal.json(answer) : terminal.out(describeLive(answer, terminal.paint)));
  door.endWith(answer.disagreement_count > 0 ? 1 : 0);
};

export const addLiveCommand = (program: Command, door: Door): void => {
  addSettingsOptions(program.command("live <project>"))
    .summary("ask the running project, and say where it differs from its source")
    .description(
      "Asks the project's own Python for its apps, models, migrations, urls and settings, under the read-only contract of every run, and lists where it disagrees with what was read from source.",
    )
    .option("--trust", "trust the folder first (without a sandbox on this machine: agree to that too)")
    .option("--json", "print the answer of GET /api/workspaces/<slug>/live/")
    .option("--data <folder>", "folder of DJDesk's own data")
    .addHelpText(
      "after",
      "\nSettings, environment and interpreter are kept for the workspace. Exit code 1 when they disagree or the project could not be asked.\n\nExample:\n  djdesk live ~/shop --trust",
    )
    .action((project: string, options: LiveOptions) => live(project, options, door));
};
