/**
 * The one place where failures of this door end: a refusal becomes a sentence and what to do next, with the exit code
 * of its kind; anything else is a bug with an id, its stack kept in `bugs.log` of the data folder.
 */
import { randomBytes } from "node:crypto";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { CommanderError } from "commander";
import { redactText } from "../operations/redact-text.ts";
import { toErrorBody } from "../contract/error-body.ts";
import { Refusal, treatments } from "../contract/errors.ts";
import type { Terminal } from "./output/terminal.ts";
import type { Settings } from "./settings.ts";

const bugExitCode = 70;

const reportRefusal = async (refusal: Refusal, terminal: Terminal, asJson: boolean): Promise<number> => {
  terminal.note(`${terminal.paintNote("red", "djdesk:")} ${refusal.message}`);
  for (const [field, messages] of Object.entries(refusal.errors ?? {})) {
    for (const message of messages) if (message !== refusal.message) terminal.note(`  ${field}: ${message}`);
  }
  terminal.note(`  → ${refusal.hint}`);
  if (asJson) await terminal.json(toErrorBody(refusal));
  return treatments[refusal.code].exitCode;
};

/** Where the stack was kept; undefined when the data folder takes no file. */
const keepStack = (id: string, stack: string, { dataFolder, argv }: Settings): string | undefined => {
  const file = join(dataFolder, "bugs.log");
  try {
    appendFileSync(file, `${new Date().toISOString()} ${id} djdesk ${redactText(argv.join(" "))}\n${stack}\n\n`, { mode: 0o600 });
    return file;
  } catch {
    return undefined;
  }
};

const reportBug = (error: unknown, terminal: Terminal, settings: Settings): number => {
  const id = randomBytes(4).toString("hex");
  const stack = redactText(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const kept = keepStack(id, stack, settings);
  terminal.note(
    `${terminal.paintNote("red", "djdesk:")} a fault of DJDesk itself, number ${id}: ${error instanceof Error ? redactText(error.message) : stack}`,
  );
  if (settings.debug) terminal.note(stack);
  else
    terminal.note(
      `  → Please report it with its number${kept === undefined ? "" : ` and its part of ${kept}`}; --debug shows where it happened.`,
    );
  return bugExitCode;
};

/** Wrong usage as commander words it (`error: unknown option '--jason'\n(Did you mean --json?)`), in our words. */
const toUsageRefusal = (error: CommanderError, argv: readonly string[]): Refusal => {
  const command = argv.find((argument) => !argument.startsWith("-"));
  const message = error.message.replace(/^error: /, "").replaceAll("\n", " ");
  return new Refusal("invalid-usage", `${message}${/[.?!)]$/.test(message) ? "" : "."}`, {
    hint: `\`djdesk${command === undefined ? "" : ` ${command}`} --help\` shows how it is used.`,
  });
};

/** Reports what a command threw; answers the exit code. */
export const reportFailure = async (error: unknown, terminal: Terminal, settings: Settings): Promise<number> => {
  const failure = error instanceof CommanderError ? toUsageRefusal(error, settings.argv) : error;
  return failure instanceof Refusal
    ? await reportRefusal(failure, terminal, settings.argv.includes("--json"))
    : reportBug(failure, terminal, settings);
};
