import type { Relay } from "./forward-databases.ts";

/** What the launcher is told to do before it reads code of the project; see launcher/python/launcher.py. */

/** A folder under the name by which the run knows it, and where its own files are to be opened instead. */
export interface Originals {
  readonly seen: string;
  readonly real: string;
}

export interface Guard {
  /** Null when it needs none, or has it already. */
  readonly landlock: { readonly writable: readonly string[]; readonly ports: readonly number[] } | null;
  /** Another process ends what the run leaves behind. */
  readonly kept: boolean;
  /** Where to listen for connections to databases, and addresses that must be made to exist for it. */
  readonly relays: readonly Relay[];
  readonly addresses: readonly string[];
  readonly originals: Originals | null;
  /** Log files that the project could write to outside of the sandbox; inside they may not even be there. */
  readonly logs: readonly string[];
  /** Key of invented values, in hexadecimal digits; empty when nothing is anonymised. */
  readonly pseudonyms: string;
}

/** Name of the variable that carries it; the launcher takes it out of the environment. */
export const guardVariable = "DJDESK_GUARD";
