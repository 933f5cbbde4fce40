/** Opens the desk for one command beside (or without) a server, and closes it whatever happens. */
import { resolve } from "node:path";
import { Refusal } from "../contract/errors.ts";
import type { Desk } from "../operations/desk/desk.ts";
import type { Door } from "./door.ts";
import { readVersion } from "./version.ts";

/** Refuses an empty word: a variable of the shell that was not set is not the folder that one stands in. */
export const dataFolderOf = (door: Door, data: string | undefined): string => {
  if (data === "") throw new Refusal("invalid-usage", "--data names no folder.", { hint: "Give a folder, or leave --data out." });
  return data === undefined ? door.settings.dataFolder : resolve(data);
};

export const visitDesk = async <Result>(door: Door, data: string | undefined, visit: (desk: Desk) => Promise<Result>): Promise<Result> => {
  const { openDesk } = await import("../operations/open-desk.ts");
  let failure: { readonly error: unknown } | undefined;
  const desk = await openDesk({
    dataFolder: dataFolderOf(door, data),
    role: "visitor",
    version: readVersion(),
    timeoutMs: door.settings.taskTimeoutMs ?? null,
    userEnvironment: door.settings.environment,
    mostProtection: door.settings.mostProtection,
    onError: (error) => (failure ??= { error }),
  });
  try {
    const result = await visit(desk);
    if (failure !== undefined) throw failure.error;
    return result;
  } finally {
    await desk.close();
  }
};
