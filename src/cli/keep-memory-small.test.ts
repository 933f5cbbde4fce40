import { execFileSync } from "node:child_process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect, it } from "vitest";

const module = pathToFileURL(fileURLToPath(new URL("keep-memory-small.ts", import.meta.url))).href;

/** The most megabytes in use of a process that makes 400 MB of garbage, 2 MB a step, beside 120 MB that it keeps. */
const mostMegabytes = (does: "atStep" | "nothing"): number => {
  const script = `
    import { keepMemorySmall } from ${JSON.stringify(module)};
    const { atStep } = keepMemorySmall();
    const make = (megabytes) => Array.from({ length: megabytes * 1024 }, (_, at) => new Array(126).fill(at));
    const kept = make(120);
    let most = 0;
    for (let step = 0; step < 200 * 32; step += 1) {
      if (step % 32 === 0) globalThis.last = make(2);
      if (${JSON.stringify(does)} === "atStep") atStep();
      if (step % 32 === 0) most = Math.max(most, process.memoryUsage().heapUsed);
    }
    console.log(Math.round(most / 1024 / 1024), kept.length);
  `;
  return Number.parseInt(execFileSync(process.execPath, ["--input-type=module", "--eval", script], { encoding: "utf8" }), 10);
};

it("collects between steps what V8 alone would let pile up", () => {
  expect(mostMegabytes("atStep")).toBeLessThan(165);
  expect(mostMegabytes("nothing")).toBeGreaterThan(180);
});
