import type { Severity } from "../../contract/shapes/common.ts";
import type { Style } from "./terminal.ts";

/** Status has a sign, a word and a colour, so that none is needed to tell. */
export const severitySigns: Record<Severity, { readonly sign: string; readonly style: Style }> = {
  danger: { sign: "✖", style: "red" },
  warning: { sign: "▲", style: "yellow" },
  info: { sign: "●", style: "blue" },
  success: { sign: "✔", style: "green" },
};
