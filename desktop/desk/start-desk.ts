/**
 * Starts a server. Its standard input is a pipe from this process: the system closes it however this process dies, and
 * the server ends with it.
 */
import { spawn, type ChildProcess } from "node:child_process";

export interface Program {
  /** Path of a Node 24. */
  readonly node: string;
  /** Path of DJDesk's command line. */
  readonly entry: string;
  readonly dataFolder: string;
}

export interface StartedDesk {
  readonly pid: number | undefined;
  /** Why it has ended, as it said itself; null while it runs. */
  readonly failure: () => string | null;
  /** Tells the server to end, and ends it when it does not. */
  readonly end: () => Promise<void>;
}

const endWithinMs = 6000;

/** `port`: where the desk was before, so that a page that is open finds it again. */
export const startDesk = ({ node, entry, dataFolder }: Program, port: number | null): StartedDesk => {
  const where = port === null ? [] : ["--port", String(port)];
  const child = spawn(
    node,
    ["--disable-warning=ExperimentalWarning", entry, "serve", "--no-open", "--until-input-ends", "--data", dataFolder, ...where],
    { stdio: ["pipe", "ignore", "pipe"], windowsHide: true },
  );
  let said = "";
  let failure: string | null = null;
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(-4000)));
  child.stdin?.on("error", () => {});
  child.on("error", (error) => (failure = `${node} cannot be started: ${error.message}`));
  child.on("exit", (code, signal) => (failure ??= said.trim() === "" ? `It ended with ${signal ?? code}.` : said.trim()));
  return { pid: child.pid, failure: () => failure, end: () => endDesk(child) };
};

const endDesk = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve();
      return;
    }
    const timer = setTimeout(() => child.kill("SIGKILL"), endWithinMs);
    child.once("exit", () => {
      clearTimeout(timer);
      resolve();
    });
    child.stdin?.end();
  });
