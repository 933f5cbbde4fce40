/** A packaged shell takes no debugger: these switches would let any program of the user drive the page. */
import type { CommandLine } from "electron";

const debuggers = ["remote-debugging-port", "remote-debugging-pipe", "remote-debugging-address", "remote-allow-origins"];

export const refuseDebuggers = (commandLine: CommandLine): void => {
  for (const name of debuggers) commandLine.removeSwitch(name);
};
