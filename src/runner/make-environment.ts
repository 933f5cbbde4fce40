/**
 * Makes a virtual environment for a project that comes with DJDesk and has none: `python3 -m venv` and pip, nothing else.
 * It stands whole or not at all; whoever asks second finds it.
 */
import { spawn } from "node:child_process";
import { existsSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { Refusal } from "../contract/errors.ts";
import { codeOf } from "../kit/message-of.ts";
import { makeFolder } from "../kit/make-folder.ts";

export interface EnvironmentRequest {
  /** Absolute; made by this call. */
  readonly folder: string;
  /** As pip reads it: `Django~=5.2.0`. */
  readonly requirement: string;
  /** Environment of the user: pip needs its PATH, proxy and index settings. */
  readonly userEnvironment: Readonly<Record<string, string | undefined>>;
  readonly onLine: (text: string) => void;
  /** Ends the making, with all its processes. */
  readonly signal?: AbortSignal;
}

const isWindows = process.platform === "win32";
const pythonIn = (folder: string): string => (isWindows ? join(folder, "Scripts", "python.exe") : join(folder, "bin", "python"));
const installTimeoutMs = 300_000;

/** Answers the environment's interpreter, or refuses with `interpreter-missing` and what to install. */
export const makeEnvironment = async (request: EnvironmentRequest): Promise<string> => {
  const python = pythonIn(request.folder);
  if (existsSync(python)) return python;
  const partial = `${request.folder}.partial-${process.pid}`;
  makeFolder(dirname(request.folder));
  rmSync(partial, { recursive: true, force: true });
  try {
    request.onLine(`Making a Python environment with ${request.requirement} in ${request.folder} …`);
    await install(request, partial);
    renameSync(partial, request.folder);
    request.onLine("The Python environment is ready.");
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (codeOf(error) !== "ENOTEMPTY") throw error;
  }
  return python;
};

const install = async (request: EnvironmentRequest, folder: string): Promise<void> => {
  const system = isWindows ? "python" : "python3";
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", request.requirement];
  const made = await call(request, system, ["-m", "venv", folder]);
  if (made.kind === "missing")
    throw missing("There is no python3 on this machine.", "Install Python 3.10 or newer, then run the command again.");
  if (made.kind === "done") return demand(await call(request, pythonIn(folder), pip), request);
  // Debian ships Python without the part that puts pip into environments; an own pip can still fill one.
  const bare = await call(request, system, ["-m", "venv", "--without-pip", folder]);
  const filled = bare.kind === "done" ? await call(request, system, ["-m", "pip", "--python", pythonIn(folder), ...pip.slice(2)]) : bare;
  if (filled.kind === "done") return;
  throw missing(
    `python3 -m venv failed: ${made.lastLine}`,
    "Install the module venv (on Debian and Ubuntu: apt install python3-venv), then run the command again.",
  );
};

const demand = (called: Called, { requirement }: EnvironmentRequest): void => {
  if (called.kind === "done") return;
  const reason = called.kind === "failed" ? called.lastLine : "pip is missing";
  throw missing(
    `pip could not install ${requirement}: ${reason}`,
    "Check the network and pip's index settings, then run the command again.",
  );
};

const missing = (message: string, hint: string): Refusal => new Refusal("interpreter-missing", message, { hint });

type Called = { readonly kind: "done" } | { readonly kind: "missing" } | { readonly kind: "failed"; readonly lastLine: string };

const call = ({ userEnvironment, onLine, signal }: EnvironmentRequest, command: string, args: readonly string[]): Promise<Called> =>
  new Promise((resolve) => {
    if (signal?.aborted === true) return resolve({ kind: "failed", lastLine: "DJDesk was closed" });
    const child = spawn(command, [...args], {
      env: { ...userEnvironment, PYTHONDONTWRITEBYTECODE: undefined },
      stdio: ["ignore", "pipe", "pipe"],
      // A process group of its own: pip and venv start processes, and all of them end together.
      detached: !isWindows,
      timeout: installTimeoutMs,
    });
    let lastLine = "";
    const hear = (bytes: Buffer): void => {
      for (const line of bytes.toString("utf8").split("\n")) {
        if (line.trim() === "") continue;
        lastLine = line.trim().slice(0, 300);
        onLine(lastLine);
      }
    };
    const end = (): void => {
      try {
        if (child.pid === undefined || isWindows) child.kill("SIGKILL");
        else process.kill(-child.pid, "SIGKILL");
      } catch {
        // It has just ended by itself.
      }
    };
    signal?.addEventListener("abort", end, { once: true });
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.on("error", (error) => resolve(codeOf(error) === "ENOENT" ? { kind: "missing" } : { kind: "failed", lastLine: error.message }));
    child.on("close", (code) => {
      signal?.removeEventListener("abort", end);
      resolve(code === 0 ? { kind: "done" } : { kind: "failed", lastLine });
    });
  });
