/** The scratch folder of a run: its HOME and TMPDIR, removed after it. Its name follows from the run's token. */
import { createHash } from "node:crypto";
import { lstat, mkdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const pathOf = (token: string): string => join(tmpdir(), `djdesk-run-${createHash("sha256").update(token).digest("hex").slice(0, 24)}`);

/** A new, empty folder that only this user can enter. Throws when one is there already. */
export const makeScratchFolder = async (token: string): Promise<string> => {
  const path = pathOf(token);
  await mkdir(path, { mode: 0o700 });
  return path;
};

/** Removes what a run left, if it is a folder of this user. */
export const removeScratchFolder = async (token: string): Promise<void> => {
  const path = pathOf(token);
  const found = await lstat(path).catch(() => null);
  if (found === null || !found.isDirectory()) return;
  if (process.getuid !== undefined && found.uid !== process.getuid()) return;
  await rm(path, { recursive: true, force: true, maxRetries: 2 }).catch(() => undefined);
};
