/** The one contract between the shell's pages and its main process: every call, who may send it, and what it carries. */

/** `desk`: DJDesk's page from its own server. `find` and `notice`: the shell's own small pages. */
export type Page = "desk" | "find" | "notice";

export interface Calls {
  /** Folders (or files in them) that were dropped on the page; absolute paths. */
  readonly "open-paths": { readonly paths: readonly string[] };
  readonly find: { readonly text: string; readonly forward: boolean; readonly next: boolean };
  readonly "close-find": null;
  readonly retry: null;
}
export type CallName = keyof Calls;

export const senders = { "open-paths": "desk", find: "find", "close-find": "find", retry: "notice" } as const satisfies Record<
  CallName,
  Page
>;

/** From the main process to the find bar: which match is shown (from 1), of how many. */
export const foundEvent = "found";
export interface Found {
  readonly match: number;
  readonly matches: number;
}
