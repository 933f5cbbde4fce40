import type { Command } from "commander";
import type { Door } from "../door.ts";

interface TrustOptions {
  readonly json?: true;
  readonly data?: string;
}

const trust = async (word: string, options: TrustOptions, door: Door): Promise<void> => {
  const [{ visitDesk }, { trustByName }, { workspaceOf }] = await Promise.all([
    import("../visit-desk.ts"),
    import("../trust-by-name.ts"),
    import("../workspace-of.ts"),
  ]);
  const workspace = await visitDesk(door, options.data, async (desk) => trustByName(desk, await workspaceOf(desk, word)));
  if (options.json === true) return await door.terminal.json(workspace);
  await door.terminal.out(`${workspace.project_path} is trusted: its read-only commands may run (workspace ${workspace.slug}).`);
  if (workspace.protection === "none")
    await door.terminal.out(
      "This machine has no sandbox: its code runs with all your rights, and you have agreed to that. `djdesk doctor` says how to get one.",
    );
};

export const addTrustCommand = (program: Command, door: Door): void => {
  program
    .command("trust <project>")
    .summary("say that a project's code may run")
    .description(
      "Trusts a folder (or the workspace of a slug): commands of it may run from now on. The trust belongs to this very folder; when it is replaced, DJDesk asks again. On a machine without a sandbox this is also the consent to run without one.",
    )
    .option("--json", "print the workspace")
    .option("--data <folder>", "folder of DJDesk's own data")
    .addHelpText("after", "\nExample:\n  djdesk trust ~/shop")
    .action((word: string, options: TrustOptions) => trust(word, options, door));
};
