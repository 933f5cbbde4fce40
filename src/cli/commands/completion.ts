import { existsSync } from "node:fs";
import { Argument, type Command } from "commander";
import type { Known, Offers } from "../completion/complete-line.ts";
import type { Door } from "../door.ts";

const shells = ["bash", "zsh", "fish", "powershell"] as const;

/** The library's scripts ask by `djdesk complete -- WORD…`; bash has one that needs no further package. */
const printScript = async (shell: string, { terminal }: Door): Promise<void> => {
  if (shell === "bash") return await terminal.out((await import("../completion/bash-script.ts")).bashScript);
  (await import("@bomb.sh/tab")).script(shell, "djdesk", "djdesk");
};

/** Of a data folder that is there; none is made for a question. */
const readKnown = async (door: Door): Promise<Known> => {
  if (!existsSync(door.settings.dataFolder)) return { slugs: [], presets: [] };
  const [{ visitDesk }, { perform }] = await Promise.all([import("../visit-desk.ts"), import("../../operations/perform.ts")]);
  return await visitDesk(door, undefined, async (desk) => ({
    slugs: (await perform(desk, "listWorkspaces", {})).workspaces.map(({ slug }) => slug),
    presets: (await perform(desk, "listPresets", {})).presets,
  }));
};

/** Commands that take a workspace or a preset. */
const asksDesk = new Set(["run", "live", "slice", "trust", "status"]);

const directives: Readonly<Record<Offers["else"], number>> = { files: 0, nothing: 4, folders: 16 };

const complete = async (program: Command, line: readonly string[], door: Door): Promise<void> => {
  const { completeLine } = await import("../completion/complete-line.ts");
  const known = line.length > 1 && asksDesk.has(line[0] ?? "") ? await readKnown(door) : { slugs: [], presets: [] };
  const { offers, else: rest } = completeLine(program, line, known);
  await door.terminal.out([...offers.map(([word, meaning]) => `${word}\t${meaning}`), `:${directives[rest]}`].join("\n"));
};

const examples = `
Examples:
  source <(djdesk completion bash)                in ~/.bashrc
  source <(djdesk completion zsh)                 in ~/.zshrc, after compinit
  djdesk completion fish > ~/.config/fish/completions/djdesk.fish
  djdesk completion powershell >> $PROFILE`;

/** `djdesk completion bash|zsh|fish|powershell` prints a script; the hidden `complete` answers that script. */
export const addCompletionCommand = (program: Command, door: Door): void => {
  program
    .command("completion")
    .summary("print a completion script for bash, zsh, fish or powershell")
    .description("Prints a script for the shell that completes commands, options, workspaces, presets and folders of `djdesk`.")
    .addArgument(new Argument("<shell>", "the shell that reads the script").choices(shells))
    .addHelpText("after", examples)
    .action((shell: string) => printScript(shell, door));
  program
    .command("complete [words...]", { hidden: true })
    .allowUnknownOption()
    .action(() => complete(program, door.settings.argv.slice(door.settings.argv.indexOf("--") + 1), door));
};
