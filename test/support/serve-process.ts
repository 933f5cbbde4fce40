/** Servers in processes of their own, to be killed: started from source, gone after each test. */
import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  readonly child: ChildProcess;
  /** What it has written so far, both streams. */
  said(): string;
  /** Sends the signal and resolves with the exit code, null when a signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

export interface StartOptions {
  /** A command before Node: a limit, another user. */
  readonly through?: readonly [string, ...string[]];
  readonly nodeOptions?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const script = fileURLToPath(new URL("../recovery/serve.ts", import.meta.url));

/** `args`: the data folder, then a project and its Python to register and trust. Rejects with what it said when it ends instead. */
export const startServerProcess = (args: readonly string[], options: StartOptions = {}): Promise<ServerProcess> =>
  new Promise((resolve, reject) => {
    const node = [process.execPath, "--disable-warning=ExperimentalWarning", ...(options.nodeOptions ?? []), script, ...args] as const;
    const [program, ...rest] = [...(options.through ?? []), ...node];
    if (program === undefined) throw new Error("No program.");
    const child = spawn(program, rest, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...options.env } });
    let said = "";
    const ended = new Promise<number | null>((done) => child.once("exit", done));
    child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
    child.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      const url = /^http:\S+$/m.exec(said)?.[0];
      if (url === undefined) return;
      resolve({
        url,
        pid: child.pid ?? 0,
        child,
        said: () => said,
        end: (signal) => {
          child.kill(signal);
          return ended;
        },
      });
    });
    void ended.then((code) => reject(new Error(`The server ended with ${code}: ${said}`)));
  });

/** Live processes that carry the mark of a run and have `folder` in their command line. */
export const leftOversOf = (folder: string): readonly string[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const environment = readFileSync(`/proc/${pid}/environ`, "latin1");
        const commandLine = readFileSync(`/proc/${pid}/cmdline`, "latin1");
        const isDead = / [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "latin1").replace(/\(.*\)/s, ""));
        return environment.includes("DJDESK_RUN=") && commandLine.includes(folder) && !isDead ? [`${pid} ${commandLine}`] : [];
      } catch {
        return [];
      }
    });

const token = "k".repeat(32);

/** Queues a run; its number once it is acknowledged, null when there was no answer, else the refusal's code. */
export const postRun = async (url: string, workspace: string): Promise<number | string | null> => {
  try {
    const answer = await fetch(`${url}/api/task-runs/`, {
      method: "POST",
      headers: { "X-CSRFToken": token, Cookie: `csrftoken=${token}` },
      body: new URLSearchParams({ workspace, preset: "check", confirm_safe: "on" }),
    });
    const body = await answer.json();
    return answer.status === 201 ? body.task_run.id : body.error.code;
  } catch {
    return null;
  }
};

export const waitFor = async (condition: () => boolean | Promise<boolean>, mostMs = 30_000): Promise<void> => {
  for (const end = performance.now() + mostMs; performance.now() < end;) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error("It did not happen.");
};
