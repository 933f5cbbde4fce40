import type { Command } from "commander";
import { Refusal } from "../../contract/errors.ts";
import type { Preset } from "../../contract/shapes/preset.ts";
import type { TaskRun } from "../../contract/shapes/task-run.ts";
import type { Desk } from "../../operations/desk/desk.ts";
import type { Door } from "../door.ts";
import type { RunLine } from "../preset-flags.ts";

interface Ended {
  readonly task: TaskRun;
  /** What the desk itself said in the log, and was printed. */
  readonly notes: ReadonlySet<string>;
}

/** Prints each line as it is stored, until the run has ended. */
const follow = async (desk: Desk, id: number, door: Door, isQuiet: boolean): Promise<Ended> => {
  const [{ perform }, { delay }] = await Promise.all([import("../../operations/perform.ts"), import("../../kit/delay.ts")]);
  const cancel = (): void => void perform(desk, "cancelTaskRun", { id }).catch(() => {});
  process.on("SIGINT", cancel);
  process.on("SIGTERM", cancel);
  const notes = new Set<string>();
  let after = 0;
  for (;;) {
    const page = await perform(desk, "readTaskRunLog", { id, after });
    after = page.next;
    for (const line of isQuiet ? [] : page.lines) {
      if (line.stream === "desk") {
        notes.add(line.text);
        door.terminal.note(door.terminal.paintNote("dim", line.text));
      } else await door.terminal.out(line.text);
    }
    if (page.ended && page.lines.length === 0) break;
    if (page.lines.length === 0) await delay(60);
  }
  process.off("SIGINT", cancel);
  process.off("SIGTERM", cancel);
  return { task: await perform(desk, "readTaskRun", { id }), notes };
};

const queue = async (desk: Desk, project: string, preset: Preset, line: RunLine): Promise<number> => {
  const [{ perform }, { workspaceOf }] = await Promise.all([import("../../operations/perform.ts"), import("../workspace-of.ts")]);
  const [{ inFlags }, { trustByName }] = await Promise.all([import("../preset-flags.ts"), import("../trust-by-name.ts")]);
  const slug = await workspaceOf(desk, project);
  if (line.python !== undefined) await perform(desk, "updateWorkspace", { slug, python: line.python });
  if (line.trust) await trustByName(desk, slug);
  const request = { workspace: slug, preset: preset.key, confirm_safe: true as const, notes: line.notes, ...line.options };
  try {
    return (await perform(desk, "queueTaskRun", request)).task_run.id;
  } catch (error) {
    throw error instanceof Refusal ? inFlags(error, preset) : error;
  }
};

const choosePreset = (presets: readonly Preset[], key: string): Preset => {
  const preset = presets.find((each) => each.key === key);
  if (preset !== undefined) return preset;
  throw new Refusal("unknown-preset", `There is no preset ${key}.`, { hint: `Presets: ${presets.map((each) => each.key).join(", ")}.` });
};

const run = async (project: string, key: string | undefined, words: readonly string[], door: Door): Promise<void> => {
  const [{ visitDesk }, { perform }, { dataFolderIn, describePreset, readRunLine }] = await Promise.all([
    import("../visit-desk.ts"),
    import("../../operations/perform.ts"),
    import("../preset-flags.ts"),
  ]);
  const { terminal } = door;
  const ended = await visitDesk(door, dataFolderIn(words), async (desk) => {
    const { presets } = await perform(desk, "listPresets", {});
    if (key === undefined) {
      const list = presets.map((preset) => `${terminal.paint("bold", preset.key.padEnd(22))}${preset.description}`);
      return await terminal.out(list.join("\n"));
    }
    const preset = choosePreset(presets, key);
    const line = readRunLine(preset, words);
    if (line.help) return await terminal.out(describePreset(preset, terminal.paint));
    return { ...(await follow(desk, await queue(desk, project, preset, line), door, line.json)), asJson: line.json };
  });
  if (ended === undefined) return;
  if (ended.asJson) await terminal.json(ended.task);
  const { error } = ended.task.metadata.command;
  if (error !== undefined && !ended.notes.has(error)) terminal.note(`${terminal.paintNote("red", "djdesk:")} ${error}`);
  door.endWith(ended.task.status === "succeeded" ? 0 : 1);
};

const help = `
Options of every preset:
  --trust            trust the folder first (without a sandbox on this machine: agree to that too)
  --python <path>    interpreter to use for this workspace from now on
  --notes <text>     a note kept with the run
  --json             print the finished run as GET /api/task-runs/<id>/ shows it
  --data <folder>    folder of DJDesk's own data
  --help             the preset's own options

Typing the command acknowledges the read-only contract.

Examples:
  djdesk run shop                               list the presets
  djdesk run ~/shop showmigrations --trust
  djdesk run shop sqlmigrate orders 0003        as manage.py takes it, or with --app-label and --migration`;

export const addRunCommand = (program: Command, door: Door): void => {
  program
    .command("run <project> [preset] [options...]")
    .summary("run a read-only command of a project")
    .description("Runs a preset (showmigrations, check, …) of a workspace, given by its slug or folder, and prints its output as it comes.")
    .passThroughOptions()
    .allowUnknownOption()
    .addHelpText("after", help)
    .action((project: string, preset: string | undefined, words: readonly string[]) => run(project, preset, words, door));
};
