/**
 * The disk as the inspector asks it: every look of the inspector at the world goes through a question here, so that who
 * observes a scan knows all that its facts stand on (`trace/`). A question never throws; asked again of an unchanged
 * disk it gives the same answer.
 */
import { createHash } from "node:crypto";
import { readdirSync, realpathSync, statSync, type Stats } from "node:fs";
import { contentHash } from "./content-hash.ts";
import { isPassingName } from "./passing-names.ts";
import type { Unreadable } from "./project-files.ts";
import { readDiskFile, readThroughLinks } from "./read-disk-file.ts";

/** One question and what it gave. */
export interface Note {
  readonly question: string;
  /** Absolute. */
  readonly path: string;
  /** Short text, equal for equal answers. */
  readonly answer: string;
  /** As long as the path has this stamp, the answer stands; null where only asking again can tell. */
  readonly stamp: string | null;
}

export interface Answered<T> {
  readonly value: T;
  readonly answer: () => string;
  readonly stamp: string | null;
}

let observer: ((note: Note) => void) | null = null;

/** Tells `notice`, after who observes already, of each question that `run` asks. `run` is synchronous; the scans of a thread follow one another. */
export const observeDisk = <T>(notice: (note: Note) => void, run: () => T): T => {
  const before = observer;
  observer =
    before === null
      ? notice
      : (note) => {
          before(note);
          notice(note);
        };
  try {
    return run();
  } finally {
    observer = before;
  }
};

export const observed = <T>(question: string, path: string, { value, answer, stamp }: Answered<T>): T => {
  observer?.({ question, path, answer: answer(), stamp });
  return value;
};

/** Changes when a file's content or a folder's names change: the change time cannot be set by a program. */
export const stampOf = (stat: Stats): string => `${stat.size} ${stat.mtimeMs} ${stat.ctimeMs} ${stat.ino} ${stat.dev}`;

/** File systems count time in steps of up to two seconds: what changed within them may change again unseen. */
const coarsestStepMs = 2000;

export const settledStamp = (stat: Stats): string | null => (Date.now() - stat.ctimeMs > coarsestStepMs ? stampOf(stat) : null);

export const digestOf = (value: unknown): string => createHash("sha1").update(JSON.stringify(value)).digest("base64url");

const codeOf = (error: unknown): string => (error instanceof Error && "code" in error ? String(error.code) : "UNKNOWN");
const plain = <T>(value: T, answer: string): Answered<T> => ({ value, answer: () => answer, stamp: null });

export type Kind = "file" | "folder" | "other" | "none";

export const askKind = (path: string): Answered<Kind> => {
  let kind: Kind;
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    kind = stat === undefined ? "none" : stat.isFile() ? "file" : stat.isDirectory() ? "folder" : "other";
  } catch {
    kind = "none";
  }
  return plain(kind, kind);
};

/** What stands at a path, links followed. */
export const kindAt = (path: string): Kind => observed("kind", path, askKind(path));

export interface Owner {
  readonly user: number;
  /** Others than the owner and the group may write to it. */
  readonly isOpenToAll: boolean;
}

export const askOwner = (path: string): Answered<Owner | null> => {
  try {
    const { uid, mode } = statSync(path);
    const owner = { user: uid, isOpenToAll: (mode & 0o002) !== 0 };
    return plain(owner, `${owner.user} ${owner.isOpenToAll}`);
  } catch {
    return plain(null, "none");
  }
};

/** Null when nothing stands there. */
export const ownerOf = (path: string): Owner | null => observed("owner", path, askOwner(path));

/** The real path, or the system's code of the reason why there is none. */
export type RealPath = { readonly path: string } | { readonly error: unknown };

export const askReal = (path: string): Answered<RealPath> => {
  try {
    const real = realpathSync.native(path);
    return plain({ path: real }, `=${real}`);
  } catch (error) {
    return plain({ error }, codeOf(error));
  }
};

export const realOf = (path: string): RealPath => observed("real", path, askReal(path));

export interface RawEntry {
  readonly name: string;
  readonly kind: "file" | "folder" | "link" | "other";
}

export type Entries = { readonly entries: readonly RawEntry[] } | { readonly error: unknown };

export const askEntries = (folder: string): Answered<Entries> => {
  try {
    const stamp = settledStamp(statSync(folder));
    const entries = readdirSync(folder, { withFileTypes: true })
      .filter(({ name }) => !isPassingName(name))
      .map((entry): RawEntry => {
        const kind = entry.isFile() ? "file" : entry.isDirectory() ? "folder" : entry.isSymbolicLink() ? "link" : "other";
        return { name: entry.name, kind };
      })
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    return { value: { entries }, answer: () => digestOf(entries.map(({ name, kind }) => [name, kind])), stamp };
  } catch (error) {
    return plain({ error }, codeOf(error));
  }
};

/** What stands directly in a folder, sorted; without passing names. */
export const entriesOf = (folder: string): Entries => observed("entries", folder, askEntries(folder));

export interface FileBytes {
  readonly bytes: Buffer;
  /** See `content-hash.ts`. */
  readonly hash: string;
}

const toAnswer = (found: ReturnType<typeof readDiskFile>): Answered<FileBytes | Unreadable> => {
  if ("code" in found) return plain(found, `${found.code} ${found.message}`);
  const hash = contentHash(found.bytes);
  return { value: { bytes: found.bytes, hash }, answer: () => hash, stamp: settledStamp(found.stat) };
};

export const askBytes = (path: string): Answered<FileBytes | Unreadable> => toAnswer(readDiskFile(path));

/** Content of a file that is no symbolic link. */
export const bytesOf = (path: string): FileBytes | Unreadable => observed("bytes", path, askBytes(path));

const mostBytesOfText = 1 << 20;

export const askText = (path: string): Answered<string | null> => {
  const { value, answer, stamp } = toAnswer(readThroughLinks(path, mostBytesOfText));
  return "code" in value ? plain(null, "none") : { value: value.bytes.toString("utf8"), answer, stamp };
};

/** Text of a small regular file, links followed; null when it is anything else. */
export const textOf = (path: string): string | null => observed("text", path, askText(path));
