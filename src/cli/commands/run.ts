import { parseArgs, type ParseArgsConfig } from "node:util";
import type { Command } from "commander";
import { Refusal } from "../../contract/errors.ts";
import type { Preset } from "../../contract/shapes/preset.ts";
import type { TaskRun } from "../../contract/shapes/task-run.ts";
import type { Desk } from "../../operations/desk/desk.ts";
import type { Door } from "../door.ts";

const toFlag = (name: string): string => name.replaceAll("_", "-");

type Flags = NonNullable<ParseArgsConfig["options"]>;

const ownFlags = {
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
  trust: { type: "boolean" },
  debug: { type: "boolean" },
  notes: { type: "string" },
  data: { type: "string" },
  python: { type: "string" },
} as const satisfies Flags;

/** Flags of a preset from its option table: `app_label` is `--app-label`, lists may be repeated. */
const flagsOf = (preset: Preset): Flags =>
  Object.fromEntries(
    preset.options.map(({ name, kind }) => [
      toFlag(name),
      { type: kind === "flag" ? ("boolean" as const) : ("string" as const), multiple: kind === "list" },
    ]),
  );

const describePreset = (preset: Preset, paint: Door["terminal"]["paint"]): string =>
  [
    `${paint("bold", preset.key)}  ${preset.description}`,
    `  ${preset.command}`,
    ...preset.options.map(
      (option) =>
        `  --${toFlag(option.name)}${option.kind === "flag" ? "" : ` <${option.kind}>`}  ${option.help}${option.required ? " (required)" : ""}`,
    ),
  ].join("\n");

const parse = (preset: Preset, words: readonly string[]) => {
  try {
    return parseArgs({ args: [...words], options: { ...flagsOf(preset), ...ownFlags }, allowPositionals: false });
  } catch (error) {
    throw new Refusal("invalid-usage", error instanceof Error ? error.message : String(error), {
      hint: `\`djdesk run WORKSPACE ${preset.key} --help\` shows the options of ${preset.key}.`,
      cause: error,
    });
  }
};

/** Prints each line as it is stored, until the run has ended. */
const follow = async (desk: Desk, id: number, door: Door, isQuiet: boolean): Promise<TaskRun> => {
  const [{ perform }, { delay }] = await Promise.all([import("../../operations/perform.ts"), import("../../kit/delay.ts")]);
  const cancel = (): void => void perform(desk, "cancelTaskRun", { id }).catch(() => {});
  process.on("SIGINT", cancel);
  process.on("SIGTERM", cancel);
  let after = 0;
  for (;;) {
    const page = await perform(desk, "readTaskRunLog", { id, after });
    after = page.next;
    for (const line of isQuiet ? [] : page.lines) {
      if (line.stream === "desk") door.terminal.note(door.terminal.paintNote("dim", line.text));
      else await door.terminal.out(line.text);
    }
    if (page.ended && page.lines.length === 0) break;
    if (page.lines.length === 0) await delay(60);
  }
  process.off("SIGINT", cancel);
  process.off("SIGTERM", cancel);
  return await perform(desk, "readTaskRun", { id });
};

const run = async (project: string, key: string, words: readonly string[], door: Door): Promise<void> => {
  const [{ visitDesk }, { perform }, { workspaceOf }] = await Promise.all([
    import("../visit-desk.ts"),
    import("../../operations/perform.ts"),
    import("../workspace-of.ts"),
  ]);
  const dataAt = words.findIndex((word) => word === "--data" || word.startsWith("--data="));
  const data = dataAt < 0 ? undefined : (/^--data=(.*)$/.exec(words[dataAt] ?? "")?.[1] ?? words[dataAt + 1]);
  const ended = await visitDesk(door, data, async (desk) => {
    const { presets } = await perform(desk, "listPresets", {});
    const preset = presets.find((each) => each.key === key);
    if (preset === undefined) {
      throw new Refusal("unknown-preset", `There is no preset ${key}.`, {
        hint: `Presets: ${presets.map((each) => each.key).join(", ")}.`,
      });
    }
    const { values } = parse(preset, words);
    if (values.help === true) return await door.terminal.out(describePreset(preset, door.terminal.paint));
    const slug = await workspaceOf(desk, project);
    if (values.python !== undefined) await perform(desk, "updateWorkspace", { slug, python: values.python });
    if (values.trust === true) await perform(desk, "trustWorkspace", { slug });
    const options = Object.fromEntries(
      preset.options.flatMap(({ name }) => (toFlag(name) in values ? [[name, Reflect.get(values, toFlag(name))]] : [])),
    );
    const queued = await perform(desk, "queueTaskRun", {
      workspace: slug,
      preset: key,
      confirm_safe: true,
      notes: values.notes ?? "",
      ...options,
    });
    return { task: await follow(desk, queued.task_run.id, door, values.json === true), asJson: values.json === true };
  });
  if (ended === undefined) return;
  if (ended.asJson) await door.terminal.json(ended.task);
  const { error } = ended.task.metadata.command;
  if (error !== undefined) door.terminal.note(`${door.terminal.paintNote("red", "djdesk:")} ${error}`);
  door.endWith(ended.task.status === "succeeded" ? 0 : 1);
};

const help = `
Options of every preset:
  --trust            trust the folder first
  --python <path>    interpreter to use for this workspace from now on
  --notes <text>     a note kept with the run
  --json             print the finished run as GET /api/task-runs/<id>/ shows it
  --data <folder>    folder of DJDesk's own data
  --help             the preset's own options

Typing the command acknowledges the read-only contract.

Examples:
  djdesk run ~/shop showmigrations --trust
  djdesk run shop sqlmigrate --app-label orders --migration 0003`;

export const addRunCommand = (program: Command, door: Door): void => {
  program
    .command("run <project> <preset> [options...]")
    .summary("run a read-only command of a project")
    .description("Runs a preset (showmigrations, check, …) of a workspace, given by its slug or folder, and prints its output as it comes.")
    .passThroughOptions()
    .allowUnknownOption()
    .addHelpText("after", help)
    .action((project: string, preset: string, words: readonly string[]) => run(project, preset, words, door));
};
