import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { aSandbox, type SandboxKind } from "../../../test/support/bubblewrap.ts";
import { runManage } from "../../../test/support/run-manage.ts";
import { findLauncherFolder } from "../launcher/find-launcher.ts";
import { listProcesses, readToken } from "../process/process-table.ts";
import { noSandbox } from "./sandbox.ts";

let folder = "";
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-contained-")));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const ofRun = (token: string): readonly number[] =>
  listProcesses()
    .filter((entry) => readToken(entry.pid) === token)
    .map((entry) => entry.pid);

const full: readonly SandboxKind[] = ["bubblewrap", "unshare"];

describe.each(["bubblewrap", "unshare", "landlock"] as const)("a run in %s", (kind) => {
  let sandbox: Awaited<ReturnType<typeof aSandbox>>;
  beforeAll(async () => {
    sandbox = await aSandbox(kind);
  }, 180_000);

  it.for([
    ["success", "import sys; print('out'); print('err', file=sys.stderr)"],
    ["an exit code", "import sys; sys.exit(3)"],
    ["a traceback", "def bake():\n    raise ValueError('burnt')\nbake()"],
    ["a syntax error", "def ("],
    ["a missing module", "import crumbs"],
    ["a signal", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"],
    ["an abort", "import os; os.abort()"],
    ["a closed stream", "import os\nos.close(1)\nos._exit(0)"],
    ["paths and arguments", "import os, sys; print(os.getcwd(), sys.argv, __file__, sys.path[0], sys.prefix, sys.stdin.read())"],
    ["a folder made beside the code", "import os; os.makedirs('media', exist_ok=True) if os.environ.get('FULL') else None; print('made')"],
  ] as const)("ends as outside of it: %s", async ([, source], { skip }) => {
    if ("missing" in sandbox) return skip(sandbox.missing);
    const inside = await runManage(folder, source, { sandbox });
    const outside = await runManage(folder, source, { sandbox: noSandbox });
    const { reason, error, printed } = outside;
    expect({ reason: inside.reason, error: inside.error, printed: inside.printed }).toEqual({ reason, error, printed });
  });

  it("X12 X15 X16 fork bomb, endless loop and ignored signals end with their time, named, and leave no process", async ({ skip }) => {
    if ("missing" in sandbox) return skip(sandbox.missing);
    const source = `import os, signal, time
for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT): signal.signal(number, signal.SIG_IGN)
for _ in range(20):
    if os.fork() == 0:
        os.setsid()
        if os.fork(): os._exit(0)
        time.sleep(60)
first = os.getpid()
for _ in range(7): os.fork()
while os.getpid() != first: time.sleep(60)
print("up", flush=True)
while True: pass`;
    const { token, reason, error, output } = await runManage(folder, source, { sandbox, timeoutMs: 1500 });
    expect(output).toContain("up");
    expect(reason.kind).toBe("timed-out");
    expect(error).toMatch(/^Timed out after/);
    expect(ofRun(token)).toEqual([]);
  });

  it("ends at once although a daemon holds its output open", async ({ skip }) => {
    if ("missing" in sandbox) return skip(sandbox.missing);
    const { token, reason } = await runManage(
      folder,
      "import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(60)\nprint('left')",
      {
        sandbox,
      },
    );
    expect(reason).toEqual({ kind: "exited", exitCode: 0 });
    expect(ofRun(token)).toEqual([]);
  });

  it.skipIf(process.getuid?.() === 0)("X12 is refused processes without end", { timeout: 60_000 }, async ({ skip }) => {
    if ("missing" in sandbox) return skip(sandbox.missing);
    const source = `import os, time
for count in range(20_000):
    try:
        if os.fork() == 0:
            time.sleep(60)
    except BlockingIOError:
        print("refused", count < 2000)
        break`;
    const { token, printed } = await runManage(folder, source, { sandbox });
    expect(printed).toEqual(["stdout: refused True"]);
    expect(ofRun(token)).toEqual([]);
  });

  it("X13 is refused 16 GB of memory and ends with the reason", async ({ skip }) => {
    if ("missing" in sandbox) return skip(sandbox.missing);
    const { error } = await runManage(folder, "loaf = bytearray(16 << 30)", { sandbox });
    expect(error).toBe("MemoryError");
  });

  it("cannot raise its own limits", async ({ skip }) => {
    if ("missing" in sandbox) return skip(sandbox.missing);
    const source = "import resource; resource.setrlimit(resource.RLIMIT_AS, (1 << 40, 1 << 40))";
    expect((await runManage(folder, source, { sandbox })).error).toMatch(/not allowed to raise maximum limit/);
  });
});

describe.each(full)("a run in %s", (kind) => {
  let sandbox: Awaited<ReturnType<typeof aSandbox>>;
  beforeAll(async () => {
    sandbox = await aSandbox(kind);
  }, 180_000);

  it("may change its copy of the project, of which nothing stays", async ({ skip }) => {
    if ("missing" in sandbox) return skip(sandbox.missing);
    const source =
      "import os\nos.makedirs('media/cache')\nopen('media/cache/x', 'w').write('x')\nos.remove('manage.py')\nprint(os.listdir('media'))";
    const { reason, printed, changedFiles } = await runManage(folder, source, { sandbox });
    expect({ reason, printed, changedFiles }).toEqual({
      reason: { kind: "exited", exitCode: 0 },
      printed: ["stdout: ['cache']"],
      changedFiles: [],
    });
    expect(readdirSync(folder)).toEqual(["manage.py"]);
  });

  it.for(["/tmp", "/var/tmp", "/dev/shm", "os.environ['HOME']"])("X14 cannot fill %s", async (place, { skip }) => {
    if ("missing" in sandbox) return skip(sandbox.missing);
    const path = place.startsWith("/") ? `'${place}'` : place;
    const source = `import os\nwith open(os.path.join(${path}, 'filler'), 'wb') as file:\n    for _ in range(200): file.write(bytes(1 << 20))`;
    expect((await runManage(folder, source, { sandbox })).error).toMatch(/No space left on device/);
  });

  it("sees no process, no socket and no home of the machine, and has no rights", async ({ skip }) => {
    if ("missing" in sandbox) return skip(sandbox.missing);
    // Python and launcher may lie in a home.
    const source = `import os
LAUNCHER = ${JSON.stringify(findLauncherFolder())}
print("processes", len([name for name in os.listdir("/proc") if name.isdigit()]) < 6)
print("homes", [path for home in ("/root", "/home", "/run", "/var/tmp") for path in os.listdir(home) if path != "djdesk" and not path.startswith(".pyenv") and not LAUNCHER.startswith(os.path.join(home, path))])
print("rights", [line.split()[1] for line in open("/proc/self/status") if line.startswith(("CapEff", "CapBnd", "CapAmb", "NoNewPrivs"))])
print("descriptors", len(os.listdir("/proc/self/fd")) <= 4)`;
    const { printed } = await runManage(folder, source, { sandbox });
    const none = "0000000000000000";
    expect(printed).toEqual([
      "stdout: processes True",
      "stdout: homes []",
      `stdout: rights ['${none}', '${none}', '${none}', '1']`,
      "stdout: descriptors True",
    ]);
  });

  it("cannot make namespaces of its own to get rights in", async ({ skip }) => {
    if ("missing" in sandbox) return skip(sandbox.missing);
    const source = "import ctypes; print(ctypes.CDLL(None, use_errno=True).unshare(0x10000000))";
    expect((await runManage(folder, source, { sandbox })).printed).toEqual(["stdout: -1"]);
  });

  it("X20 follows no link of the project when its walls are built", async ({ skip }) => {
    if ("missing" in sandbox) return skip(sandbox.missing);
    const target = join(folder, "target");
    const project = join(folder, "shop");
    mkdirSync(project);
    mkdirSync(target);
    for (const name of ["tmp", "run", "dev", "proc", ".venv", "media"]) symlinkSync(`/oldroot${target}/${name}`, join(project, name));
    const { reason } = await runManage(project, "import os; os.listdir('.')", { sandbox, pythonPath: [join(project, "media")] });
    expect(reason).toEqual({ kind: "exited", exitCode: 0 });
    expect(readdirSync(target)).toEqual([]);
    expect(existsSync(`/oldroot${target}`)).toBe(false);
  });
});
