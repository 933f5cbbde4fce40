/** Cells and tables of a notebook. */
import type { NotebookCell } from "../../contract/shapes/notebook.ts";

export type Draft = Pick<NotebookCell, "cell_type" | "source">;

export const text = (...parts: readonly string[]): Draft => ({ cell_type: "markdown", source: parts.join("\n\n") });
export const code = (...lines: readonly string[]): Draft => ({ cell_type: "code", source: lines.join("\n") });

/** The same cell has the same id in each edition of the notebook, so that a diff shows what changed. */
export const toCells = (drafts: readonly Draft[]): NotebookCell[] =>
  drafts.map(({ cell_type: type, source }, index) => {
    const id = `cell-${String(index + 1).padStart(3, "0")}`;
    if (type === "markdown") return { id, cell_type: type, metadata: {}, source };
    return { id, cell_type: type, metadata: {}, source, execution_count: null, outputs: [] };
  });

/** Text that Markdown takes as it is, inside a table too. */
export const plain = (value: string): string => value.replace(/[\\`*_{}[\]<>#|~]/g, String.raw`\$&`).replaceAll(/\s+/g, " ");
export const asCode = (value: string): string =>
  `\`${value
    .replaceAll("`", "'")
    .replaceAll("|", String.raw`\|`)
    .replaceAll(/\s+/g, " ")}\``;

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [`| ${head.join(" | ")} |`, `| ${head.map(() => "---").join(" | ")} |`, ...rows.map((row) => `| ${row.join(" | ")} |`)].join("\n");

/** A Python literal. */
export const python = (value: string): string => JSON.stringify(value);
