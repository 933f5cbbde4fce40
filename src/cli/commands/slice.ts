import { Option, type Command } from "commander";
import { Refusal } from "../../contract/errors.ts";
import type { Desk } from "../../operations/desk/desk.ts";
import type { Door } from "../door.ts";

interface SliceOptions {
  readonly pk?: readonly string[];
  readonly filter?: string;
  readonly limit?: string;
  readonly reverse?: readonly string[];
  readonly keep?: readonly string[];
  readonly rows?: string;
  readonly megabytes?: string;
  readonly database?: string;
  readonly plan?: true;
  readonly trust?: true;
  readonly python?: string;
  readonly json?: true;
  readonly data?: string;
}

/** The same refusal in the words of the line. */
const inFlags = (error: unknown): unknown => {
  if (!(error instanceof Refusal) || error.code !== "invalid-input" || error.errors === undefined) return error;
  const flags: Readonly<Record<string, string>> = { pks: "--pk", model: "MODEL" };
  const errors = Object.fromEntries(Object.entries(error.errors).map(([field, messages]) => [flags[field] ?? `--${field}`, messages]));
  return new Refusal("invalid-input", "The slice cannot be exported like this.", {
    errors,
    hint: "`djdesk slice --help` shows the options.",
    cause: error,
  });
};

const queue = async (desk: Desk, project: string, models: readonly string[], options: SliceOptions): Promise<number> => {
  const [{ perform }, { workspaceOf }, { trustByName }] = await Promise.all([
    import("../../operations/perform.ts"),
    import("../workspace-of.ts"),
    import("../trust-by-name.ts"),
  ]);
  const slug = await workspaceOf(desk, project);
  if (options.python !== undefined) await perform(desk, "updateWorkspace", { slug, python: options.python });
  if (options.trust === true) await trustByName(desk, slug);
  const { pk, trust: _, python: __, json: ___, data: ____, ...asked } = options;
  const fields = { ...asked, model: models, ...(pk === undefined ? {} : { pks: pk }) };
  try {
    return (await perform(desk, "exportFixture", { slug, confirm_safe: true, ...fields })).task_run.id;
  } catch (error) {
    throw inFlags(error);
  }
};

const slice = async (project: string, models: readonly string[], options: SliceOptions, door: Door): Promise<void> => {
  const [{ visitDesk }, { perform }, { describeFixture }, { followRun }] = await Promise.all([
    import("../visit-desk.ts"),
    import("../../operations/perform.ts"),
    import("../output/describe-fixture.ts"),
    import("../follow-run.ts"),
  ]);
  const { terminal } = door;
  const answer = await visitDesk(door, options.data, async (desk) => {
    const id = await queue(desk, project, models, options);
    await followRun(desk, id, door);
    return await perform(desk, "readFixture", { id });
  });
  if (options.json === true) await terminal.json(answer);
  else await terminal.out(describeFixture(answer, terminal.paint));
  if (answer.error !== null) terminal.note(`${terminal.paintNote("red", "djdesk:")} ${answer.error}`);
  door.endWith(answer.status === "succeeded" && answer.check?.status !== "failed" ? 0 : 1);
};

const several = (flag: string, description: string): Option =>
  new Option(flag, description).argParser((value: string, before: readonly string[] | undefined) => [...(before ?? []), value]);

export const addSliceCommand = (program: Command, door: Door): void => {
  program
    .command("slice <project> <model...>")
    .summary("export rows and what they need as an anonymised fixture")
    .description(
      "Exports rows of the models (app.Model) and everything that they need as a fixture into DJDesk's data folder, with names, addresses, texts and secrets replaced, and loads it into a scratch database to see that it does. The project and its database stay as they are.",
    )
    .addOption(several("--pk <key>", "only the row with this primary key; may be repeated, for one model"))
    .option("--filter <words>", "only rows that fit, for one model: status=paid&total__gte=10")
    .option("--limit <number>", "so many rows of each model")
    .addOption(several("--reverse <model>", "also rows of this model that point at exported ones; may be repeated"))
    .addOption(several("--keep <name>", "a kind (names, emails, …), a model or app.Model.field to leave as it is; may be repeated"))
    .option("--plan", "count what would be exported, and write nothing")
    .option("--rows <number>", "refuse more rows than this (10000)")
    .option("--megabytes <number>", "refuse a larger file (16)")
    .option("--database <alias>", "database of the settings (default)")
    .option("--trust", "trust the folder first (without a sandbox on this machine: agree to that too)")
    .option("--python <path>", "interpreter to use for this workspace from now on")
    .option("--json", "print the answer of GET /api/task-runs/<id>/fixture/")
    .option("--data <folder>", "folder of DJDesk's own data")
    .addHelpText("after", "\nExample:\n  djdesk slice shop orders.Order --pk 17 --reverse orders.Line --plan")
    .action((project: string, models: readonly string[], options: SliceOptions) => slice(project, models, options, door));
};
