// How long a whole cold scan takes, process start to end, beside the peer on the same files in the same run.
//
//   node bench/scan.bench.mjs [--project FOLDER [--settings M] [--pythonpath D]… [--env K=V]…] [--runs N]
//
// Without --project: netbox, put on disk by corpus/truth/get-corpus.py below the cache folder (BENCH_CACHE, default
// `djdesk-bench` in the temporary folder). The peer, django-orm-lens from PyPI, gets a virtualenv there. Runs alternate
// ours, peer, ours, peer…, so that a busy moment of the machine hits both; medians are compared. Fails above the budget.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { peer, peerVersion, projectWords, root } from "./peer.mjs";

const budget = 4;

const { values } = parseArgs({
  options: {
    project: { type: "string" },
    settings: { type: "string" },
    pythonpath: { type: "string", multiple: true, default: [] },
    env: { type: "string", multiple: true, default: [] },
    runs: { type: "string", default: "9" },
  },
});

/** Words after `djdesk scan`: the folder first. */
const scanWords = () => {
  if (values.project !== undefined) {
    const settings = values.settings === undefined ? [] : ["--settings", values.settings];
    const paths = values.pythonpath.flatMap((path) => ["--pythonpath", path]);
    return [resolve(values.project), ...settings, ...paths, ...values.env.flatMap((pair) => ["--env", pair]), "--json"];
  }
  return projectWords("netbox");
};

const timed = (command, args) => {
  const started = performance.now();
  const done = spawnSync(command, args, { stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1 << 30 });
  const ms = performance.now() - started;
  // 1 means findings, for both programs.
  if (done.status !== 0 && done.status !== 1) throw new Error(`${command} ended with ${done.status}: ${done.stderr}`);
  return { ms, out: done.stdout };
};

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const row = (name, times) =>
  `${name.padEnd(24)}${median(times).toFixed(0).padStart(8)} ms median${Math.min(...times)
    .toFixed(0)
    .padStart(8)} min${Math.max(...times)
    .toFixed(0)
    .padStart(8)} max`;

const words = scanWords();
const program = peer();
const ours = () => timed(process.execPath, [join(root, "bin/djdesk.mjs"), "scan", ...words, "--no-cache"]);
const theirs = () => timed(program, ["scan", "--format", "json", "--path", words[0]]);

// The first of each warms the disk cache, and tells what is compared.
const facts = JSON.parse(ours().out);
theirs();
const times = { ours: [], theirs: [] };
for (let run = 0; run < Number(values.runs); run += 1) {
  times.ours.push(ours().ms);
  times.theirs.push(theirs().ms);
}
const ratio = median(times.ours) / median(times.theirs);
const { models, urls, migrations, timing } = facts;
console.log(`${words[0]}: ${models.length} models, ${Object.keys(migrations.apps).length} apps with migrations, ${urls.length} urls`);
console.log(row("djdesk scan", times.ours));
console.log(row(`django-orm-lens ${peerVersion}`, times.theirs));
console.log(`ratio ${ratio.toFixed(2)}, budget ${budget}`);
console.log(`stages of one scan: ${JSON.stringify(timing)}`);
if (!existsSync(join(root, "dist/cli.mjs"))) console.log("(from source: run `npm run build` to measure what ships)");
process.exitCode = ratio > budget ? 1 : 0;
