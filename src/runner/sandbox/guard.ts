import type { Relay } from "./forward-databases.ts";

/** What the launcher is told to do before it reads code of the project; see launcher/python/launcher.py. */

export interface Limits {
  /** Bytes of address space and of one file, seconds of processor time, processes. Null leaves a limit as it is. */
  readonly memory: number | null;
  readonly file: number | null;
  readonly cpu: number | null;
  readonly processes: number | null;
}

/** A folder under the name by which the run knows it, and where its own files are to be opened instead. */
export interface Originals {
  readonly seen: string;
  readonly real: string;
}

export interface Guard {
  readonly landlock: { readonly writable: readonly string[]; readonly ports: readonly number[] } | null;
  /** Where to listen for connections to databases, and addresses that must be made to exist for it. */
  readonly relays: readonly Relay[];
  readonly addresses: readonly string[];
  readonly limits: Limits;
  readonly originals: Originals | null;
  /** Log files that the project could write to outside of the sandbox; inside they may not even be there. */
  readonly logs: readonly string[];
  /** Key of invented values, in hexadecimal digits; empty when nothing is anonymised. */
  readonly pseudonyms: string;
}

/** Name of the variable that carries it; the launcher takes it out of the environment. */
export const guardVariable = "DJDESK_GUARD";

const gigabyte = 1024 ** 3;

/** The processor time of a run is at most what all its threads can use in its time limit. */
export const limitsOf = (timeoutMs: number, processes: number | null): Limits => ({
  memory: 8 * gigabyte,
  file: gigabyte,
  cpu: Math.ceil(timeoutMs / 1000) * 8,
  processes,
});

export const noLimits: Limits = { memory: null, file: null, cpu: null, processes: null };
