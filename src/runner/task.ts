/**
 * The words of the runner's door: what may be asked of it, what it tells while it works, how a run can end.
 * A run goes requested → (spawned → running) → one outcome; the first reason to end wins and is never replaced.
 */
import type { FieldErrors } from "../contract/errors.ts";
import type { Protection } from "../contract/shapes/protection.ts";
import type { DatabaseServer } from "./sandbox/database-server.ts";
import type { Sandbox } from "./sandbox/sandbox.ts";

/** A request that the catalogue and its option table allow. `args` follow `manage.py` in the argv. */
export interface AllowedCommand {
  readonly preset: string;
  readonly label: string;
  /** `python manage.py …`, what a person would type; and the part of it before the options. */
  readonly raw: string;
  readonly safePrefix: string;
  readonly args: readonly string[];
  readonly timeoutMs: number;
  /** What a non-zero exit code means when the command printed no error of its own. */
  readonly exitMeanings: Readonly<Record<number, string>>;
}

export type Decision =
  | { readonly kind: "allowed"; readonly command: AllowedCommand }
  | { readonly kind: "refused"; readonly errors: FieldErrors };

export interface RunRequest {
  /** Marks every process of the run in its environment (`DJDESK_RUN`): unique over restarts. */
  readonly token: string;
  readonly command: AllowedCommand;
  /** Folder of manage.py. */
  readonly workspacePath: string;
  /** `settings` for a project that never had a manage.py: Django is started with `settingsModule`. Default `manage.py`. */
  readonly entry?: "manage.py" | "settings";
  /** Folder whose files are compared before and after; default `workspacePath`. */
  readonly projectRoot?: string;
  /** Absolute path of the project's own interpreter. */
  readonly interpreter: string;
  readonly settingsModule: string | null;
  readonly pythonPath: readonly string[];
  /** What the user adds per workspace; everything else is built from nothing. */
  readonly env: Readonly<Record<string, string>>;
  /** Values to mask wherever they appear in the output (known secrets of the evaluated settings). */
  readonly secrets: readonly string[];
  readonly timeoutMs: number;
  /** What stands around the command. */
  readonly sandbox: Sandbox;
  /** Folders of DJDesk's own, which the command must not see. */
  readonly privateFolders?: readonly string[];
  /** Files that the settings' LOGGING writes to. */
  readonly logFiles?: readonly string[];
  /** SQLite files that the settings name, and their write-ahead logs. */
  readonly databaseFiles?: readonly string[];
  readonly databaseServers?: readonly DatabaseServer[];
  /** Key of invented values, in hexadecimal digits, for a command that anonymises. */
  readonly pseudonyms?: string;
  /** Takes standard output instead of the log, and knows how far the command is. */
  readonly takeOutput?: (chunk: Buffer, tellProgress: (percent: number) => void) => void;
}

/** Enough to find a process again after a restart and never to mistake another for it. */
export interface ProcessIdentity {
  readonly token: string;
  readonly pid: number;
  /** Clock ticks since boot (field 22 of /proc/PID/stat), null where there is no /proc. */
  readonly startTime: string | null;
  readonly bootId: string | null;
}

export interface OutputLine {
  readonly stream: "stdout" | "stderr" | "desk";
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Called from the run, in order; must not throw. `onSpawn` is called before any line. */
export interface RunObserver {
  onSpawn(identity: ProcessIdentity, argv: readonly string[]): void;
  onLines(lines: readonly OutputLine[]): void;
  onProgress(percent: number): void;
}

export type EndReason =
  | { readonly kind: "exited"; readonly exitCode: number }
  | { readonly kind: "signalled"; readonly signal: string }
  | { readonly kind: "timed-out"; readonly afterMs: number }
  | { readonly kind: "cancelled" }
  /** Nothing was spawned: the folder, manage.py or interpreter is gone or is not what it was. */
  | { readonly kind: "invalid"; readonly message: string }
  | { readonly kind: "not-started"; readonly message: string };

export interface RunOutcome {
  readonly reason: EndReason;
  /** One sentence with the root cause on every failure (for a traceback its last line), else null. */
  readonly error: string | null;
  readonly durationMs: number;
  readonly outputLines: number;
  readonly redacted: number;
  /** Paths below the project that the run created, changed or removed; null when nothing was spawned. */
  readonly changedFiles: readonly string[] | null;
  readonly protection: Protection;
}

export interface ActiveRun {
  /** Never rejects. */
  readonly ended: Promise<RunOutcome>;
  /** Ends the whole process tree; harmless after the end. */
  cancel(): void;
}
