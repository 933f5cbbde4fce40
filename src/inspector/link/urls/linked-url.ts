/** A route as Django's resolver would hold it, before it becomes a fact. */
import type { Origin } from "../../evaluate/value.ts";

export interface LinkedUrl {
  /** The patterns from the root on, one behind the other, as written. */
  readonly route: string;
  readonly name: string | null;
  readonly namespaces: readonly string[];
  readonly view: string | null;
  readonly methods: readonly string[] | null;
  readonly requires: readonly string[] | null;
  /** Captured name → converter class, `regex` for a named group. */
  readonly converters: Readonly<Record<string, string>>;
  readonly origin: Origin | null;
}

/** A part of the tree that could not be read: what it is and why, instead of routes that might be wrong. */
export interface UrlProblem {
  readonly file: string | null;
  readonly line: number | null;
  readonly code: "unresolved-urls" | "unresolved-route" | "urls-not-here";
  readonly message: string;
}

/** What stands before the patterns of an included URLconf. */
export interface UrlPrefix {
  readonly route: string;
  readonly namespaces: readonly string[];
  readonly converters: Readonly<Record<string, string>>;
}
