/** The licences of the packages whose code is inside `dist/`: most of them ask to travel with it. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface Package {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly text: string;
}

/** Notices that a package should carry and does not. */
const furtherNotices = readFileSync(join(import.meta.dirname, "further-notices.txt"), "utf8");

const packageFolder = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/;

const read = (folder: string): Package => {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)/i.test(name));
  return {
    name: String(manifest.name),
    version: String(manifest.version),
    license: String(manifest.license ?? "see below"),
    text: file === undefined ? "" : readFileSync(join(folder, file), "utf8").trim(),
  };
};

export const collectNotices = (modules: ReadonlySet<string>): string => {
  const folders = new Set<string>();
  for (const id of modules) {
    const folder = packageFolder.exec(id.replaceAll("\0", ""))?.[1];
    if (folder !== undefined && existsSync(join(folder, "package.json"))) folders.add(folder);
  }
  const packages = [...folders].map(read).toSorted((a, b) => a.name.localeCompare(b.name, "en"));
  const head = `DJDesk contains code of these ${packages.length} packages.\n`;
  return [
    head,
    ...packages.map((one) => `${"=".repeat(80)}\n${one.name} ${one.version} (${one.license})\n\n${one.text}\n`),
    furtherNotices,
  ].join("\n");
};
