/**
 * Whether memory stays flat while a project is edited: the overview and the schema are open in a browser, a model comes or
 * goes at each save. A save a second is ten times what a person makes, so six minutes stand for an hour. The first fifth warms up; the rest is compared, its first quarter beside its last. Linux.
 *
 *   node bench/memory.bench.ts [--minutes 6]
 */
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Page } from "playwright-core";
import { openBrowser } from "../test/support/browser.ts";
import { aHome, djdeskServing } from "../test/support/djdesk.ts";

const { values } = parseArgs({ options: { minutes: { type: "string", default: "6" } } });
const minutes = Number(values.minutes);
/** How much more there may be at the end; the server's memory is not collected before it is measured. */
const budgets = { heap: 1.1, nodes: 1.1, listeners: 1.1, server: 1.2 };
const samples = 25;

const megabytesOf = (pid: number): number => Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1]) / 1024;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

using home = aHome();
const project = join(home.folder, "library");
cpSync(join(import.meta.dirname, "..", "samples", "library"), project, { recursive: true });
const models = join(project, "catalogue", "models.py");
const source = readFileSync(models, "utf8");
await using serving = await djdeskServing(home, ["serve", project, "--port", "0"]);
const browser = await openBrowser();

const openPage = async (path: string, useful: string): Promise<Page> => {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  await page.goto(serving.url + path);
  await page.locator(useful).first().waitFor({ timeout: 60_000 });
  return page;
};
const pages = [await openPage("/w/library", ".strip"), await openPage("/w/library/schema", ".box-model")];
const sessions = await Promise.all(pages.map((page) => page.context().newCDPSession(page)));
let answers = 0;
for (const page of pages) page.on("response", () => (answers += 1));

interface Sample {
  readonly heap: number;
  readonly nodes: number;
  readonly listeners: number;
  readonly server: number;
}

const take = async (): Promise<Sample> => {
  let [heap, nodes, listeners] = [0, 0, 0];
  for (const session of sessions) {
    await session.send("HeapProfiler.collectGarbage");
    heap += (await session.send("Runtime.getHeapUsage")).usedSize / 1e6;
    const counters = await session.send("Memory.getDOMCounters");
    nodes += counters.nodes;
    listeners += counters.jsEventListeners;
  }
  return { heap, nodes, listeners, server: megabytesOf(serving.pid) };
};

const taken: Sample[] = [];
const started = performance.now();
let saves = 0;
while (taken.length < samples) {
  const field = saves % 2 === 0 ? "\n\nclass Shelfmark(models.Model):\n    text = models.CharField(max_length=20)\n" : "\n";
  writeFileSync(models, `${source}${field}`);
  saves += 1;
  const elapsed = performance.now() - started;
  if (elapsed >= ((taken.length + 1) / samples) * minutes * 60_000) taken.push(await take());
  await pause(Math.max(0, saves * 1000 - (performance.now() - started)));
}
await browser.close();

const rest = taken.slice(Math.floor(samples / 5));
const quarter = Math.floor(rest.length / 4);
console.log(`${saves} saves in ${minutes} minutes, ${answers} answers read by two pages`);
for (const name of ["heap", "nodes", "listeners", "server"] as const) {
  const first = median(rest.slice(0, quarter).map((sample) => sample[name]));
  const last = median(rest.slice(-quarter).map((sample) => sample[name]));
  const unit = name === "heap" || name === "server" ? " MB" : "";
  console.log(
    `${name.padEnd(10)}${first.toFixed(1).padStart(9)} →${last.toFixed(1).padStart(9)}${unit} (${(last / first).toFixed(2)}, budget ${budgets[name]})`,
  );
  if (!(last / first <= budgets[name])) process.exitCode = 1;
}
if (answers < saves) {
  console.log("The pages have hardly been updated: nothing was measured.");
  process.exitCode = 1;
}
