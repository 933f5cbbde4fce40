/** The terminal's door: reads the line, runs one command, ends with its exit code. */
import { CommanderError } from "commander";
import { createTerminal, surviveStreams } from "./output/terminal.ts";
import { createProgram } from "./program.ts";
import { readSettings } from "./settings.ts";

const settings = readSettings();
const terminal = createTerminal(process.stdout, process.stderr);
surviveStreams(process.stdout, process.stderr, () => {
  // Whatever the command ends with: not all of its answer has arrived.
  process.once("exit", (code) => (process.exitCode = Math.max(code, 2)));
});

try {
  const program = createProgram({
    settings,
    terminal,
    endWith: (exitCode) => {
      process.exitCode = exitCode;
    },
  });
  await program.parseAsync([...settings.argv], { from: "user" });
} catch (error) {
  const isHelpOrVersion = error instanceof CommanderError && error.exitCode === 0;
  if (!isHelpOrVersion) {
    const { reportFailure } = await import("./report-failure.ts");
    process.exitCode = await reportFailure(error, terminal, settings);
  }
}
