// How long the server's scan thread takes for a rescan after one save, from the request to the facts ready to be stored,
// beside the first scan of that thread. Processor time (with that of the garbage collector and the compiler) tells how much
// of it other programs took.
//
//   node bench/rescan.bench.mjs [--runs N]
//
// The project is a copy of netbox, put on disk by corpus/truth/get-corpus.py below the cache folder (BENCH_CACHE, default
// `djdesk-bench` in the temporary folder). Each run saves every edit once. Fails when a median is above its budget.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { createScanWorker } from "../src/operations/scans/scan-worker.ts";
import { cache, projectWords } from "./peer.mjs";

const { values } = parseArgs({ options: { runs: { type: "string", default: "9" } } });
projectWords("netbox");
const place = mkdtempSync(join(tmpdir(), "djdesk-rescan-"));
process.on("exit", () => rmSync(place, { recursive: true, force: true }));
cpSync(join(cache, "netbox"), place, { recursive: true, filter: (path) => !path.includes("/venv") });
const folder = join(place, "src");

const edits = {
  nothing: { budget: 30, file: "dcim/views.py", change: (text) => text },
  "a comment": {
    budget: 30,
    file: "dcim/views.py",
    change: (text, run) => text.replace("class SiteView", `# Run ${run}.\nclass SiteView`),
  },
  "a comment in a model": {
    budget: 30,
    file: "dcim/models/sites.py",
    change: (text, run) => text.replace("class Site(", `# Run ${run}.\nclass Site(`),
  },
  "a function's body": {
    budget: 30,
    file: "dcim/models/sites.py",
    change: (text, run) => text.replace("    def clean(self):\n", `    def clean(self):\n        run = ${run}\n`),
  },
  "a form's field": {
    budget: 30,
    file: "dcim/forms/model_forms.py",
    change: (text, run) => text.replace(/(class RegionForm[^]*?label=_\('Parent)[^']*/, `$1 ${run}`),
  },
  "a model's field": {
    budget: 100,
    file: "dcim/models/sites.py",
    change: (text, run) =>
      text.replace("    facility = models.CharField(", `    run${run} = models.IntegerField(null=True)\n    facility = models.CharField(`),
  },
};

const worker = createScanWorker();
const request = {
  folder,
  settingsModule: "netbox.settings",
  pythonPath: [folder, join(place, "local")],
  env: { NETBOX_CONFIGURATION: "nb_conf" },
};
const scan = async () => {
  const before = process.cpuUsage();
  const started = performance.now();
  let isWhole = false;
  await worker.scan(request, () => (isWhole = true));
  const ms = performance.now() - started;
  const { user, system } = process.cpuUsage(before);
  return { ms, cpu: (user + system) / 1000, isWhole };
};
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

// Files that were written a moment ago are read again: as after a day's first scan, they are to be old.
await delay(2100);
const first = await scan();
const times = Object.fromEntries(Object.keys(edits).map((name) => [name, { ms: [], cpu: [], whole: 0 }]));
for (let run = 0; run < Number(values.runs); run += 1) {
  for (const [name, { file, change }] of Object.entries(edits)) {
    const before = readFileSync(join(folder, file), "utf8");
    const after = change(before, run);
    if (name !== "nothing" && after === before) throw new Error(`${name} changed nothing`);
    writeFileSync(join(folder, file), after);
    const { ms, cpu, isWhole } = await scan();
    times[name].ms.push(ms);
    times[name].cpu.push(cpu);
    times[name].whole += Number(isWhole);
  }
}
await worker.close();
console.log(`first scan of the thread ${first.ms.toFixed(0).padStart(7)} ms,      ${first.cpu.toFixed(0).padStart(7)} of processor time`);
for (const [name, { budget }] of Object.entries(edits)) {
  const { ms, cpu, whole } = times[name];
  const way = whole === 0 ? "facts reused" : whole === ms.length ? "evaluated anew" : `evaluated anew ${whole} times`;
  console.log(
    `${name.padEnd(24)}${median(ms).toFixed(0).padStart(8)} ms median${median(cpu).toFixed(0).padStart(6)} of processor time${Math.max(
      ...ms,
    )
      .toFixed(0)
      .padStart(8)} max   budget ${budget}   ${way}`,
  );
  if (median(ms) > budget) process.exitCode = 1;
}
