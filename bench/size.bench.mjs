// How a cold scan grows with the project: generated projects of 1,000 and of 5,000 models (20 an app, 10 fields each, two
// relations, initial migrations, urls), and a folder of 100,000 files. Whole process, alternating, medians; peak memory of
// the scanning process.
//
//   node bench/size.bench.mjs [--runs N]
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { generated, write } from "./generate-project.mjs";
import { cache, root } from "./peer.mjs";

const budgets = { growth: 5.5, megabytes: 300, manyFilesSeconds: 3 };
const { values } = parseArgs({ options: { runs: { type: "string", default: "5" } } });

/** The 1,000-model project with 100,000 files more, which no app names. */
const manyFiles = () => {
  const folder = join(cache, "generated-files");
  if (existsSync(join(folder, "manage.py"))) return folder;
  spawnSync("cp", ["-r", generated(1000), folder]);
  for (let index = 0; index < 100_000; index += 1) write(join(folder, "attic", String(index % 1000), `note_${index}.py`), "x = 1\n");
  return folder;
};

const sayPeak = "data:text/javascript,process.on('exit',()=>process.stderr.write(`peak ${process.resourceUsage().maxRSS}\\n`))";
const entry = join(root, existsSync(join(root, "dist/cli.mjs")) ? "dist/cli.mjs" : "src/cli/main.ts");

const scan = (folder) => {
  const started = performance.now();
  const done = spawnSync(process.execPath, ["--import", sayPeak, entry, "scan", folder, "--json", "--no-cache"], { maxBuffer: 1 << 30 });
  const ms = performance.now() - started;
  if (done.status !== 0 && done.status !== 1) throw new Error(done.stderr.toString());
  const kilobytes = Number(/^peak (\d+)$/m.exec(done.stderr.toString())?.[1]);
  return { ms, megabytes: kilobytes / 1024, models: JSON.parse(done.stdout.toString()).models.length };
};

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

const cases = [
  ["1,000 models", generated(1000)],
  ["5,000 models", generated(5000)],
  ["1,000 models and 100,000 other files", manyFiles()],
];
const measured = cases.map(() => []);
for (let run = 0; run < Number(values.runs); run += 1) for (const [at, [, folder]] of cases.entries()) measured[at].push(scan(folder));
const rows = cases.map(([name], at) => ({
  name,
  ms: median(measured[at].map((one) => one.ms)),
  megabytes: Math.max(...measured[at].map((one) => one.megabytes)),
}));
for (const { name, ms, megabytes } of rows)
  console.log(`${name.padEnd(38)}${ms.toFixed(0).padStart(7)} ms median${megabytes.toFixed(0).padStart(7)} MB peak`);
const growth = rows[1].ms / rows[0].ms;
console.log(`5,000 models take ${growth.toFixed(2)} times as long as 1,000, budget ${budgets.growth}`);
console.log(`peak at 5,000 models ${rows[1].megabytes.toFixed(0)} MB, budget ${budgets.megabytes}`);
console.log(`100,000 files ${(rows[2].ms / 1000).toFixed(2)} s, budget ${budgets.manyFilesSeconds}`);
process.exitCode = growth > budgets.growth || rows[1].megabytes > budgets.megabytes || rows[2].ms > 1000 * budgets.manyFilesSeconds ? 1 : 0;
