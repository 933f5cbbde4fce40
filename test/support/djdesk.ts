/** Runs `bin/djdesk.mjs` as a user would: a process of its own, with an empty home and its own data folder. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const binary = fileURLToPath(new URL("../../bin/djdesk.mjs", import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder for one test, removed by `dispose`. */
export interface Home extends Disposable {
  readonly folder: string;
  readonly data: string;
  readonly env: Readonly<Record<string, string>>;
}

export const aHome = (): Home => {
  const folder = mkdtempSync(join(tmpdir(), "djdesk-home-"));
  return {
    folder,
    data: join(folder, "data"),
    env: { HOME: folder, PATH: process.env["PATH"] ?? "", LANG: "C.UTF-8", DJDESK_DATA: join(folder, "data") },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
};

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** What runs the program; `[node, flags]` by default this Node. */
  readonly through?: readonly [string, ...string[]];
}

const collect = (child: ChildProcess): Promise<Ended> => {
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
};

const start = (home: Home, args: readonly string[], options: RunOptions): ChildProcess => {
  const [command, ...before] = options.through ?? [process.execPath];
  return spawn(command, [...before, binary, ...args], {
    cwd: options.cwd ?? home.folder,
    env: { ...home.env, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
};

/** Runs it to its end. */
export const djdesk = (home: Home, args: readonly string[], options: RunOptions = {}): Promise<Ended> =>
  collect(start(home, args, options));

export interface Serving extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly pid: number;
  /** Sends SIGTERM and waits for the end. */
  end(): Promise<Ended>;
}

/** Starts a server and waits until it says its address. */
export const djdeskServing = async (home: Home, args: readonly string[] = ["serve", "--port", "0"]): Promise<Serving> => {
  const child = start(home, args, {});
  const ended = collect(child);
  const url = await new Promise<string>((resolve, reject) => {
    let said = "";
    child.stdout?.on("data", (text: string) => {
      said += text;
      const address = /https?:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
      if (address !== undefined) resolve(address);
    });
    void ended.then(({ code, stderr }) => reject(new Error(`djdesk ended with ${code}: ${stderr}`)));
  });
  const end = (): Promise<Ended> => {
    child.kill("SIGTERM");
    return ended;
  };
  return {
    url,
    pid: child.pid ?? 0,
    end,
    [Symbol.asyncDispose]: async () => {
      await end();
    },
  };
};
