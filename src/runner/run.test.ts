import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listProcesses, readToken } from "./process/process-table.ts";
import { startRun } from "./run.ts";
import { noSandbox } from "./sandbox/sandbox.ts";
import type { AllowedCommand, OutputLine, ProcessIdentity, RunRequest } from "./task.ts";

/** A Python without any Django: these commands are manage.py files of our own. */
const python = execFileSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).trim();
/** `DJDESK_TRIALS=200` for the long form. */
const trials = Number(process.env["DJDESK_TRIALS"] ?? 50);
const tokens: string[] = [];
let folder = "";
let count = 0;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-bakery-")));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  const left = survivors().filter((pid) => !isDoomed(pid));
  if (left.length > 0) throw new Error(`processes ${left.join(", ")} outlived their run`);
});

/** Live processes of runs that this file started. */
const survivors = (): readonly number[] => {
  const ours = new Set(tokens);
  return listProcesses()
    .filter((entry) => ours.has(readToken(entry.pid) ?? ""))
    .map((entry) => entry.pid);
};

const command: AllowedCommand = {
  preset: "check",
  label: "Run system checks",
  raw: "python manage.py check",
  safePrefix: "python manage.py check",
  args: ["check"],
  timeoutMs: 20_000,
  exitMeanings: { 7: "Seven means stale bread." },
};

const newToken = () => {
  count += 1;
  const token = `test-${process.pid}-${count}`;
  tokens.push(token);
  return token;
};

/** Starts `source` as the manage.py of a project. */
const start = (source: string, changes: Partial<RunRequest> = {}) => {
  writeFileSync(join(folder, "manage.py"), source);
  const lines: OutputLine[] = [];
  const told: string[] = [];
  const progress: number[] = [];
  let identity: ProcessIdentity | null = null;
  const run = startRun(
    {
      token: newToken(),
      command,
      workspacePath: folder,
      interpreter: python,
      settingsModule: null,
      pythonPath: [],
      env: {},
      secrets: [],
      timeoutMs: 20_000,
      sandbox: noSandbox,
      ...changes,
    },
    {
      onSpawn: (found) => {
        identity = found;
        told.push("spawn");
      },
      onLines: (batch) => {
        lines.push(...batch);
        told.push("lines");
      },
      onProgress: (percent) => progress.push(percent),
    },
  );
  const texts = (stream: OutputLine["stream"]) => lines.filter((line) => line.stream === stream).map((line) => line.text);
  return { run, lines, told, progress, texts, identity: () => identity };
};

/**
 * Milliseconds that this thread has waited for a processor. A busy machine makes everything late: what DJDesk promises
 * is measured without the time in which it was not let run.
 */
const starvedMs = (): number => {
  const path = "/proc/thread-self/schedstat";
  return existsSync(path) ? Number(readFileSync(path, "utf8").split(" ")[1]) / 1e6 : 0;
};

/** Killed but not yet torn down by the kernel: it never runs again. */
const isDoomed = (pid: number): boolean => {
  try {
    const pending = /^ShdPnd:\s*([0-9a-f]+)/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1] ?? "0";
    return (BigInt(`0x${pending}`) & 0x100n) !== 0n;
  } catch {
    return true;
  }
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

