/** Text of the environment as the type that a settings helper is asked for. */
import type { Call, Machine } from "../machine.ts";
import type { Origin, Value } from "../value.ts";
import { unknown } from "../value.ts";
import { noKwargs } from "../machine.ts";
import { dict, float, fromPlain, integer, list, text, truthValue, tuple } from "../values/make.ts";
import { databaseFromUrl } from "./database-url.ts";

const trueWords = new Set(["true", "on", "ok", "y", "yes", "1", "t"]);
const falseWords = new Set(["false", "off", "n", "no", "0", "f", ""]);

export const castBoolean = (value: string): boolean | undefined => {
  const word = value.trim().toLowerCase();
  return trueWords.has(word) ? true : falseWords.has(word) ? false : undefined;
};

const splitList = (value: string): string[] =>
  value
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");

/** `kind` is a method of the helper (`bool`, `list`, `db`) or the name of a Python type. Undefined: not understood. */
export const castText = (value: string, kind: string, origin: Origin): Value | undefined => {
  switch (kind) {
    case "str":
    case "unicode":
    case "url":
    case "path":
    case "__call__":
      return text(value, origin);
    case "bytes":
      return { ...text(value, origin), type: "bytes" };
    case "bool":
    case "boolean": {
      const known = castBoolean(value);
      return known === undefined ? undefined : truthValue(known, origin);
    }
    case "int":
      return /^\s*[+-]?\d+\s*$/u.test(value) ? integer(BigInt(value.trim()), origin) : undefined;
    case "float":
      return value.trim() === "" || Number.isNaN(Number(value)) ? undefined : float(Number(value), origin);
    case "list":
      return list(
        splitList(value).map((part) => text(part, origin)),
        origin,
      );
    case "tuple":
      return tuple(
        splitList(value).map((part) => text(part, origin)),
        origin,
      );
    case "dict":
      return dict(
        splitList(value).map((part) => {
          const [key = "", ...rest] = part.split("=");
          return { key: text(key.trim(), origin), value: text(rest.join("=").trim(), origin) };
        }),
        origin,
      );
    case "json":
      try {
        return fromPlain(JSON.parse(value), origin);
      } catch {
        return undefined;
      }
    case "db":
    case "db_url":
    case "dj_db_url":
      return databaseFromUrl(value, origin);
    default:
      return undefined;
  }
};

/** Applies `cast=…` of a call: a type by name, else the callable itself. */
export const castWith = (m: Machine, value: Value, cast: Value | undefined, call: Call): Value => {
  if (cast === undefined) return value;
  const target = m.force(cast);
  const given = m.force(value);
  if (target.kind === "constant" && target.type === "none") return value;
  if (target.kind === "builtin" && given.kind === "constant" && typeof given.value === "string") {
    const done = castText(given.value, target.name, call.origin);
    if (done !== undefined) return done;
  }
  if (target.kind === "external") return unknown(`what ${target.path} makes of the text is not known`, call.origin);
  return m.call(target, { args: [value], kwargs: noKwargs, origin: call.origin });
};
