import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isDoomed, setUpRuns } from "./a-started-run.ts";
import { listProcesses } from "./process/process-table.ts";

const { start, survivors } = setUpRuns();

/** `DJDESK_TRIALS=200` for the long form. */
const trials = Number(process.env["DJDESK_TRIALS"] ?? 50);

/**
 * Milliseconds that this thread has waited for a processor. A busy machine makes everything late: what DJDesk promises
 * is measured without the time in which it was not let run.
 */
const starvedMs = (): number => {
  const path = "/proc/thread-self/schedstat";
  return existsSync(path) ? Number(readFileSync(path, "utf8").split(" ")[1]) / 1e6 : 0;
};

const until = async (condition: () => boolean, ms = 40_000) => {
  const end = performance.now() + ms;
  while (!condition()) {
    if (performance.now() > end) throw new Error("waited in vain");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

const daemon = `
import os, signal, sys, time
def daemon(clear):
    if os.fork(): return
    os.setsid()
    if os.fork(): os._exit(0)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT): signal.signal(number, signal.SIG_IGN)
    if clear:
        os.execve(sys.executable, [sys.executable, "-S", "-c", "import time; time.sleep(60)"], {})
    time.sleep(60)
`;

/** Processes that cleared their environment, known by what they run. */
const namedSleepers = (): readonly number[] =>
  listProcesses()
    .filter((entry) => {
      try {
        return readFileSync(`/proc/${entry.pid}/cmdline`, "latin1").includes("import time; time.sleep(60)");
      } catch {
        return false;
      }
    })
    .map((entry) => entry.pid);

describe("end of a run", () => {
  it("K07 ends a command that is over its time, with everything it started", async () => {
    const starvedBefore = starvedMs();
    const { run, lines, progress } = start(
      `${daemon}\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\ndaemon(False)\ndaemon(True)\nprint("up", flush=True)\nwhile True: time.sleep(1)`,
      { timeoutMs: 1500 },
    );
    const outcome = await run.ended;
    expect(outcome).toMatchObject({
      reason: { kind: "timed-out", afterMs: 1500 },
      error: expect.stringMatching(/^Timed out after 1\.5 s/),
    });
    expect(outcome.durationMs - (starvedMs() - starvedBefore)).toBeLessThan(2000);
    expect(lines.at(-1)?.text).toBe(outcome.error);
    expect(progress.slice(0, -1).every((percent) => percent > 0 && percent <= 95)).toBe(true);
    expect(progress.at(-1)).toBe(100);
    expect(namedSleepers().filter((pid) => !isDoomed(pid))).toEqual([]);
  });

  it("is cancelled while it runs, before it starts and after its end, each with one end", async () => {
    const running = start("import time\nprint('up', flush=True)\ntime.sleep(60)");
    await until(() => running.texts("stdout").includes("up"));
    running.run.cancel();
    running.run.cancel();
    expect(await running.run.ended).toMatchObject({ reason: { kind: "cancelled" }, error: "The run was cancelled." });
    const early = start("print('never')");
    early.run.cancel();
    expect(await early.run.ended).toMatchObject({ reason: { kind: "cancelled" } });
    expect(early.texts("stdout")).toEqual([]);
    const late = start("print('done')");
    const outcome = await late.run.ended;
    late.run.cancel();
    expect(outcome.reason).toEqual({ kind: "exited", exitCode: 0 });
  });

  it("K05 K06 says by which signal a command was ended", async () => {
    const { run } = start("import os, signal; os.kill(os.getpid(), signal.SIGKILL)");
    expect(await run.ended).toMatchObject({
      reason: { kind: "signalled", signal: "SIGKILL" },
      error: "The command was ended by signal 9 (SIGKILL), as the system does when memory runs out.",
    });
  });

  it("ends at once although a daemon holds its output open, and ends the daemon", async () => {
    const { run } = start(`${daemon}\ndaemon(False)\nprint("left")`);
    const outcome = await run.ended;
    expect(outcome.reason).toEqual({ kind: "exited", exitCode: 0 });
    expect(survivors().filter((pid) => !isDoomed(pid))).toEqual([]);
  });

  it("leaves no survivor half a second after the time limit, in many trials", async () => {
    const source = `${daemon}\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nfor clear in (False, True): daemon(clear)\nos.fork()\nwhile True: time.sleep(1)`;
    for (let trial = 0; trial < trials; trial += 1) {
      const timeoutMs = 150 + (trial % 10) * 15;
      const starvedBefore = starvedMs();
      const { run } = start(source, { timeoutMs });
      const outcome = await run.ended;
      expect(outcome.reason.kind).toBe("timed-out");
      expect(outcome.durationMs - (starvedMs() - starvedBefore)).toBeLessThan(timeoutMs + 500);
      expect([...survivors(), ...namedSleepers()].filter((pid) => !isDoomed(pid))).toEqual([]);
    }
  }, 900_000);
});
