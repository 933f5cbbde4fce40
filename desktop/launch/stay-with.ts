import { spawn, type StdioOptions } from "node:child_process";

export interface Together {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly stdio: StdioOptions;
}

/** Starts a program, ends it when this one is told to end, and resolves with its exit code: 0 when it was told so. */
export const stayWith = (program: string, words: readonly string[], options: Together): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, words, options);
    let isTold = false;
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => (isTold = child.kill("SIGTERM")));
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? (isTold ? 0 : 1)));
  });
