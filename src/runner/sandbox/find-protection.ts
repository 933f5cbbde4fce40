/**
 * Which tier this machine has, found by running each from the best down. The answer is kept for the life of the
 * process; `probeProtection` asks anew.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, realpathSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Protection, ProtectionReport } from "../../contract/shapes/protection.ts";
import { findLauncherFolder, findStage } from "../launcher/find-launcher.ts";
import { compileFilter } from "./calls/compile-filter.ts";
import { refusedBehindLandlock } from "./calls/refused-calls.ts";
import { describeProtection } from "./describe-protection.ts";
import { findProgram, findSystemPython, readBubblewrap, systemFolders, whyNoProgram } from "./find-program.ts";
import { whyNotWalled } from "./probe-bubblewrap.ts";
import { noSandbox, type Sandbox } from "./sandbox.ts";

const run = promisify(execFile);

export interface ProtectionRequest {
  /** Folders to look for `bwrap` in before the system's, in order. */
  readonly folders: readonly string[];
  /** A better tier is not tried. */
  readonly most: Protection;
}

export interface FoundProtection {
  readonly sandbox: Sandbox;
  readonly report: ProtectionReport;
}

/** A tier, or the reasons why there is none. */
type Tried = { readonly sandbox: Sandbox } | { readonly missing: string };

const tryBubblewrap = async (folders: readonly string[]): Promise<Tried> => {
  const program = findProgram("bwrap", folders);
  if (program === null) return { missing: `bubblewrap ${whyNoProgram("bwrap", folders)}` };
  const found = await readBubblewrap(program);
  if (found === null) return { missing: `${program} does not work` };
  const { version } = found;
  const reasons: string[] = [];
  if (found.hasOverlay) {
    const walls = { kind: "bubblewrap", program, version } as const;
    const why = await whyNotWalled(walls);
    if (why === null) return { sandbox: walls };
    reasons.push(why);
  }
  const unshare = findProgram("unshare", folders);
  if (unshare !== null) {
    const walls = { kind: "unshare", program, version, unshare } as const;
    const why = await whyNotWalled(walls);
    if (why === null) return { sandbox: walls };
    reasons.push(why);
  }
  return { missing: `bubblewrap ${version} does not work here: ${reasons[0] ?? "it has no overlays and there is no unshare"}` };
};

const inProbeFolder = async <Result>(deed: (folder: string) => Promise<Result>): Promise<Result> => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-probe-")));
  try {
    return await deed(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Version of Landlock that held in a trial of this Python, 0 when none did. */
const landlockOf = (python: string): Promise<number> =>
  inProbeFolder(async (folder) => {
    const trial = ["-I", "-S", "-B", join(findLauncherFolder(), "djdesk_landlock.py"), folder];
    const { stdout } = await run(python, trial, { timeout: 10_000, env: {} }).catch(() => ({ stdout: "" }));
    return readdirSync(folder).length === 0 ? Number(/^abi (\d+)$/m.exec(stdout)?.[1] ?? 0) : 0;
  });

/** True when in a trial a change of a mode was refused that Landlock itself lets through. */
const filters = (python: string, abi: number): Promise<boolean> =>
  inProbeFolder(async (folder) => {
    const filter = compileFilter(refusedBehindLandlock(abi, { tcp: false, names: false, unixSockets: false }), process.arch);
    if (filter === null) return false;
    const before = statSync(folder).mode;
    const change = ["/bin/sh", "-c", 'chmod 777 "$1" || echo refused', "sh", folder];
    const trial = ["-I", "-S", "-B", findStage(), `filter=${filter.toString("hex")}`, "--", ...change];
    const { stdout } = await run(python, trial, { timeout: 10_000, env: {} }).catch(() => ({ stdout: "" }));
    return stdout.includes("refused") && statSync(folder).mode === before;
  });

const tryLandlock = async (folders: readonly string[]): Promise<Tried> => {
  const system = findSystemPython();
  const other = findProgram("python3", folders);
  for (const python of [system, other].filter((path) => path !== null)) {
    const abi = await landlockOf(python);
    if (abi > 0 && python === system) return { sandbox: { kind: "landlock", abi, python, filtered: await filters(python, abi) } };
    if (abi > 0) return { sandbox: { kind: "landlock", abi, python: null, filtered: false } };
  }
  return { missing: (system ?? other) ? "the kernel has no Landlock" : "Landlock could not be tried: there is no python3" };
};

const trySeatbelt = (folders: readonly string[]): Promise<Tried> =>
  inProbeFolder(async (folder): Promise<Tried> => {
    const program = findProgram("sandbox-exec", folders);
    if (program === null) return { missing: "there is no sandbox-exec" };
    const profile = `(version 1)(allow default)(deny file-write* (subpath "/"))`;
    await run(program, ["-p", profile, "/usr/bin/touch", join(folder, "witness")], { timeout: 10_000, env: {} }).catch(() => null);
    const works = await run(program, ["-p", profile, "/usr/bin/true"], { timeout: 10_000, env: {} }).catch(() => null);
    if (works !== null && readdirSync(folder).length === 0) return { sandbox: { kind: "seatbelt", program } };
    return { missing: "sandbox-exec does not work here" };
  });

interface Candidate {
  readonly tier: Protection;
  readonly attempt: (folders: readonly string[]) => Promise<Tried>;
}

const candidatesOf = (platform: NodeJS.Platform): readonly Candidate[] => {
  if (platform === "linux")
    return [
      { tier: "full", attempt: tryBubblewrap },
      { tier: "landlock", attempt: tryLandlock },
    ];
  return platform === "darwin" ? [{ tier: "full", attempt: trySeatbelt }] : [];
};

const ranks: Readonly<Record<Protection, number>> = { none: 0, landlock: 1, full: 2 };

/** Runs what there is, from the best tier down, and answers the first that holds. */
export const probeProtection = async ({ folders, most }: ProtectionRequest): Promise<FoundProtection> => {
  const places = [...folders, ...systemFolders];
  const missing: string[] = [];
  for (const { tier, attempt } of candidatesOf(process.platform)) {
    if (ranks[tier] > ranks[most]) {
      missing.push(`DJDESK_PROTECTION is \`${most}\``);
      continue;
    }
    const tried = await attempt(places);
    if ("sandbox" in tried) return { sandbox: tried.sandbox, report: describeProtection(tried.sandbox, missing) };
    missing.push(tried.missing);
  }
  return { sandbox: noSandbox, report: describeProtection(noSandbox, [...new Set(missing)]) };
};

const known = new Map<string, Promise<FoundProtection>>();

/** As `probeProtection`, once for each request in the life of the process. */
export const findProtection = (request: ProtectionRequest): Promise<FoundProtection> => {
  const key = JSON.stringify(request);
  const found = known.get(key) ?? probeProtection(request);
  known.set(key, found);
  return found;
};
