// How long a whole scan takes, process start to end, cold and with the facts of an earlier scan on disk, beside the peer
// on the same files in the same run.
//
//   node bench/scan.bench.mjs [--project FOLDER [--settings M] [--pythonpath D]… [--env K=V]…] [--runs N]
//
// Without --project: netbox, put on disk by corpus/truth/get-corpus.py below the cache folder (BENCH_CACHE, default
// `djdesk-bench` in the temporary folder). The peer, django-orm-lens from PyPI, gets a virtualenv there. Runs alternate
// cold, warm, peer, cold, warm, peer…, so that a busy moment of the machine hits all; medians are compared. Fails above
// a budget.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { peer, peerVersion, projectWords, root } from "./peer.mjs";

const budgets = { cold: 4, warm: 0.8 };

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

const data = mkdtempSync(join(tmpdir(), "djdesk-bench-data-"));
process.on("exit", () => rmSync(data, { recursive: true, force: true }));

const timed = (command, args) => {
  const started = performance.now();
  const env = { ...process.env, DJDESK_DATA: data };
  const done = spawnSync(command, args, { stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1 << 30, env });
  const ms = performance.now() - started;
  // 1 means findings, for both programs.
  if (done.status !== 0 && done.status !== 1) throw new Error(`${command} ended with ${done.status}: ${done.stderr.toString()}`);
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
const scan = (...more) => timed(process.execPath, [join(root, "bin/djdesk.mjs"), "scan", ...words, ...more]);
const cold = () => scan("--no-cache");
const warm = () => scan();
const theirs = () => timed(program, ["scan", "--format", "json", "--path", words[0]]);
const withoutTiming = ({ out }) => JSON.stringify({ ...JSON.parse(out), timing: null });

// The first of each fills caches, and tells what is compared.
const first = cold();
warm();
theirs();
const times = { cold: [], warm: [], theirs: [] };
for (let run = 0; run < Number(values.runs); run += 1) {
  times.cold.push(cold().ms);
  times.warm.push(warm().ms);
  times.theirs.push(theirs().ms);
}
const facts = JSON.parse(first.out);
const last = warm();
if (JSON.parse(last.out).timing.extract_ms !== 0) throw new Error("the warm scan was none: a file of the project changes meanwhile");
if (withoutTiming(first) !== withoutTiming(last)) throw new Error("the warm scan gave other facts");
const { models, urls, migrations, timing } = facts;
console.log(`${words[0]}: ${models.length} models, ${Object.keys(migrations.apps).length} apps with migrations, ${urls.length} urls`);
console.log(row("djdesk scan, cold", times.cold));
console.log(row("djdesk scan, warm", times.warm));
console.log(row(`django-orm-lens ${peerVersion}`, times.theirs));
for (const name of ["cold", "warm"]) {
  const ratio = median(times[name]) / median(times.theirs);
  console.log(`${name}: ratio ${ratio.toFixed(2)}, budget ${budgets[name]}`);
  if (ratio > budgets[name]) process.exitCode = 1;
}
console.log(`stages of one cold scan: ${JSON.stringify(timing)}`);
if (!existsSync(join(root, "dist/cli.mjs"))) console.log("(from source: run `npm run build` to measure what ships)");
