/** What the terminal's surroundings say: the only place of this door that reads `process.argv` and `process.env`. */
import { resolve } from "node:path";
import envPaths from "env-paths";

export interface Settings {
  /** Arguments after the program's name. */
  readonly argv: readonly string[];
  /** Folder of the store, absolute: `DJDESK_DATA`, else the platform's own place. `--data` of a command wins over it. */
  readonly dataFolder: string;
  /** `DJDESK_TASK_TIMEOUT` in milliseconds: a time limit for every run. */
  readonly taskTimeoutMs: number | undefined;
  /** The whole environment, for pip alone: no command of a project sees it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Nobody sits here to look at a browser: no terminal, a CI, an ssh session. */
  readonly unattended: boolean;
  /** `--debug` on the line or `DJDESK_DEBUG` set: bugs show their stack. */
  readonly debug: boolean;
}

const positiveSeconds = (text: string | undefined): number | undefined => {
  const seconds = Number(text);
  return text !== undefined && Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined;
};

/** An empty variable counts as unset. */
const given = (text: string | undefined): string | undefined => (text === "" ? undefined : text);

export const readSettings = (): Settings => {
  const { env } = process;
  const argv = process.argv.slice(2);
  return {
    argv,
    dataFolder: resolve(given(env["DJDESK_DATA"]) ?? envPaths("djdesk", { suffix: "" }).data),
    taskTimeoutMs: positiveSeconds(given(env["DJDESK_TASK_TIMEOUT"])),
    environment: env,
    unattended: !process.stdout.isTTY || given(env["CI"]) !== undefined || given(env["SSH_CONNECTION"]) !== undefined,
    debug: argv.includes("--debug") || given(env["DJDESK_DEBUG"]) !== undefined,
  };
};
