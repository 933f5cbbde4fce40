import { spawnSync } from "node:child_process";
import { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { createGuardMemory, whenEndable } from "./thread-guard.ts";

const module = JSON.stringify(new URL("./thread-guard.ts", import.meta.url).href);

/** Ends threads that do nothing but compress, at random moments; `wait` is what it does before. */
const endThreads = (wait: string): string => `
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";
import { zstdCompressSync } from "node:zlib";
import { createGuardMemory, whenEndable, whole } from ${module};
const text = "x".repeat(200_000);
const source = \`
  import { parentPort, workerData } from "node:worker_threads";
  import { zstdCompressSync } from "node:zlib";
  import { whole } from ${module.replaceAll('"', '\\"')};
  const text = "x".repeat(200_000);
  parentPort.postMessage("up");
  for (;;) whole(workerData, () => zstdCompressSync(text));\`;
for (let round = 0; round < 100; round += 1) {
  const guard = createGuardMemory();
  const thread = new Worker(new URL("data:text/javascript," + encodeURIComponent(source)), { workerData: guard });
  thread.on("error", (error) => { console.error(error); process.exit(3); });
  await new Promise((resolve) => thread.once("message", resolve));
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
  ${wait}
  await thread.terminate();
}
console.log("survived");
`;

const run = (source: string) =>
  spawnSync(process.execPath, ["--disable-warning=ExperimentalWarning", "--input-type=module", "-e", source], { encoding: "utf8" });

describe("the guard of the scan thread", () => {
  it("lets it be ended at any moment without taking the process along", () => {
    const { status, stdout, stderr } = run(endThreads("await whenEndable(guard);"));
    expect({ status, stdout, stderr: stderr.slice(0, 500) }).toEqual({ status: 0, stdout: "survived\n", stderr: "" });
  }, 120_000);

  it("waits for what is under way, and lets nothing begin after that", async () => {
    const guard = createGuardMemory();
    const source = `
      const { workerData, parentPort } = require("node:worker_threads");
      import(${module}).then(({ whole }) => {
        whole(workerData, () => {
          parentPort.postMessage("begun");
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400);
          parentPort.postMessage("done");
        });
        whole(workerData, () => parentPort.postMessage("begun again"));
      });`;
    const thread = new Worker(source, { eval: true, workerData: guard });
    const said: unknown[] = [];
    thread.on("message", (message) => said.push(message));
    await new Promise((resolve) => thread.once("message", resolve));
    const asked = performance.now();
    await whenEndable(guard);
    expect(performance.now() - asked).toBeGreaterThan(200);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await thread.terminate();
    expect(said).toEqual(["begun", "done"]);
  });
});
