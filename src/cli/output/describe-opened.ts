/** What a person wants to know when the desk has opened: where it is, what is on it, how to end it. */
import type { Opened } from "../start-server.ts";
import { perform } from "../../operations/perform.ts";
import type { Terminal } from "./terminal.ts";
import { toTable } from "./table.ts";

export const describeOpened = async ({ server, desk }: Opened, paint: Terminal["paint"]): Promise<string> => {
  const { workspaces } = await perform(desk, "listWorkspaces", {});
  const rows = workspaces.map((workspace) => [
    workspace.name,
    `${server.url}/w/${workspace.slug}`,
    workspace.bundled ? "sample" : workspace.trusted ? "trusted" : paint("dim", "not trusted: nothing of it runs"),
  ]);
  const list =
    rows.length === 0
      ? "No project is open yet: add a folder on the page, or start with `djdesk PATH`."
      : toTable([{ head: "Project" }, { head: "Address" }, { head: "" }], rows, (text) => paint("dim", text));
  return [
    `${paint("bold", "DJDesk")} is open at ${paint("green", server.addressOf("/"))}`,
    "",
    list,
    "",
    paint("dim", "Open the address in a browser: models, migrations and findings are there, and commands run from it. Ctrl-C ends it."),
  ].join("\n");
};
