/** Where the Python launcher lies: beside this file in the source, beside the bundle in the built form. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const places = ["./launcher.py", "../launcher.py", "../../src/runner/launcher/launcher.py", "../src/runner/launcher/launcher.py"];

/** Absolute path of launcher.py. Throws when the installation is incomplete. */
export const findLauncher = (): string => {
  const paths = places.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  const found = paths.find((path) => existsSync(path));
  if (found === undefined) throw new Error(`launcher.py is missing; looked for ${paths.join(", ")}`);
  return found;
};
