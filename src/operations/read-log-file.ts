import { Refusal } from "../contract/errors.ts";
import { createRedactor } from "../runner/redaction/redactor.ts";
import type { Handler } from "./handler.ts";
import { levelNames } from "./logs/level-of.ts";
import { findWorkspace } from "./workspaces/find-workspace.ts";

/** Only files that the settings name are read; secrets are masked on the way out. */
export const readLogFile: Handler<"readLogFile"> = async (desk, { slug, file, q, levels, from, around, limit }) => {
  const workspace = await findWorkspace(desk, slug);
  const known = await desk.statuses.digestOf(workspace);
  if (known?.digest.logFiles.includes(file) !== true) {
    throw new Refusal("log-file-not-found", `The settings of \`${slug}\` name no log file like that.`);
  }
  const codes = new Set(levels.split(",").flatMap((level) => levelNames.findIndex((name) => name === level)));
  codes.delete(-1);
  const page = await desk.logs.page(file, { q, levels: codes, from, around, limit });
  if (page === null) throw new Refusal("log-file-not-found", "The log file is not there, or may not be read.");
  const redactor = createRedactor(desk.scans.secretsOf(workspace.id) ?? []);
  const { index } = page;
  return {
    file,
    generation: index.generation,
    total: index.count,
    matches: page.matches,
    skipped_bytes: index.skipped,
    counts: Object.fromEntries(levelNames.map((level, code) => [level, index.counts[code] ?? 0])),
    from: page.from,
    lines: page.lines.map((line) => ({ ...line, text: redactor.redact("stdout", line.text) })),
  };
};
