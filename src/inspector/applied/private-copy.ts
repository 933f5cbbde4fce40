/**
 * A private copy of a SQLite file with its write-ahead log or rollback journal, for reading a database that somebody
 * is writing to or that a crash left behind. SQLite may then recover the copy; the original is only read.
 */
import { constants, copyFileSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Beyond this a copy would take seconds and fill the temporary folder. */
const mostBytes = 1024 * 1024 * 1024;

export interface PrivateCopy {
  readonly path: string;
  remove(): void;
}

export type CopyOutcome = { readonly kind: "copied"; readonly copy: PrivateCopy } | { readonly kind: "failed"; readonly because: string };

const companions = ["-wal", "-journal"] as const;

/** Changes when the database or a companion changes. */
const stateOf = (path: string): string =>
  ["", ...companions]
    .map((suffix) => statSync(path + suffix, { throwIfNoEntry: false }))
    .map((stat) => (stat === undefined ? "-" : `${stat.size}/${stat.mtimeMs}`))
    .join(" ");

const copyInto = (path: string, target: string): void => {
  for (const suffix of ["", ...companions]) {
    if (statSync(path + suffix, { throwIfNoEntry: false })?.isFile() !== true) continue;
    copyFileSync(path + suffix, target + suffix, constants.COPYFILE_FICLONE);
  }
};

/** Copies until nothing changed meanwhile, at most three times. Throws what the file system throws. */
export const copyPrivately = (path: string): CopyOutcome => {
  if (statSync(path).size > mostBytes) return { kind: "failed", because: "it is in use and too large to copy" };
  const folder = mkdtempSync(join(tmpdir(), "djdesk-applied-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const before = stateOf(path);
      copyInto(path, join(folder, "copy.sqlite3"));
      if (stateOf(path) === before) return { kind: "copied", copy: { path: join(folder, "copy.sqlite3"), remove } };
    }
  } catch (error) {
    remove();
    throw error;
  }
  remove();
  return { kind: "failed", because: "it is being written to" };
};
