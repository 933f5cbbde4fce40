// What a sandbox costs a run: the same command in each kind of sandbox and in none, in turns, in one process.
//
//   node bench/sandbox.bench.mjs [ROUNDS]      default: 40
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { aRunRequest } from "../src/runner/a-run-request.ts";
import { startRun } from "../src/runner/run.ts";
import { aSandbox } from "../test/support/bubblewrap.ts";

const budgetMs = 20;
const rounds = Number(process.argv[2] ?? 40);
const kinds = ["none", "landlock", "bubblewrap", "unshare"];
const budgeted = new Set(["bubblewrap", "unshare"]);

const folder = mkdtempSync(join(tmpdir(), "djdesk-bench-"));
writeFileSync(join(folder, "manage.py"), "import sqlite3, json\nprint('done')\n");

const timeOf = async (sandbox) => {
  const started = performance.now();
  const ignore = () => {};
  const { reason } = await startRun({ ...aRunRequest(folder), sandbox }, { onSpawn: ignore, onLines: ignore, onProgress: ignore }).ended;
  if (reason.exitCode !== 0) throw new Error(`${sandbox.kind}: ${JSON.stringify(reason)}`);
  return performance.now() - started;
};

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

try {
  const found = await Promise.all(kinds.map(aSandbox));
  const sandboxes = found.filter((sandbox) => "kind" in sandbox);
  for (const sandbox of found) if ("missing" in sandbox) console.log(`left out: ${sandbox.missing}`);
  const times = new Map(sandboxes.map(({ kind }) => [kind, []]));
  for (let round = -3; round < rounds; round += 1) {
    for (const sandbox of sandboxes) {
      const time = await timeOf(sandbox);
      if (round >= 0) times.get(sandbox.kind).push(time);
    }
  }
  const base = times.get("none");
  for (const [kind, list] of times) {
    // Neighbours in time are compared, so that what else the machine did counts the same on both sides.
    const cost = median(list.map((time, round) => time - base[round]));
    const over = budgeted.has(kind) && cost > budgetMs;
    if (over) process.exitCode = 1;
    const shown = kind === "none" ? "" : `   ${cost >= 0 ? "+" : ""}${cost.toFixed(1)} ms a run${over ? ` (budget ${budgetMs} ms)` : ""}`;
    console.log(`${kind.padEnd(12)} ${median(list).toFixed(1).padStart(7)} ms${shown}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
