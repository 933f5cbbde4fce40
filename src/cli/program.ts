/** The commands of `djdesk` and their help. What a command needs is loaded when it runs, so that help and version are instant. */
import { Command } from "commander";
import { Refusal } from "../contract/errors.ts";
import { addCompletionCommand } from "./commands/completion.ts";
import { addDoctorCommand } from "./commands/doctor.ts";
import { addRunCommand } from "./commands/run.ts";
import { addScanCommand } from "./commands/scan.ts";
import { addServeCommands } from "./commands/serve.ts";
import { addLiveCommand } from "./commands/live.ts";
import { addSliceCommand } from "./commands/slice.ts";
import { addStatusCommand } from "./commands/status.ts";
import { addTrustCommand } from "./commands/trust.ts";
import { addWorkspacesCommand } from "./commands/workspaces.ts";
import type { Door } from "./door.ts";
import { readVersion } from "./version.ts";

const exitCodes = `
Exit codes:
  0  clean   1  findings, or a run that failed   2  refused   70  a fault of DJDesk

Environment:
  DJDESK_DATA          folder of DJDesk's own data
  DJDESK_TASK_TIMEOUT  seconds after which a run is ended
  NO_COLOR             no colours`;

/** Throws `CommanderError` on wrong usage and, with exit code 0, after help and version were shown. */
export const createProgram = (door: Door): Command => {
  const program = new Command("djdesk")
    .description("A desk for local Django projects: reads them without running them, and runs read-only commands.")
    .version(readVersion(), "-V, --version", "Print the version.")
    .option("--debug", "Show the stack when DJDesk itself fails.")
    .helpOption("-h, --help", "Print this help.")
    .helpCommand(false)
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ outputError: () => {} })
    .addHelpText("after", exitCodes)
    .hook("preAction", (_program, command) => {
      const [mistake] = door.settings.mistakes;
      if (mistake !== undefined && command.name() !== "complete")
        throw new Refusal("invalid-usage", mistake, { hint: "Set it so, or unset it." });
    });
  addServeCommands(program, door);
  addScanCommand(program, door);
  addRunCommand(program, door);
  addLiveCommand(program, door);
  addSliceCommand(program, door);
  addTrustCommand(program, door);
  addWorkspacesCommand(program, door);
  addStatusCommand(program, door);
  addDoctorCommand(program, door);
  addCompletionCommand(program, door);
  program
    .command("help [command]")
    .summary("print the help of a command")
    .action((name: string | undefined) => helpOf(program, name).outputHelp());
  return program;
};

const helpOf = (program: Command, name: string | undefined): Command => {
  const found = name === undefined ? program : program.commands.find((command) => command.name() === name);
  if (found !== undefined) return found;
  const names = program
    .createHelp()
    .visibleCommands(program)
    .map((command) => command.name());
  throw new Refusal("invalid-usage", `There is no command ${name}.`, { hint: `Commands: ${names.join(", ")}.` });
};
