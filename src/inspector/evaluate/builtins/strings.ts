/** Methods of str (and, over Latin-1 text, of bytes). */
import type { Machine, Native } from "../machine.ts";
import type { Origin, Value } from "../value.ts";
import { unknown } from "../value.ts";
import { formatField, textOf } from "../expressions/format.ts";
import { getItem } from "../expressions/items.ts";
import { bytes, integer, list, text, truthValue, tuple } from "../values/make.ts";
import { whyUnknown } from "../values/why.ts";
import { numberArgument, textArgument, unknownResult } from "./arguments.ts";

type TextMethod = (self: string, args: readonly (string | undefined)[], origin: Origin) => Value | undefined;

const native =
  (name: string, run: TextMethod): Native =>
  (m, call, self) => {
    const receiver = self ?? call.args[0];
    const rest = self === undefined ? call.args.slice(1) : call.args;
    const own = receiver === undefined ? undefined : m.force(receiver);
    if (own?.kind !== "constant" || typeof own.value !== "string") return unknownResult(m, call, `str.${name}()`);
    const args: (string | undefined)[] = [];
    for (const value of rest) {
      const forced = m.force(value);
      if (forced.kind === "constant" && forced.type === "none") args.push(undefined);
      else if (forced.kind === "constant") args.push(String(forced.value));
      else return unknown(whyUnknown(forced), call.origin);
    }
    return run(own.value, args, call.origin) ?? unknownResult(m, call, `str.${name}()`);
  };

const stripSet = (self: string, characters: string | undefined, ends: "both" | "left" | "right"): string => {
  const isGone = (point: string | undefined): boolean =>
    point !== undefined && (characters === undefined ? /\s/u.test(point) : characters.includes(point));
  const points = Array.from(self);
  let start = 0;
  let end = points.length;
  if (ends !== "right") while (start < end && isGone(points[start])) start++;
  if (ends !== "left") while (end > start && isGone(points[end - 1])) end--;
  return points.slice(start, end).join("");
};

const texts = (parts: readonly string[], origin: Origin): Value =>
  list(
    parts.map((part) => text(part, origin)),
    origin,
  );

const splitLeft = (self: string, separator: string | undefined, limit: number): string[] => {
  if (separator === undefined) {
    const trimmed = self.trimStart();
    if (trimmed === "") return [];
    if (limit < 0) return trimmed.trimEnd().split(/\s+/u);
    const parts: string[] = [];
    let rest = trimmed;
    while (parts.length < limit) {
      const at = rest.search(/\s/u);
      if (at < 0) break;
      parts.push(rest.slice(0, at));
      rest = rest.slice(at).trimStart();
    }
    return rest === "" ? parts : [...parts, rest];
  }
  if (separator === "") return [self];
  const parts = self.split(separator);
  return limit < 0 || parts.length <= limit + 1 ? parts : [...parts.slice(0, limit), parts.slice(limit).join(separator)];
};

const splitRight = (self: string, separator: string | undefined, limit: number): string[] => {
  if (limit < 0 || separator === undefined || separator === "") return splitLeft(self, separator, -1);
  const parts = self.split(separator);
  if (parts.length <= limit + 1) return parts;
  const kept = parts.length - limit;
  return [parts.slice(0, kept).join(separator), ...parts.slice(kept)];
};

const titled = (self: string): string =>
  self.toLowerCase().replaceAll(/(^|[^\p{L}])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());

const limitOf = (value: string | undefined): number => (value === undefined ? -1 : Number(value));

