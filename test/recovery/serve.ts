/** A server in a process of its own, to be killed: `node serve.ts DATA_FOLDER [PROJECT PYTHON]`. Prints its address. */
import { openDesk } from "../../src/operations/open-desk.ts";
import { perform } from "../../src/operations/perform.ts";
import { findOrRegisterFolder } from "../../src/operations/workspaces/register-folder.ts";
import { startServer } from "../../src/server/start-server.ts";

const [dataFolder = "", project, python] = process.argv.slice(2);
const onError = (error: unknown): void => console.error(error);
const desk = await openDesk({ dataFolder, role: "server", version: "0.0.0-test", watch: false, onError });
if (project !== undefined) {
  const workspace = await findOrRegisterFolder(desk, { path: project, name: "", bundled: false });
  await perform(desk, "updateWorkspace", { slug: workspace.slug, python });
  await perform(desk, "trustWorkspace", { slug: workspace.slug, protection: "none" });
  await desk.scans.settled(workspace.id);
}
const server = await startServer({ desk, host: "127.0.0.1", port: 0, webFolder: "nowhere", onBug: onError });
console.log(server.url);
