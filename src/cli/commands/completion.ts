import type { Command } from "commander";

/**
 * `djdesk completion bash|zsh|fish|powershell` prints a script; the hidden `complete` answers that script. Call it when all
 * other commands are there. The completion library is loaded only when it is asked: it costs every start otherwise.
 */
export const addCompletionCommand = async (program: Command, argv: readonly string[]): Promise<void> => {
  if (argv[0] === "complete" || argv[0] === "completion") {
    const { default: connectCompletion } = await import("@bomb.sh/tab/commander");
    connectCompletion(program, { completionCommandName: "completion" });
    return;
  }
  program.command("completion <shell>").summary("print a completion script for bash, zsh, fish or powershell");
};
