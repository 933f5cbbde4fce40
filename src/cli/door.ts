import type { Terminal } from "./output/terminal.ts";
import type { Settings } from "./settings.ts";

/** What every command is given: its surroundings, its terminal, and how it says its verdict. */
export interface Door {
  readonly settings: Settings;
  readonly terminal: Terminal;
  /** Called once at the end of a command: 0 clean, 1 findings or a failed run. Refusals and bugs are thrown instead. */
  readonly endWith: (exitCode: 0 | 1) => void;
}
