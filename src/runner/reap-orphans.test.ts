import { spawn } from "node:child_process";
import { afterAll, describe, expect, it } from "vitest";
import { readBootId, readProcess } from "./process/process-table.ts";
import { reapOrphans } from "./reap-orphans.ts";

let count = 0;
const newToken = () => {
  count += 1;
  return `test-orphan-${process.pid}-${count}`;
};

describe("reap orphans", () => {
  const strays: number[] = [];
  afterAll(() => {
    for (const pid of strays) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It is gone, as it should be.
      }
    }
  });
  /** A process as a server that died would leave it. */
  const stray = (token: string | null) => {
    const child = spawn("sleep", ["60"], { detached: true, stdio: "ignore", env: token === null ? {} : { DJDESK_RUN: token } });
    strays.push(child.pid ?? 0);
    const startTime = readProcess(child.pid ?? 0)?.startTime ?? null;
    return {
      pid: child.pid ?? 0,
      startTime,
      bootId: readBootId(),
      gone: new Promise((resolve) => child.once("exit", (_, signal) => resolve(signal))),
    };
  };

  it("ends a process that is still the one that was stored", async () => {
    const token = newToken();
    const { gone, ...found } = stray(null);
    expect(await reapOrphans([{ token, ...found }])).toBe(1);
    expect(await gone).toBe("SIGKILL");
  });

  it("ends a process that carries the token, whatever its number", async () => {
    const token = newToken();
    const { gone } = stray(token);
    expect(await reapOrphans([{ token, pid: 1, startTime: "1", bootId: "another boot" }])).toBe(1);
    expect(await gone).toBe("SIGKILL");
  });

  it("never ends a stranger that was given the number again", async () => {
    const found = stray(null);
    for (const changes of [{ startTime: "1" }, { bootId: "another boot" }, { bootId: null }, { startTime: null }]) {
      expect(await reapOrphans([{ token: newToken(), pid: found.pid, startTime: found.startTime, bootId: found.bootId, ...changes }])).toBe(
        0,
      );
    }
    expect(readProcess(found.pid)).not.toBeNull();
  });
});
