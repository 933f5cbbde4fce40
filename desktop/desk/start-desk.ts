/**
 * Starts a server and waits until it has proved itself. Its standard input is a pipe from this process: the system
 * closes it however this process dies, and the server ends with it.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { delay } from "../../src/kit/delay.ts";
import { findDesk, type FoundDesk } from "./find-desk.ts";

export interface Program {
  /** Path of a Node 24. */
  readonly node: string;
  /** Path of DJDesk's command line. */
  readonly entry: string;
  readonly dataFolder: string;
}

export interface StartedDesk extends FoundDesk {
  /** Tells the server to end, and ends it when it does not. */
  readonly end: () => Promise<void>;
}

const startWithinMs = 20_000;
const lookEveryMs = 15;
const endWithinMs = 6000;

/** `port`: where the desk was before, so that a page that is open finds it again. Throws with what the server said. */
export const startDesk = async ({ node, entry, dataFolder }: Program, port: number | null): Promise<StartedDesk> => {
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
  const until = Date.now() + startWithinMs;
  while (Date.now() < until) {
    if (failure !== null) throw new Error(failure);
    const found = await findDesk(dataFolder);
    if (found !== null && found.pid === child.pid) return { ...found, end: () => endDesk(child) };
    await delay(lookEveryMs);
  }
  await endDesk(child);
  throw new Error("The desk did not answer within 20 seconds.");
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
