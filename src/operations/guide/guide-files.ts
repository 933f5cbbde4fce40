/** The product's own guide: Markdown files that ship with the program, `index` first. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export interface GuidePage {
  /** `index`, `cli`, …: the file's name. */
  readonly name: string;
  readonly title: string;
  readonly markdown: string;
}

const folder = fileURLToPath(new URL("../../../docs/guide", import.meta.url));

export const readGuidePages = (): readonly GuidePage[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".md"))
    .map((file) => file.slice(0, -3))
    .sort((a, b) => Number(b === "index") - Number(a === "index") || (a < b ? -1 : 1))
    .map((name) => {
      const markdown = readFileSync(`${folder}/${name}.md`, "utf8");
      return { name, title: /^# (.+)$/m.exec(markdown)?.[1] ?? name, markdown };
    });
