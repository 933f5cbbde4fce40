import type { Machine } from "../machine.ts";
import type { ConstantValue, Origin, Value } from "../value.ts";
import { unknown } from "../value.ts";
import { whyUnknown } from "../values/why.ts";
import { bytes, text } from "../values/make.ts";
import { equal } from "../values/same.ts";
import { formatValue, reprOf, textOf } from "./format.ts";

const placeholder = /%(?:\(([^)]*)\))?([-+ #0]*)(\d+)?(?:\.(\d+))?([diouxXeEfFgGcrsa%])/gu;

/** `"…" % value`: text where every part is known, else unknown. */
export const formatPercent = (m: Machine, template: ConstantValue, operand: Value, origin: Origin | undefined): Value => {
  const args = operand.kind === "sequence" && operand.type === "tuple" ? operand.items : [operand];
  let position = 0;
  let failed: Value | undefined;
  const take = (key: string | undefined): Value | undefined => {
    if (key === undefined) return args[position++];
    if (operand.kind !== "dict") return undefined;
    return operand.entries.find((entry) => equal(entry.key, text(key)) === true)?.value;
  };
  const result = String(template.value).replaceAll(placeholder, (...match: (string | undefined)[]) => {
    const [, key, flags = "", width, precision, type] = match;
    if (type === "%") return "%";
    const value = take(key);
    const piece = value === undefined ? undefined : formatOne(m, value, { flags, width, precision, type });
    if (piece === undefined) failed ??= value ?? unknown("a value for the text is missing");
    return piece ?? "";
  });
  if (failed !== undefined) return unknown(`a part of the text is not known: ${whyUnknown(m.force(failed))}`, origin);
  return (template.type === "bytes" ? bytes : text)(result, origin);
};

interface Placeholder {
  readonly flags: string;
  readonly width: string | undefined;
  readonly precision: string | undefined;
  readonly type: string | undefined;
}

const formatOne = (m: Machine, value: Value, { flags, width, precision, type }: Placeholder): string | undefined => {
  let piece: string | undefined;
  if (type === "r" || type === "a") piece = reprOf(m, value);
  else if (type === "s") piece = textOf(m, value);
  else if (type === "d" || type === "i") piece = formatValue(m, value, "d") ?? textOf(m, value);
  else piece = formatValue(m, value, `${precision === undefined ? "" : `.${precision}`}${type ?? ""}`);
  if (piece === undefined || width === undefined) return piece;
  const pad = flags.includes("0") && !flags.includes("-") ? "0" : " ";
  return flags.includes("-") ? piece.padEnd(Number(width)) : piece.padStart(Number(width), pad);
};
