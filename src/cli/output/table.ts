import Table from "cli-table3";

export interface Column {
  readonly head: string;
  /** Numbers stand right, so that their digits line up. */
  readonly align?: "left" | "right";
}

const border = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: " ",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "  ",
} as const;

/** Rows under a head without lines around them, as terminals like it; `paintHead` colours the head. */
export const toTable = (columns: readonly Column[], rows: readonly (readonly string[])[], paintHead: (text: string) => string): string => {
  const table = new Table({
    head: columns.map((column) => paintHead(column.head)),
    colAligns: columns.map((column) => column.align ?? "left"),
    chars: border,
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [], compact: true },
  });
  for (const row of rows) table.push([...row]);
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
};
