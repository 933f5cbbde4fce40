/** The terminal's door: reads the line, runs one command, ends with its exit code. */
import { CommanderError } from "commander";
import { ignoreClosedPipes, createTerminal } from "./output/terminal.ts";
import { createProgram } from "./program.ts";
import { readSettings } from "./settings.ts";

const settings = readSettings();
const terminal = createTerminal(process.stdout, process.stderr);
ignoreClosedPipes(process.stdout, process.stderr);

try {
  const program = await createProgram({
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
