import type { Command } from "commander";
import type { Door } from "../door.ts";

interface WorkspacesOptions {
  readonly json?: true;
  readonly data?: string;
}

const workspaces = async (options: WorkspacesOptions, door: Door): Promise<void> => {
  const [{ visitDesk }, { perform }, { toTable }] = await Promise.all([
    import("../visit-desk.ts"),
    import("../../operations/perform.ts"),
    import("../output/table.ts"),
  ]);
  const { terminal } = door;
  const answer = await visitDesk(door, options.data, (desk) => perform(desk, "listWorkspaces", {}));
  if (options.json === true) return await terminal.json(answer);
  if (answer.workspaces.length === 0) return await terminal.out("No workspace is registered yet. `djdesk PATH` opens a project.");
  const number = (count: number | undefined): string => (count === undefined ? terminal.paint("dim", "–") : String(count));
  const rows = answer.workspaces.map(({ slug, status, trusted, counts, project_path: path }) => [
    slug,
    status,
    trusted ? "yes" : "no",
    number(counts?.apps),
    number(counts?.models),
    number(counts?.findings),
    path,
  ]);
  const columns = [
    { head: "Workspace" },
    { head: "Status" },
    { head: "Trusted" },
    { head: "Apps", align: "right" },
    { head: "Models", align: "right" },
    { head: "Findings", align: "right" },
    { head: "Folder" },
  ] as const;
  await terminal.out(toTable(columns, rows, (text) => terminal.paint("dim", text)));
};

export const addWorkspacesCommand = (program: Command, door: Door): void => {
  program
    .command("workspaces")
    .summary("list the registered projects")
    .description("Lists the registered projects, in the order of their names.")
    .option("--json", "print the answer of GET /api/workspaces/")
    .option("--data <folder>", "folder of DJDesk's own data")
    .addHelpText("after", "\nExample:\n  djdesk workspaces --json | jq -r '.workspaces[].slug'")
    .action((options: WorkspacesOptions) => workspaces(options, door));
};
