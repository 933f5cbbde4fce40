/** Puts a command into a sandbox: what is really started, with which environment and input. Pure but for reading paths. */
import { realpathSync } from "node:fs";
import { toChildEnvironment } from "../child-environment.ts";
import { findLauncher, findLauncherFolder } from "../launcher/find-launcher.ts";
import type { RunRequest } from "../task.ts";
import { originalsFolder, runHome, toBubblewrapArguments } from "./bubblewrap-profile.ts";
import { guardVariable, limitsOf, noLimits, type Guard } from "./guard.ts";
import { copyProject, type ProjectCopy } from "./copy-project.ts";
import { planLayout, type Layout } from "./layout.ts";
import { pythonFolders } from "./python-folders.ts";
import type { Sandbox } from "./sandbox.ts";
import { toSeatbeltProfile } from "./seatbelt-profile.ts";

export interface Enclosed {
  readonly argv: readonly [string, ...string[]];
  /** What a reader of the run is shown: the same, with arguments that went another way and without the environment. */
  readonly shownArgv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Read by the program from file descriptor 3; so that no other user sees it in the table of processes. */
  readonly input: string | null;
  /** The program answers for the command: its exit code is 128 and the signal's number when a signal ended the command. */
  readonly speaksForCommand: boolean;
}

const mostProcesses = 512;

const commandOf = (request: RunRequest, folder: string): readonly [string, ...string[]] => [
  request.interpreter,
  "-B",
  findLauncher(),
  request.entry ?? "manage.py",
  folder,
  ...request.command.args,
];

const withGuard = (env: Readonly<Record<string, string>>, guard: Guard): Readonly<Record<string, string>> => ({
  ...env,
  [guardVariable]: JSON.stringify(guard),
});

const layoutOf = (request: RunRequest): Layout =>
  planLayout({
    projectRoot: request.projectRoot ?? request.workspacePath,
    needed: [...pythonFolders(request.interpreter), findLauncherFolder(), ...request.pythonPath, ...(request.needed ?? [])],
    private: request.privateFolders ?? [],
  });

const bare = (request: RunRequest, scratch: string, guard: Guard): Enclosed => {
  const argv = commandOf(request, request.workspacePath);
  const env = withGuard(toChildEnvironment(request, scratch), guard);
  return { argv, shownArgv: argv, cwd: request.workspacePath, env, input: null, speaksForCommand: false };
};

const toInput = (words: readonly string[]): string => words.map((word) => `${word}\0`).join("");

const inBubblewrap = (request: RunRequest, layout: Layout, { before, copy }: ProjectCopy): Enclosed => {
  const cwd = realpathSync(request.workspacePath);
  const guard = {
    landlock: null,
    limits: limitsOf(request.timeoutMs, mostProcesses),
    originals: { seen: layout.copied, real: originalsFolder },
  };
  const env = withGuard(toChildEnvironment(request, runHome), guard);
  const command = commandOf(request, cwd);
  return {
    argv: [...before, "--args", "3", "--", ...command],
    shownArgv: [...before, ...toBubblewrapArguments({ layout, cwd, env: {}, copy }), "--", ...command],
    cwd: "/",
    env: { PATH: "/usr/bin:/bin:/usr/sbin:/sbin", DJDESK_RUN: request.token },
    input: toInput(toBubblewrapArguments({ layout, cwd, env, copy })),
    speaksForCommand: true,
  };
};

/** `scratch` is the run's folder on the host. */
export const enclose = (request: RunRequest, sandbox: Sandbox, scratch: string): Enclosed => {
  switch (sandbox.kind) {
    case "bubblewrap":
    case "unshare": {
      const layout = layoutOf(request);
      return inBubblewrap(request, layout, copyProject(sandbox, layout.copied, scratch));
    }
    case "seatbelt": {
      const plain = bare(request, scratch, { landlock: null, limits: limitsOf(request.timeoutMs, null), originals: null });
      const before = [sandbox.program, "-p", toSeatbeltProfile(layoutOf(request), realpathSync(scratch))] as const;
      return { ...plain, argv: [...before, ...plain.argv], shownArgv: [...before, ...plain.argv] };
    }
    case "landlock":
      return bare(request, scratch, { landlock: { writable: [scratch] }, limits: limitsOf(request.timeoutMs, null), originals: null });
    case "none":
      return bare(request, scratch, { landlock: null, limits: noLimits, originals: null });
  }
};
