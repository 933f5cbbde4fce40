import type { Command } from "commander";
import type { Door } from "../door.ts";

interface StatusOptions {
  readonly json?: true;
  readonly data?: string;
}

const status = async (slug: string, options: StatusOptions, door: Door): Promise<void> => {
  const [{ visitDesk }, { perform }, { describeStatus }] = await Promise.all([
    import("../visit-desk.ts"),
    import("../../operations/perform.ts"),
    import("../output/describe-status.ts"),
  ]);
  const answer = await visitDesk(door, options.data, (desk) => perform(desk, "readStatus", { slug }));
  await (options.json === true ? door.terminal.json(answer) : door.terminal.out(describeStatus(answer, door.terminal.paint)));
  door.endWith(answer.insights.some(({ severity }) => severity === "danger" || severity === "warning") ? 1 : 0);
};

export const addStatusCommand = (program: Command, door: Door): void => {
  program
    .command("status <workspace>")
    .summary("print what is known of a workspace")
    .description("Prints what the last scans and runs said of a workspace. Scans nothing and runs nothing.")
    .option("--json", "print the answer of GET /api/workspaces/<slug>/status/")
    .option("--data <folder>", "folder of DJDesk's own data")
    .addHelpText("after", "\nExample:\n  djdesk status shop --json | jq '.insights'")
    .action((slug: string, options: StatusOptions) => status(slug, options, door));
};
