import { afterEach, expect, it, vi } from "vitest";
import { readSettings } from "./settings.ts";

afterEach(() => vi.unstubAllEnvs());

it.each([
  ["90", 90_000],
  ["0.5", 500],
  ["9999999", 2_147_483_647],
  ["Infinity", 2_147_483_647],
  ["0", undefined],
  ["-1", undefined],
  ["a minute", undefined],
  ["", undefined],
])("a time limit of %j seconds is %s ms, and never more than a timer can wait", (seconds, ms) => {
  vi.stubEnv("DJDESK_TASK_TIMEOUT", seconds);
  expect(readSettings().taskTimeoutMs).toBe(ms);
});
