/**
 * What the inspector may ask of a file system. Two makers: `disk-files.ts` and `memory-files.ts`.
 * All paths are absolute and normalised with `/`. Reading never throws: what cannot be read says why.
 */
export interface ProjectFiles {
  /** Every file below `folder` that is worth looking at, in byte order of the path; skips what `ignored-folders.ts` lists. */
  list(folder: string): readonly string[];
  /** Names of the direct children of `folder`, sorted; `[]` when it does not exist or cannot be read. */
  children(folder: string): readonly DirectoryEntry[];
  isFile(path: string): boolean;
  isFolder(path: string): boolean;
  /** The real place of a folder, wherever its links lead (an environment may be a link); null when it is no folder. */
  realFolder(path: string): string | null;
  /** What could not be entered so far: unreadable folders, links in a circle or leading out of the project. By path. */
  problems(): readonly PathProblem[];
  /** Decoded text (BOM stripped, `coding:` honoured, newlines as `\n`) or the reason why not. */
  read(path: string): FileText | Unreadable;
}

export interface DirectoryEntry {
  readonly name: string;
  readonly kind: "file" | "folder" | "other";
}

export interface FileText {
  readonly text: string;
  /** Content hash (hex), equal for equal bytes: the key of every cache. */
  readonly hash: string;
}

/** `code` is what `facts.unread[].code` shows. */
export interface Unreadable {
  readonly code: "missing" | "not-a-file" | "permission-denied" | "too-large" | "not-text" | "loop" | "io-error";
  readonly message: string;
}

/** A path that was met but not followed. */
export interface PathProblem extends Unreadable {
  readonly path: string;
}

export const isUnreadable = (result: FileText | Unreadable): result is Unreadable => "code" in result;
