import type { Command } from "commander";
import type { Door } from "../door.ts";
import { addSettingsOptions, toldBy, type SettingsOptions } from "../settings-options.ts";

interface LiveOptions extends SettingsOptions {
  readonly trust?: true;
  readonly json?: true;
  readonly data?: string;
}

const live = async (project: string, options: LiveOptions, door: Door): Promise<void> => {
  const [{ visitDesk }, { perform }, { describeLive }, { workspaceOf }, { trustByName }, { followRun }] = await Promise.all([
    import("../visit-desk.ts"),
    import("../../operations/perform.ts"),
    import("../output/describe-live.ts"),
    import("../workspace-of.ts"),
    import("../trust-by-name.ts"),
    import("../follow-run.ts"),
  ]);
  const { terminal } = door;
  const answer = await visitDesk(door, options.data, async (desk) => {
    const slug = await workspaceOf(desk, project, toldBy(options));
    if (options.trust === true) await trustByName(desk, slug);
    const { task_run: queued } = await perform(desk, "queueTaskRun", {
      workspace: slug,
      preset: "live-facts",
      confirm_safe: true,
      notes: "",
    });
    const { status, metadata } = await followRun(desk, queued.id, door);
    // What a database told is read into the facts before this process ends.
    const workspace = await desk.store.workspaces.bySlug(slug);
    if (workspace !== null) await desk.scans.settled(workspace.id);
    return status === "succeeded" ? await perform(desk, "readLive", { slug }) : (metadata.command.error ?? `The run ${status}.`);
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
