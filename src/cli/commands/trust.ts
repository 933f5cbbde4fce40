import type { Command } from "commander";
import type { Door } from "../door.ts";

interface TrustOptions {
  readonly json?: true;
  readonly data?: string;
}

const trust = async (word: string, options: TrustOptions, door: Door): Promise<void> => {
  const [{ visitDesk }, { perform }, { workspaceOf }] = await Promise.all([
    import("../visit-desk.ts"),
    import("../../operations/perform.ts"),
    import("../workspace-of.ts"),
  ]);
  const workspace = await visitDesk(door, options.data, async (desk) =>
    perform(desk, "trustWorkspace", { slug: await workspaceOf(desk, word) }),
  );
  if (options.json === true) return await door.terminal.json(workspace);
  await door.terminal.out(`${workspace.project_path} is trusted: its read-only commands may run (workspace ${workspace.slug}).`);
};

export const addTrustCommand = (program: Command, door: Door): void => {
  program
    .command("trust <project>")
    .summary("say that a project's code may run")
    .description(
      "Trusts a folder (or the workspace of a slug): commands of it may run from now on. The trust belongs to this very folder; when it is replaced, DJDesk asks again.",
    )
    .option("--json", "print the workspace")
    .option("--data <folder>", "folder of DJDesk's own data")
    .addHelpText("after", "\nExample:\n  djdesk trust ~/shop")
    .action((word: string, options: TrustOptions) => trust(word, options, door));
};