const simple: Readonly<Record<string, TextMethod>> = {
  lower: (self, _, origin) => text(self.toLowerCase(), origin),
  upper: (self, _, origin) => text(self.toUpperCase(), origin),
  casefold: (self, _, origin) => text(self.toLowerCase(), origin),
  title: (self, _, origin) => text(titled(self), origin),
  capitalize: (self, _, origin) => text(self.slice(0, 1).toUpperCase() + self.slice(1).toLowerCase(), origin),
  strip: (self, [characters], origin) => text(stripSet(self, characters, "both"), origin),
  lstrip: (self, [characters], origin) => text(stripSet(self, characters, "left"), origin),
  rstrip: (self, [characters], origin) => text(stripSet(self, characters, "right"), origin),
  removeprefix: (self, [prefix = ""], origin) => text(self.startsWith(prefix) ? self.slice(prefix.length) : self, origin),
  removesuffix: (self, [suffix = ""], origin) =>
    text(suffix !== "" && self.endsWith(suffix) ? self.slice(0, -suffix.length) : self, origin),
  splitlines: (self, _, origin) => texts(self === "" ? [] : self.replace(/\n$/u, "").split("\n"), origin),
  partition: (self, [separator = ""], origin) => {
    const at = self.indexOf(separator);
    const parts = at < 0 ? [self, "", ""] : [self.slice(0, at), separator, self.slice(at + separator.length)];
    return tuple(
      parts.map((part) => text(part, origin)),
      origin,
    );
  },
  rpartition: (self, [separator = ""], origin) => {
    const at = self.lastIndexOf(separator);
    const parts = at < 0 ? ["", "", self] : [self.slice(0, at), separator, self.slice(at + separator.length)];
    return tuple(
      parts.map((part) => text(part, origin)),
      origin,
    );
  },
  replace: (self, [from = "", to = "", count], origin) => {
    if (count === undefined)
      return text(
        self.replaceAll(from, () => to),
        origin,
      );
    const parts = self.split(from);
    const limit = Number(count);
    return text(
      parts.slice(0, limit + 1).join(to) +
        parts
          .slice(limit + 1)
          .map((part) => from + part)
          .join(""),
      origin,
    );
  },
  find: (self, [needle = "", from], origin) => integer(self.indexOf(needle, from === undefined ? 0 : Number(from)), origin),
  rfind: (self, [needle = ""], origin) => integer(self.lastIndexOf(needle), origin),
  index: (self, [needle = ""], origin) => (self.includes(needle) ? integer(self.indexOf(needle), origin) : undefined),
  count: (self, [needle = ""], origin) => (needle === "" ? undefined : integer(self.split(needle).length - 1, origin)),
  isdigit: (self, _, origin) => truthValue(/^\d+$/u.test(self), origin),
  isnumeric: (self, _, origin) => truthValue(/^\d+$/u.test(self), origin),
  isalpha: (self, _, origin) => truthValue(/^\p{L}+$/u.test(self), origin),
  isalnum: (self, _, origin) => truthValue(/^[\p{L}\d]+$/u.test(self), origin),
  isidentifier: (self, _, origin) => truthValue(/^[\p{L}_][\p{L}\d_]*$/u.test(self), origin),
  isspace: (self, _, origin) => truthValue(/^\s+$/u.test(self), origin),
  isupper: (self, _, origin) => truthValue(self !== self.toLowerCase() && self === self.toUpperCase(), origin),
  islower: (self, _, origin) => truthValue(self !== self.toUpperCase() && self === self.toLowerCase(), origin),
  zfill: (self, [width = "0"], origin) => text(self.padStart(Number(width), "0"), origin),
  ljust: (self, [width = "0", fill = " "], origin) => text(self.padEnd(Number(width), fill), origin),
  rjust: (self, [width = "0", fill = " "], origin) => text(self.padStart(Number(width), fill), origin),
  encode: (self, _, origin) => bytes(self, origin),
  decode: (self, _, origin) => text(self, origin),
  swapcase: () => undefined,
  expandtabs: () => undefined,
};

const split =
  (cut: (self: string, separator: string | undefined, limit: number) => string[]): Native =>
  (m, call, self) => {
    const own = self === undefined ? undefined : m.force(self);
    if (own?.kind !== "constant" || typeof own.value !== "string") return unknownResult(m, call, "str.split()");
    const separator = textArgument(m, call, 0, "sep");
    if (separator === undefined && call.args[0] !== undefined && m.force(call.args[0]).kind !== "constant")
      return unknownResult(m, call, "str.split()");
    return texts(cut(own.value, separator, numberArgument(m, call, 1, "maxsplit") ?? limitOf(undefined)), call.origin);
  };

