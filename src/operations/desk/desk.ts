/** The plain object that every operation works on; built once by `open-desk.ts`. */
import type { FoundProtection } from "../../runner/sandbox/find-protection.ts";
import type { Clock } from "../../kit/clock.ts";
import type { Store } from "../../store/open-store.ts";
import type { Owner } from "../../store/owner.ts";
import type { LiveScans } from "../live/live-scans.ts";
import type { LogShelf } from "../logs/log-shelf.ts";
import type { RunQueue } from "../runs/run-queue.ts";
import type { SamplePython } from "../samples/sample-python.ts";
import type { ScanQueue } from "../scans/scan-queue.ts";
import type { StatusBoard } from "../status/status-board.ts";
import type { DeskEvents } from "./events.ts";

/**
 * `server`: holds the data folder's lock, ends what a dead server left, watches the folders.
 * `visitor`: a command in its own process beside (or without) a server; it carries only its own scans and runs.
 */
export type DeskRole = "server" | "visitor";

export interface Desk {
  readonly role: DeskRole;
  readonly dataFolder: string;
  readonly version: string;
  /** Proves to a client that it speaks with this start of the program. */
  readonly nonce: string;
  readonly startedAt: number;
  readonly owner: Owner;
  readonly protection: FoundProtection;
  /** Replaces the time limit of every preset; null: each its own. */
  readonly timeoutMs: number | null;
  readonly clock: Clock;
  readonly store: Store;
  readonly events: DeskEvents;
  readonly statuses: StatusBoard;
  readonly scans: ScanQueue;
  readonly live: LiveScans;
  readonly runs: RunQueue;
  readonly samplePython: SamplePython;
  readonly logs: LogShelf;
  /** Rescan after changes, when this desk watches. */
  watch(workspace: { readonly id: number; readonly slug: string; readonly projectPath: string }): void;
  unwatch(workspaceId: number): void;
  /** Writes where the server listens into the data folder, for second servers and clients to read. */
  announce(url: string, needsToken?: boolean): void;
  /** Ends runs and scans of this process, then closes the store. At most five seconds. */
  close(): Promise<void>;
}
