import { expect, it, vi } from "vitest";
import { createPulse, createPulseMemory, watchPulse } from "./scan-pulse.ts";

const limits = { fileLimitMs: 100, silenceLimitMs: 200, beginLimitMs: 400 };

/** Looks come every 10 ms. */
const watch = (): { readonly pulse: ReturnType<typeof createPulse>; readonly stopped: string[]; readonly pass: (ms: number) => void } => {
  vi.useFakeTimers();
  const memory = createPulseMemory();
  const stopped: string[] = [];
  watchPulse(memory, limits, (reason) => stopped.push(reason));
  return { pulse: createPulse(memory), stopped, pass: (ms) => void vi.advanceTimersByTime(ms) };
};

it("stops a scan that hangs between files, and none that makes steps", () => {
  const { pulse, stopped, pass } = watch();
  for (let step = 0; step < 50; step += 1) {
    pulse.beat();
    pass(190);
  }
  expect(stopped).toEqual([]);
  pass(40);
  expect(stopped[0]).toBe("The scan made no progress for 0.2 s and was stopped.");
  vi.useRealTimers();
});

it("leaves a new thread the time to load its program", () => {
  const { pulse, stopped, pass } = watch();
  pass(390);
  expect(stopped).toEqual([]);
  pulse.beat();
  pass(190);
  expect(stopped).toEqual([]);
  pass(40);
  expect(stopped[0]).toContain("0.2 s");
  vi.useRealTimers();
});

it("stops a thread that never begins", () => {
  const { stopped, pass } = watch();
  pass(430);
  expect(stopped[0]).toContain("0.4 s");
  vi.useRealTimers();
});

it("names the file that takes too long to parse", () => {
  const { pulse, stopped, pass } = watch();
  pulse.read("/shop/models.py");
  pulse.parse(() => pass(130));
  expect(stopped[0]).toBe("/shop/models.py could not be read in 0.1 s, so the scan was stopped.");
  vi.useRealTimers();
});
