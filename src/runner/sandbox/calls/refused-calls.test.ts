import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { aSandbox } from "../../../../test/support/bubblewrap.ts";
import { findStage } from "../../launcher/find-launcher.ts";
import { compileFilter } from "./compile-filter.ts";
import { refusedBehindLandlock, type Needs } from "./refused-calls.ts";

const run = promisify(execFile);
const nothing: Needs = { tcp: false, names: false, unixSockets: false };

let folder = "";
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-calls-")));
  writeFileSync(join(folder, "notes.txt"), "as it was");
  chmodSync(join(folder, "notes.txt"), 0o644);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const imports = `import ctypes, fcntl, os, socket, sys
os.chdir(sys.argv[1])
def refused():
    raise OSError(ctypes.get_errno(), "")`;

/** What the code prints where Landlock lets it write everywhere and the filter is for this version of it. */
const runFiltered = async (python: string, code: string, abi = 7, needs = nothing): Promise<string> => {
  const filter = compileFilter(refusedBehindLandlock(abi, needs), process.arch)?.toString("hex") ?? "";
  const child = [python, "-I", "-S", "-B", "-c", `${imports}\n${code}`, folder];
  const stage = ["-I", "-S", "-B", findStage(), "write=/", "connect=9", `filter=${filter}`, "--", ...child];
  const { stdout, stderr } = await run(python, stage).catch((error: unknown) => ({ stdout: "", stderr: String(error) }));
  return `${stdout}${stderr}`.trim();
};

const asking = (expression: string): string =>
  `try:\n    ${expression}\n    print("done")\nexcept OSError as error:\n    print(error.errno)`;

const aPython = async (): Promise<string | null> => {
  const sandbox = await aSandbox("landlock");
  return "kind" in sandbox && sandbox.kind === "landlock" && sandbox.filtered ? sandbox.python : null;
};

describe("a filter of system calls", () => {
  it.for([
    ["changes a mode", "os.chmod('notes.txt', 0o600)", 7, nothing, "1"],
    ["empties a file by opening it", "os.open('notes.txt', os.O_RDONLY | os.O_TRUNC)", 7, nothing, "13"],
    ["changes the version of a file", "fcntl.ioctl(os.open('notes.txt', 0), 0x40087602, bytes(8))", 7, nothing, "1"],
    ["makes a copy of a folder as file systems do", "fcntl.ioctl(os.open('.', 0), 0x50009401, bytearray(4096))", 7, nothing, "1"],
    ["encrypts a folder", "fcntl.ioctl(os.open('.', 0), 0x800c6613, bytes(12))", 7, nothing, "1"],
    ["reads the flags of a file", "fcntl.ioctl(os.open('notes.txt', 0), 0x80086601, bytes(8))", 7, nothing, "done"],
    ["makes writers of a file wait", "fcntl.fcntl(os.open('notes.txt', 0), 1024, 0)", 7, nothing, "1"],
    ["locks a file", "fcntl.lockf(os.open('notes.txt', 0), fcntl.LOCK_SH)", 7, nothing, "done"],
    ["cuts a file off where Landlock does not see it", "os.truncate('notes.txt', 0)", 2, nothing, "13"],
    ["cuts a file off where Landlock does", "os.truncate('notes.txt', 0)", 3, nothing, "done"],
    ["opens a file for writing", "os.open('notes.txt', os.O_WRONLY | os.O_TRUNC)", 1, nothing, "done"],
    ["makes a folder and moves a file", "os.mkdir('a'); os.rename('notes.txt', 'a/b')", 7, nothing, "done"],
    ["asks for names", "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)", 7, nothing, "13"],
    ["asks for names that it needs", "socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)", 7, { ...nothing, names: true }, "done"],
    ["sends other datagrams", "socket.socket(socket.AF_INET, socket.SOCK_DGRAM, 136)", 7, { ...nothing, names: true }, "13"],
    ["opens a Unix socket", "socket.socket(socket.AF_UNIX)", 7, nothing, "13"],
    ["opens a Unix socket that it needs", "socket.socket(socket.AF_UNIX)", 7, { ...nothing, unixSockets: true }, "done"],
    ["makes a pair of sockets of its own", "socket.socketpair()", 7, nothing, "done"],
    ["opens a TCP socket that Landlock does not see", "socket.socket()", 3, nothing, "13"],
    ["opens a TCP socket that it needs", "socket.socket()", 3, { ...nothing, tcp: true }, "done"],
    ["opens a TCP socket that Landlock looks after", "socket.socket()", 4, nothing, "done"],
    ["opens a packet socket", "socket.socket(socket.AF_VSOCK)", 7, { tcp: true, names: true, unixSockets: true }, "13"],
    ["limits itself", "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))", 7, nothing, "done"],
    ["makes itself nice", "os.nice(1)", 7, nothing, "done"],
    ["slows down all that is the user's", "os.setpriority(os.PRIO_USER, 0, 1)", 7, nothing, "1"],
    ["starts threads", "import threading; each = threading.Thread(target=print); each.start(); each.join()", 7, nothing, "done"],
    ["starts a program", "import subprocess; subprocess.run(['/bin/true'], check=True)", 7, nothing, "done"],
    ["leaves its user namespace", "ctypes.CDLL(None, use_errno=True).unshare(0x10000000) == 0 or refused()", 7, nothing, "1"],
  ] as const)("answers a program that %s", async ([, expression, abi, needs, answer], { skip }) => {
    const python = await aPython();
    if (python === null) return skip("no Landlock with a filter here");
    expect((await runFiltered(python, asking(expression), abi, needs)).split("\n").at(-1)).toBe(answer);
    expect(answer === "done" || readFileSync(join(folder, "notes.txt"), "utf8") === "as it was").toBe(true);
  });

  it("is known for the processors that run desks, and for no other", () => {
    expect(compileFilter(refusedBehindLandlock(7, nothing), "arm64")?.length).toBeGreaterThan(400);
    expect(compileFilter(refusedBehindLandlock(7, nothing), "riscv64")).toBeNull();
  });
});
