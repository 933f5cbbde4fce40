import { resolve } from "node:path";
import type { Command } from "commander";
import type { Facts } from "../../contract/shapes/facts.ts";
import type { Door } from "../door.ts";
import { addSettingsOptions, toldBy, type SettingsOptions } from "../settings-options.ts";

interface ScanOptions extends SettingsOptions {
  readonly json?: true;
  readonly timing?: true;
  readonly why?: string;
  readonly cache: boolean;
}

const examples = `
Examples:
  djdesk scan                          the project in this folder
  djdesk scan ~/shop --json | jq '.models[].label'
  djdesk scan ~/shop --why orders.Line.loaf
  djdesk scan ~/shop --settings shop.settings.production --env DEBUG=0`;

interface Saying {
  readonly asJson: boolean;
  readonly terminal: Door["terminal"];
}

/** The chain behind one fact; ends with 0, or is refused where there is no such fact. */
const sayWhy = async (facts: Facts, name: string, { asJson, terminal }: Saying): Promise<void> => {
  const { explainFact } = await import("../../operations/why/explain-fact.ts");
  const why = explainFact(facts, name);
  if (asJson) return terminal.json(why);
  const { describeWhy } = await import("../output/describe-why.ts");
  return terminal.out(describeWhy(why, terminal.paint));
};

const scan = async (path: string, options: ScanOptions, { settings, terminal, endWith }: Door): Promise<void> => {
  const { keepMemorySmall } = await import("../keep-memory-small.ts");
  const memory = keepMemorySmall();
  const { readFolder } = await import("../../operations/read-folder.ts");
  const told = toldBy(options);
  const reading = await readFolder({
    folder: resolve(path),
    settingsModule: told.settings_module ?? undefined,
    pythonPath: told.pythonpath,
    env: told.env,
    python: told.python ?? undefined,
    toolEnv: settings.toolEnv,
    cacheFolder: options.cache ? settings.cacheFolder : undefined,
    onStep: memory.atStep,
    onStage: (stage) => terminal.progress(`${stage} …`),
  });
  terminal.progress("");
  memory.collect();
  if (options.why !== undefined) return sayWhy(reading.facts(), options.why, { asJson: options.json === true, terminal });
  if (options.json === true) await (terminal.isScreen ? terminal.json(reading.facts()) : terminal.pieces(reading.json()));
  if (options.json !== true || options.timing === true) {
    const { describeFacts, describeTiming } = await import("../output/describe-facts.ts");
    if (options.json !== true) await terminal.out(describeFacts(reading.facts(), terminal.paint));
    if (options.timing === true) terminal.note(describeTiming(reading.timing));
  }
  endWith(reading.hasFindings ? 1 : 0);
};

export const addScanCommand = (program: Command, door: Door): void => {
  addSettingsOptions(
    program
      .command("scan")
      .summary("read a project's source and print what is in it")
      .description(
        "Reads a project's source and prints its apps, models, migrations and findings. Runs nothing of it, and keeps nothing but a cache of what it read.",
      )
      .argument("[path]", "folder of the project", ".")
      .option("--json", "print the facts document"),
  )
    .option("--why <name>", "print where one fact comes from: app.Model.field, app.Model, app, app.0001_initial or SETTING")
    .option("--timing", "print how long each stage took to stderr")
    .option("--no-cache", "neither use nor keep what other scans read")
    .addHelpText("after", examples)
    .action((path: string, options: ScanOptions) => scan(path, options, door));
};
