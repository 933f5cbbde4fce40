import { resolve } from "node:path";
import type { Command } from "commander";
import type { Door } from "../door.ts";

interface DoctorOptions {
  readonly json?: true;
  readonly data?: string;
}

const doctor = async (path: string | undefined, options: DoctorOptions, door: Door): Promise<void> => {
  const [{ examine }, { dataFolderOf }, { severitySigns }] = await Promise.all([
    import("../../operations/examine.ts"),
    import("../visit-desk.ts"),
    import("../output/severity-signs.ts"),
  ]);
  const { terminal } = door;
  const checks = await examine({
    dataFolder: dataFolderOf(door, options.data),
    folder: path === undefined ? null : resolve(path),
    userEnvironment: door.settings.environment,
    mostProtection: door.settings.mostProtection,
  });
  if (options.json === true) await terminal.json({ checks });
  else {
    for (const { severity, subject, message, hint } of checks) {
      const { sign, style } = severitySigns[severity];
      await terminal.out(`${terminal.paint(style, sign)} ${terminal.paint("bold", subject.padEnd(12))} ${message}`);
      if (hint !== null) await terminal.out(`${" ".repeat(15)}→ ${hint}`);
    }
  }
  door.endWith(checks.some(({ severity }) => severity === "danger") ? 1 : 0);
};

export const addDoctorCommand = (program: Command, door: Door): void => {
  program
    .command("doctor [path]")
    .summary("say whether DJDesk has what it needs here")
    .description("Checks Node, the data folder, the protection of runs and, for a project, its Python environment.")
    .option("--json", "print the checks as JSON")
    .option("--data <folder>", "folder of DJDesk's own data")
    .addHelpText("after", "\nExample:\n  djdesk doctor ~/shop")
    .action((path: string | undefined, options: DoctorOptions) => doctor(path, options, door));
};
