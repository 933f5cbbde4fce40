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
const measure = async (name: string, budgetMs: number): Promise<void> => {
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) times.push(await useful([]));
  times.sort((a, b) => a - b);
  const shown = [times[Math.floor(runs / 2)], times[0], times.at(-1)].map((ms) => ((ms ?? 0) / 1000).toFixed(2));
  console.log(`${name}: median ${shown[0]} s, ${shown[1]} to ${shown[2]} s, ${runs} runs; budget ${budgetMs / 1000} s`);
  if ((times[Math.floor(runs / 2)] ?? 0) > budgetMs) process.exitCode = 1;
};

console.log(`${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}`);
console.log(`first start, on the sample: ${((await useful(["--sample"])) / 1000).toFixed(2)} s`);
await measure("server down", 2000);
const serving = await djdeskServing(home);
await measure("server up", 700);
await serving.end();
screen.close();
home[Symbol.dispose]();