describe("run", () => {
  it("runs manage.py as a developer would and tells lines in order", async () => {
    const { run, texts, told, progress, lines } = start(`
import sys, os
if __name__ == "__main__":
    print(sys.argv, sys.path[0] == os.getcwd(), os.path.basename(__file__))
    print("to stderr", file=sys.stderr)
    print("no newline", end="")
`);
    const outcome = await run.ended;
    expect(outcome).toMatchObject({
      reason: { kind: "exited", exitCode: 0 },
      error: null,
      outputLines: 3,
      redacted: 0,
      changedFiles: [],
      protection: "none",
    });
    expect(texts("stdout")).toEqual(["['manage.py', 'check'] True manage.py", "no newline"]);
    expect(texts("stderr")).toEqual(["to stderr"]);
    expect(lines[0]?.text).toBe("Executing `python manage.py check`");
    expect(lines.at(-1)?.text).toBe("Command finished with exit code 0.");
    expect(told[0]).toBe("spawn");
    expect(progress).toEqual([100]);
    expect(existsSync(join(folder, "__pycache__"))).toBe(false);
  });

  it("gives an environment built from nothing, a closed stdin and no descriptor", async () => {
    process.env["DJANGO_SETTINGS_MODULE"] = "stray.settings";
    const { run, texts } = start(
      `
import os, sys, json
print(json.dumps(dict(os.environ)))
print(repr(sys.stdin.read()))
print([fd for fd in range(3, 64) if os.path.exists("/proc/self/fd/%d" % fd) and os.path.realpath("/proc/self/fd/%d" % fd).startswith("/proc/") is False])
`,
      { env: { OVEN: "hot", PATH: ":.:bin:/opt/oven/bin", DJDESK_RUN: "forged", HOME: "/root" } },
    );
    await run.ended;
    delete process.env["DJANGO_SETTINGS_MODULE"];
    const [environment = "{}", stdin, descriptors] = texts("stdout");
    const env: Record<string, string> = JSON.parse(environment);
    expect(
      Object.keys(env)
        .filter((name) => !["LC_CTYPE", "PYTHONUSERBASE", "__CF_USER_TEXT_ENCODING"].includes(name))
        .sort(),
    ).toEqual(["DJDESK_RUN", "HOME", "LANG", "OVEN", "PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONIOENCODING", "PYTHONUNBUFFERED", "TMPDIR"]);
    expect(env["DJDESK_RUN"]).toBe(tokens.at(-1));
    expect(env["HOME"]).toMatch(/djdesk-run-/);
    expect(env["PATH"]?.split(":").every((entry) => entry.startsWith("/"))).toBe(true);
    expect(env["PATH"]).toContain("/opt/oven/bin");
    expect(existsSync(env["HOME"] ?? "")).toBe(false);
    expect(stdin).toBe("''");
    expect(descriptors).toBe("[]");
  });

  it("sets the settings module and the python path without argv", async () => {
    const { run, texts, lines } = start(`import os, sys; print(os.environ["DJANGO_SETTINGS_MODULE"], "/opt/ovens" in sys.path)`, {
      settingsModule: "bakery.settings.night",
      pythonPath: ["/opt/ovens"],
    });
    await run.ended;
    expect(texts("stdout")).toEqual(["bakery.settings.night True"]);
    expect(lines[0]?.text).toBe("Executing `python manage.py check`");
  });

  it.each([
    ["import sys; sys.exit(7)", "Seven means stale bread."],
    ["import sys; sys.exit(3)", "Command finished with exit code 3."],
    ["import crumbs", "ModuleNotFoundError: No module named 'crumbs'"],
    ["def (", expect.stringMatching(/^SyntaxError: /)],
    ['raise ValueError("first\\nsecond")', "ValueError: first"],
    ['import sys; sys.exit("CommandError: no such app")', "CommandError: no such app"],
    ["try:\n  1/0\nexcept ZeroDivisionError:\n  {}['loaf']", "KeyError: 'loaf'"],
  ])("names the root cause of %j", async (source, error) => {
    const { run, lines } = start(source);
    const outcome = await run.ended;
    expect(outcome.reason.kind).toBe("exited");
    expect(outcome.error).toEqual(error);
    expect(lines.at(-1)?.text).toMatch(/^Command finished with exit code [1-9]\.$/);
  });

  it("shows a traceback without the launcher's frames", async () => {
    const { run, texts } = start("def bake():\n    raise RuntimeError('burnt')\nbake()\n");
    await run.ended;
    expect(texts("stderr").join("\n")).not.toContain("launcher.py");
    expect(texts("stderr")[1]).toContain(join(folder, "manage.py"));
  });

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

  it("L09 keeps the order of each stream, and says which one a line came from", async () => {
    const { run, texts } = start(
      "import sys\nfor n in range(2000):\n    print('out', n, flush=True)\n    print('err', n, file=sys.stderr, flush=True)",
    );
    await run.ended;
    expect(texts("stdout")).toEqual(Array.from({ length: 2000 }, (_, n) => `out ${n}`));
    expect(texts("stderr")).toEqual(Array.from({ length: 2000 }, (_, n) => `err ${n}`));
  });

  it("ends at once although a daemon holds its output open, and ends the daemon", async () => {
    const { run } = start(`${daemon}\ndaemon(False)\nprint("left")`);
    const outcome = await run.ended;
    expect(outcome.reason).toEqual({ kind: "exited", exitCode: 0 });
    expect(survivors().filter((pid) => !isDoomed(pid))).toEqual([]);
  });

  it("L10 goes on reading one stream when the other is closed", async () => {
    const { run, texts } = start(
      "import os, sys, time\nos.close(1)\ntime.sleep(0.2)\nprint('still here', file=sys.stderr)\nsys.stderr.flush()\nos._exit(0)",
    );
    await run.ended;
    expect(texts("stderr")).toEqual(["still here"]);
  });

  it("L03 survives invalid UTF-8, escapes and half a line", async () => {
    const { run, texts } = start(
      String.raw`import sys; sys.stdout.buffer.write(b"a\xff\xc3\x28b\n\x1b]52;c;x\x07after\n10%\r100%\nend\xe2\x82")`,
    );
    await run.ended;
    expect(texts("stdout")).toEqual(["a\ufffd\ufffd(b", "after", "100%", "end\ufffd"]);
  });

  it("masks secrets before the observer sees a line", async () => {
    const { run, texts } = start("print(\"SECRET_KEY = 'loaf'\")\nprint('oven-code-4711')\nraise ValueError('oven-code-4711')", {
      secrets: ["oven-code-4711"],
    });
    const outcome = await run.ended;
    expect(texts("stdout")).toEqual(["SECRET_KEY = '•••'", "•••"]);
    expect(outcome.error).toBe("ValueError: •••");
    expect(outcome.redacted).toBeGreaterThanOrEqual(3);
  });

  it("L01 keeps head and tail of a flood in flat memory", async () => {
    const lines = 3_000_000;
    const before = process.memoryUsage.rss();
    const { run, texts } = start(
      `import sys\nfor block in range(${lines / 1000}):\n    sys.stdout.write("".join("loaf %d of the night\\n" % (block * 1000 + n) for n in range(1000)))`,
      { timeoutMs: 60_000 },
    );
    const outcome = await run.ended;
    expect(outcome).toMatchObject({ error: null, outputLines: lines });
    expect(texts("stdout")).toHaveLength(10_000);
    expect(texts("stdout")[4999]).toBe("loaf 4999 of the night");
    expect(texts("stdout").at(-1)).toBe(`loaf ${lines - 1} of the night`);
    expect(texts("desk")).toContain("… 2,990,000 lines left out …");
    expect(process.memoryUsage.rss() - before).toBeLessThan(200 << 20);
  }, 60_000);

  it("L02 cuts a line without an end", async () => {
    const { run, texts } = start(`import sys\nfor _ in range(2000): sys.stdout.write("x" * 65536)`);
    expect(await run.ended).toMatchObject({ error: null, outputLines: 1 });
    expect(texts("stdout")).toHaveLength(1);
    expect(texts("stdout")[0]?.length).toBeLessThan(66_000);
    expect(texts("stdout")[0]?.endsWith(" bytes of this line were left out")).toBe(true);
  });

  it("says which files a run changed", async () => {
    mkdirSync(join(folder, "loaves"));
    writeFileSync(join(folder, "loaves/rye.txt"), "old");
    writeFileSync(join(folder, "gone.txt"), "");
    const { run } = start(
      "import os\nopen('loaves/rye.txt', 'w').write('new')\nopen('loaves/new.txt', 'w').close()\nos.remove('gone.txt')\nos.chmod('manage.py', 0o600)",
    );
    expect((await run.ended).changedFiles).toEqual(["gone.txt", "loaves/new.txt", "loaves/rye.txt", "manage.py"]);
  });

  it("says that a run changed a database outside of the project", async () => {
    const elsewhere = join(folder, "..", `${basename(folder)}-elsewhere.sqlite3`);
    writeFileSync(elsewhere, "as it was");
    const { run } = start(`open(${JSON.stringify(elsewhere)}, "a").write("more")`, { databaseFiles: [elsewhere, `${elsewhere}-wal`] });
    const { changedFiles } = await run.ended;
    rmSync(elsewhere);
    expect(changedFiles).toEqual([join("..", basename(elsewhere))]);
  });

  it.each([
    ["manage.py is gone", { workspacePath: "EMPTY" }, /^manage\.py is gone: /],
    ["the folder is gone", { workspacePath: "/nowhere/bakery" }, /^The workspace's folder is gone: \/nowhere\/bakery/],
    ["the folder is a file", { workspacePath: "FILE" }, /is no folder: /],
    ["the interpreter is gone", { interpreter: "/nowhere/python" }, /^The interpreter is gone: \/nowhere\/python\. Make a/],
    ["the interpreter is relative", { interpreter: "python3" }, /is not an absolute path/],
    ["the interpreter is a folder", { interpreter: "/usr" }, /is no file/],
    ["there are no settings", { entry: "settings" as const }, /no settings module was given/],
  ])("spawns nothing when %s", async (_, changes, message) => {
    mkdirSync(join(folder, "empty"));
    writeFileSync(join(folder, "file"), "");
    const place =
      "workspacePath" in changes
        ? changes.workspacePath.replace("EMPTY", join(folder, "empty")).replace("FILE", join(folder, "file"))
        : folder;
    const { run, told, lines } = start("print('never')", { ...changes, workspacePath: place });
    const outcome = await run.ended;
    expect(outcome).toMatchObject({
      reason: { kind: "invalid" },
      error: expect.stringMatching(message),
      changedFiles: null,
      outputLines: 0,
    });
    expect(told).not.toContain("spawn");
    expect(lines.map((line) => line.text)).toEqual(["Executing `python manage.py check`", outcome.error]);
  });

  it("O10 says why an interpreter could not be started", async () => {
    writeFileSync(join(folder, "python"), "#!/nowhere/python\n", { mode: 0o755 });
    const { run } = start("", { interpreter: join(folder, "python") });
    const outcome = await run.ended;
    expect(outcome).toMatchObject({ reason: { kind: "not-started" }, error: expect.stringMatching(/^The command could not be started: /) });
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
