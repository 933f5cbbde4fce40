/** Where an Electron is: the folder that the environment names, else an installed `electron` whose binary is there. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const binary: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  win32: "electron.exe",
  darwin: join("Electron.app", "Contents", "MacOS", "Electron"),
};
const binaryName = binary[process.platform] ?? "electron";

/** `override`: `ELECTRON_OVERRIDE_DIST_PATH`. `from`: the file from whose folder upwards packages are looked for. */
export const findElectron = (override: string | undefined, from: string): string | null => {
  const folders = override === undefined || override === "" ? installed(from) : [override];
  return folders.map((folder) => join(folder, binaryName)).find((path) => existsSync(path)) ?? null;
};

/** The package alone downloads its binary on first use; only one that is there already counts. */
const installed = (from: string): readonly string[] => {
  try {
    return [join(dirname(createRequire(from).resolve("electron/package.json")), "dist")];
  } catch {
    return [];
  }
};
