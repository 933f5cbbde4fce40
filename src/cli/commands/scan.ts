import { join, resolve } from "node:path";
import type { Command } from "commander";
import type { Door } from "../door.ts";
import { addSettingsOptions, toldBy, type SettingsOptions } from "../settings-options.ts";

interface ScanOptions extends SettingsOptions {
  readonly json?: true;
  readonly timing?: true;
  readonly cache: boolean;
}

const examples = `
Examples:
  djdesk scan                          the project in this folder
  djdesk scan ~/shop --json | jq '.models[].label'
  djdesk scan ~/shop --settings shop.settings.production --env DEBUG=0`;

const scan = async (path: string, options: ScanOptions, { settings, terminal, endWith }: Door): Promise<void> => {
  const [{ scanFolder }, { isFinding }, { describeFacts, describeTiming }] = await Promise.all([
    import("../../operations/scan-folder.ts"),
    import("../../operations/scans/count-project.ts"),
    import("../output/describe-facts.ts"),
  ]);
  const told = toldBy(options);
  const facts = scanFolder({
    folder: resolve(path),
    settingsModule: told.settings_module ?? undefined,
    pythonPath: told.pythonpath,
    env: told.env,
    python: told.python ?? undefined,
    toolEnv: settings.toolEnv,
    cacheFolder: options.cache ? join(settings.cacheFolder, "trees") : undefined,
    onStage: (stage) => terminal.progress(`${stage} …`),
  });
  terminal.progress("");
  await (options.json === true ? terminal.json(facts) : terminal.out(describeFacts(facts, terminal.paint)));
  if (options.timing === true) terminal.note(describeTiming(facts));
  endWith(facts.insights.some(isFinding) ? 1 : 0);
};

export const addScanCommand = (program: Command, door: Door): void => {
  addSettingsOptions(
    program
      .command("scan")
      .summary("read a project's source and print what is in it")
      .description(
        "Reads a project's source and prints its apps, models, migrations and findings. Runs nothing of it, and keeps nothing but a cache of parsed files.",
      )
      .argument("[path]", "folder of the project", ".")
      .option("--json", "print the facts document"),
  )
    .option("--timing", "print how long each stage took to stderr")
    .option("--no-cache", "neither use nor keep parsed files of other scans")
    .addHelpText("after", examples)
    .action((path: string, options: ScanOptions) => scan(path, options, door));
};