const join: Native = (m, call, self) => {
  const separator = m.force(self ?? call.args[0] ?? text(""));
  const source = self === undefined ? call.args[1] : call.args[0];
  const found = source === undefined ? undefined : m.items(source);
  if (separator.kind !== "constant" || typeof separator.value !== "string" || found === undefined || found.open !== undefined)
    return unknown(found?.open ?? "what is joined is not known", call.origin);
  const parts: string[] = [];
  for (const item of found.items) {
    const forced = m.force(item);
    const part =
      forced.kind === "constant" && typeof forced.value === "string"
        ? forced.value
        : forced.kind === "instance"
          ? textOf(m, forced)
          : undefined;
    if (part === undefined) return unknown(whyUnknown(forced), call.origin);
    parts.push(part);
  }
  return (separator.type === "bytes" ? bytes : text)(parts.join(separator.value), call.origin);
};

const affix =
  (test: (self: string, affix: string) => boolean): Native =>
  (m, call, self) => {
    const own = self === undefined ? undefined : m.force(self);
    const given = call.args[0] === undefined ? undefined : m.force(call.args[0]);
    if (own?.kind !== "constant" || typeof own.value !== "string" || given === undefined) return unknownResult(m, call, "str.startswith()");
    const options = given.kind === "sequence" ? given.items.map((item) => m.force(item)) : [given];
    for (const option of options) {
      if (option.kind !== "constant" || typeof option.value !== "string") return unknown(whyUnknown(option), call.origin);
      if (test(own.value, option.value)) return truthValue(true, call.origin);
    }
    return truthValue(false, call.origin);
  };

const replacement = /\{\{|\}\}|\{([^{}!:]*)(?:!([rsa]))?(?::([^{}]*))?\}/gu;

/** `"{0.name!r:>10}".format(…)`. */
const format: Native = (m, call, self) => {
  const own = self === undefined ? undefined : m.force(self);
  if (own?.kind !== "constant" || typeof own.value !== "string") return unknownResult(m, call, "str.format()");
  let automatic = 0;
  let failed: string | undefined;
  const result = own.value.replaceAll(
    replacement,
    (whole: string, name: string | undefined, conversion: string | undefined, spec: string | undefined) => {
      if (whole === "{{") return "{";
      if (whole === "}}") return "}";
      const value = fieldValue(m, { name: name ?? "", args: call.args, kwargs: call.kwargs, next: () => automatic++, origin: call.origin });
      const forced = value === undefined ? undefined : m.force(value);
      const piece = forced === undefined ? undefined : formatField(m, forced, conversion, spec ?? "");
      if (piece === undefined) failed ??= forced === undefined ? (call.open ?? "a value for the text is missing") : whyUnknown(forced);
      return piece ?? "";
    },
  );
  return failed === undefined ? text(result, call.origin) : unknown(`a part of the text is not known: ${failed}`, call.origin);
};

interface FormatField {
  readonly name: string;
  readonly args: readonly Value[];
  readonly kwargs: ReadonlyMap<string, Value>;
  readonly next: () => number;
  readonly origin: Origin;
}

const fieldValue = (m: Machine, { name, args, kwargs, next, origin }: FormatField): Value | undefined => {
  const [, head = "", tail = ""] = /^([^.[]*)(.*)$/su.exec(name) ?? [];
  let value = head === "" ? args[next()] : /^\d+$/u.test(head) ? args[Number(head)] : kwargs.get(head);
  for (const [, attribute, item] of tail.matchAll(/\.([^.[]+)|\[([^\]]+)\]/gu)) {
    if (value === undefined) return undefined;
    if (attribute !== undefined) value = m.attribute(value, attribute);
    else if (item !== undefined) value = getItem(m, value, /^\d+$/u.test(item) ? integer(Number(item)) : text(item), origin);
  }
  return value;
};

const methods: Record<string, Native> = {
  split: split(splitLeft),
  rsplit: split(splitRight),
  join,
  format,
  startswith: affix((self, other) => self.startsWith(other)),
  endswith: affix((self, other) => self.endsWith(other)),
};
for (const [name, run] of Object.entries(simple)) methods[name] = native(name, run);

export const stringMethods: Readonly<Record<string, Native>> = Object.fromEntries(
  Object.entries(methods).flatMap(([name, run]) => [
    [`str.${name}`, run],
    [`bytes.${name}`, run],
  ]),
);
