// A command that prints a gigabyte, in lines and in one line without an end: what it costs the server in memory, and how
// late its event loop becomes.
//
//   node bench/flood.bench.mjs
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { aRunRequest } from "../src/runner/a-run-request.ts";
import { startRun } from "../src/runner/run.ts";
import { noSandbox } from "../src/runner/sandbox/sandbox.ts";

const budget = { megabytes: 150, lagMs: 50 };
const folder = mkdtempSync(join(tmpdir(), "djdesk-flood-"));
const floods = {
  "1 GiB in lines":
    'import sys\nblock = b"a loaf of rye, and another one of spelt, on the shelf\\n" * 1000\nfor _ in range((1 << 30) // len(block)): sys.stdout.buffer.write(block)',
  "1 GiB, one line": 'import sys\nfor _ in range(1 << 14): sys.stdout.buffer.write(b"x" * 65536)',
};

const flood = async (name, source) => {
  writeFileSync(join(folder, "manage.py"), source);
  const before = process.memoryUsage.rss();
  let most = before;
  const sampling = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 20);
  const lag = monitorEventLoopDelay({ resolution: 5 });
  lag.enable();
  const started = performance.now();
  const ignore = () => {};
  const { error } = await startRun(
    { ...aRunRequest(folder), timeoutMs: 120_000, sandbox: noSandbox },
    { onSpawn: ignore, onLines: ignore, onProgress: ignore },
  ).ended;
  clearInterval(sampling);
  lag.disable();
  if (error !== null) throw new Error(error);
  const megabytes = (most - before) / (1 << 20);
  const lagMs = lag.percentile(99) / 1e6;
  if (megabytes > budget.megabytes || lagMs > budget.lagMs) process.exitCode = 1;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    `${name.padEnd(16)} ${seconds} s   +${megabytes.toFixed(0)} MB (budget ${budget.megabytes})   lag ${lagMs.toFixed(0)} ms at the 99th percentile, ${(lag.max / 1e6).toFixed(0)} at most (budget ${budget.lagMs})`,
  );
};

try {
  for (const [name, source] of Object.entries(floods)) await flood(name, source);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
