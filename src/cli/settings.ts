/** What the terminal's surroundings say: the only place of this door that reads `process.argv` and `process.env`. */
import type { Protection } from "../contract/shapes/protection.ts";
import { ownFolders } from "../operations/access/own-folders.ts";

export interface Settings {
  /** Arguments after the program's name. */
  readonly argv: readonly string[];
  /** Folder of the store, absolute: `DJDESK_DATA`, else the platform's own place. `--data` of a command wins over it. */
  readonly dataFolder: string;
  /** What may be thrown away at any time. */
  readonly cacheFolder: string;
  /** `VIRTUAL_ENV` and the like: where the tools of this terminal keep Python environments. */
  readonly toolEnv: Readonly<Record<string, string>>;
  /** A time limit for every run, in milliseconds; `DJDESK_TASK_TIMEOUT` says it in seconds. */
  readonly taskTimeoutMs: number | undefined;
  /** `DJDESK_PROTECTION`: no better tier is used for commands. */
  readonly mostProtection: Protection;
  /** The whole environment, for pip and to find programs: no command of a project sees it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Nobody sits here to look at a browser: no terminal, a CI, an ssh session. */
  readonly unattended: boolean;
  /** What is wrong with those variables, a sentence each. */
  readonly mistakes: readonly string[];
  /** `--debug` on the line or `DJDESK_DEBUG` set: bugs show their stack. */
  readonly debug: boolean;
}

/** 24 days: a timer of Node that is to wait longer does not wait at all. */
const longestMs = 2 ** 31 - 1;

/** Milliseconds; undefined for what is no number above 0. */
const readSeconds = (text: string | undefined): number | undefined => {
  const seconds = Number(text);
  return text !== undefined && seconds > 0 ? Math.min(seconds * 1000, longestMs) : undefined;
};

const tiers: readonly string[] = ["none", "landlock", "full"] satisfies readonly Protection[];

const mistakesIn = (timeout: string | undefined, protection: string | undefined): readonly string[] => [
  ...(timeout === undefined || readSeconds(timeout) !== undefined
    ? []
    : [`DJDESK_TASK_TIMEOUT is ${JSON.stringify(timeout)}: it takes a number of seconds above 0.`]),
  ...(protection === undefined || tiers.includes(protection)
    ? []
    : [`DJDESK_PROTECTION is ${JSON.stringify(protection)}: it takes one of ${tiers.join(", ")}.`]),
];

/** What is no tier changes nothing. */
const toProtection = (text: string | undefined): Protection => (text === "none" || text === "landlock" ? text : "full");

/** An empty variable counts as unset. */
const given = (text: string | undefined): string | undefined => (text === "" ? undefined : text);

const toolVariables = [
  "VIRTUAL_ENV",
  "CONDA_PREFIX",
  "UV_PROJECT_ENVIRONMENT",
  "PYENV_ROOT",
  "POETRY_CACHE_DIR",
  "POETRY_VIRTUALENVS_PATH",
  "PIPENV_CUSTOM_VENV_NAME",
  "WORKON_HOME",
  "MAMBA_ROOT_PREFIX",
  "XDG_CACHE_HOME",
];

export const readSettings = (): Settings => {
  const { env } = process;
  const argv = process.argv.slice(2);
  const folders = ownFolders(env);
  return {
    argv,
    dataFolder: folders.data,
    cacheFolder: folders.cache,
    toolEnv: Object.fromEntries(toolVariables.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]]))),
    taskTimeoutMs: readSeconds(given(env["DJDESK_TASK_TIMEOUT"])),
    mostProtection: toProtection(env["DJDESK_PROTECTION"]),
    environment: env,
    unattended: !process.stdout.isTTY || given(env["CI"]) !== undefined || given(env["SSH_CONNECTION"]) !== undefined,
    mistakes: mistakesIn(given(env["DJDESK_TASK_TIMEOUT"]), given(env["DJDESK_PROTECTION"])),
    debug: argv.includes("--debug") || given(env["DJDESK_DEBUG"]) !== undefined,
  };
};
