/** Starts one process: no shell, standard input closed, a process group and session of its own. */
import { type ChildProcess, spawn, type StdioOptions } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { devNull } from "node:os";
import { Writable, type Readable } from "node:stream";
import type { ProcessIdentity } from "../task.ts";
import { inheritedDescriptors } from "./inherited-descriptors.ts";
import { readBootId, readProcess } from "./process-table.ts";

export interface SpawnOptions {
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly token: string;
  /** What the program finds at file descriptor 3 and those after it. */
  readonly inputs?: readonly (string | Buffer)[];
}

export type CommandProcess = ChildProcess & { readonly stdout: Readable; readonly stderr: Readable };

const hasOutput = (child: ChildProcess): child is CommandProcess => child.stdout !== null && child.stderr !== null;

/** A pipe to the child beyond its standard streams. */
const isWritable = (stream: unknown): stream is Writable => stream instanceof Writable;

export type Spawned =
  | { readonly kind: "spawned"; readonly child: CommandProcess; readonly identity: ProcessIdentity }
  | { readonly kind: "not-started"; readonly message: string };

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "the interpreter or the folder does not exist",
  EACCES: "the interpreter may not be executed",
  ENOEXEC: "the interpreter is no program of this machine",
  E2BIG: "the environment is too large",
  EAGAIN: "the machine has no room for another process",
  ENOMEM: "the machine has no memory for another process",
  EMFILE: "too many files are open",
};

const explain = (error: unknown): string => {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return `${reasons[code] ?? (error instanceof Error ? error.message : String(error))}${code === "" ? "" : ` (${code})`}`;
};

/** Nothing lies in the place of what this process itself inherited. */
const withEmptyPlaces = (nothing: number, inputs: number): StdioOptions => {
  const inherited = new Set(inheritedDescriptors());
  const further = Array.from({ length: Math.max(3, ...inherited) - 2 }, (_, index): number | "ignore" =>
    inherited.has(index + 3) ? nothing : "ignore",
  );
  return ["ignore", "pipe", "pipe", ...Array.from({ length: inputs }, () => "pipe" as const), ...further.slice(inputs)];
};

/** Resolves once the program runs or could not be started. Its output is not read before that. */
export const spawnCommand = (options: SpawnOptions): Promise<Spawned> => {
  const [program, ...args] = options.argv;
  const inputs = options.inputs ?? [];
  let child: ChildProcess;
  const nothing = openSync(devNull, "r");
  try {
    child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env,
      stdio: withEmptyPlaces(nothing, inputs.length),
      detached: true,
      shell: false,
      windowsHide: true,
    });
  } catch (error) {
    return Promise.resolve({ kind: "not-started", message: explain(error) });
  } finally {
    closeSync(nothing);
  }
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ kind: "not-started", message: explain(error) }));
    const { pid } = child;
    for (const [index, input] of inputs.entries()) {
      const pipe: unknown = child.stdio[3 + index];
      // A program that ends before it has read all closes its end.
      if (isWritable(pipe)) pipe.on("error", () => undefined).end(input);
    }
    if (pid === undefined || !hasOutput(child)) return;
    const startTime = readProcess(pid)?.startTime ?? null;
    resolve({ kind: "spawned", child, identity: { token: options.token, pid, startTime, bootId: readBootId() } });
  });
};
