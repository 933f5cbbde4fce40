import { ipcRenderer } from "electron";
import type { CallName, Calls } from "../ipc/calls.ts";

/** What the main process refuses has no answer here: it says so to the person itself. */
export const send = <Name extends CallName>(name: Name, input: Calls[Name]): void => {
  ipcRenderer.invoke(name, input).catch(() => {});
};
