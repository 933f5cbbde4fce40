import { resolve } from "node:path";
import envPaths from "env-paths";

export interface OwnFolders {
  /** Of the store, absolute: `DJDESK_DATA`, else the platform's own place. */
  readonly data: string;
  /** What may be thrown away at any time. */
  readonly cache: string;
}

/** An empty variable counts as unset. */
export const ownFolders = (env: Readonly<Record<string, string | undefined>>): OwnFolders => {
  const given = env["DJDESK_DATA"];
  const { data, cache } = envPaths("djdesk", { suffix: "" });
  return given === undefined || given === "" ? { data, cache } : { data: resolve(given), cache: resolve(given, "cache") };
};
