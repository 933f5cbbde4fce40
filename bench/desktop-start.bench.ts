/**
 * How long the desktop shell takes from its start to a useful screen (the overview of a workspace with its insights), in
 * the Electron of the tests: with the server down, and with one up. `node bench/desktop-start.bench.ts [RUNS]`
 * The driver attaches before the shell may begin, so the figures are upper bounds.
 */
import { cpus, loadavg } from "node:os";
import { openScreen } from "../test/support/electron/display.ts";
import { aHome, openShell } from "../test/support/electron/open-shell.ts";
import { whyNoElectron } from "../test/support/electron/stand-in.ts";
import { djdeskServing } from "../test/support/djdesk.ts";
import { measureStarts } from "./measure-starts.ts";

const runs = Number(process.argv[2] ?? 5);
const reason = await whyNoElectron();
if (reason !== null) throw new Error(reason);
const screen = await openScreen();
const home = aHome();

const useful = async (words: readonly string[]): Promise<number> => {
  const started = performance.now();
  const shell = await openShell({ screen, home, words });
  await shell.page.getByRole("list", { name: "Insights" }).waitFor({ timeout: 60_000 });
  const took = performance.now() - started;
  await shell.app.close();
  return took;
};
const start = (): Promise<number> => useful([]);

console.log(`${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}`);
console.log(`first start, on the sample: ${((await useful(["--sample"])) / 1000).toFixed(2)} s`);
await measureStarts("server down", { budgetMs: 2000, runs, start });
const serving = await djdeskServing(home);
await measureStarts("server up", { budgetMs: 700, runs, start });
await serving.end();
screen.close();
home[Symbol.dispose]();
