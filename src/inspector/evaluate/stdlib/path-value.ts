/** Paths of `pathlib` as values, and POSIX path arithmetic. */
import type { Machine } from "../machine.ts";
import type { InstanceValue, Origin, Value } from "../value.ts";
import { unknown } from "../value.ts";
import { noKwargs } from "../machine.ts";
import { external, text } from "../values/make.ts";
import { whyUnknown } from "../values/why.ts";

const pathClass = external("pathlib.Path");

export const isPath = (value: Value): value is InstanceValue =>
  value.kind === "instance" && value.class.kind === "external" && value.class.path === "pathlib.Path";

/** Python's normalisation of a pure path: doubled slashes and `.` go, `..` stays. */
const tidy = (path: string): string => {
  const absolute = path.startsWith("/");
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  const joined = parts.join("/");
  if (absolute) return `/${joined}`;
  return joined === "" ? "." : joined;
};

export const makePath = (path: string, origin?: Origin): InstanceValue => {
  const args = [text(tidy(path), origin)];
  const made = { kind: "instance", class: pathClass, args, kwargs: noKwargs, attributes: new Map() } as const;
  return origin === undefined ? made : { ...made, origin };
};

/** The text of a path or of a string that stands for one. */
export const pathText = (m: Machine, value: Value): string | undefined => {
  const forced = m.force(value);
  if (forced.kind === "constant" && typeof forced.value === "string") return forced.value;
  if (!isPath(forced)) return undefined;
  const [first] = forced.args;
  return first?.kind === "constant" && typeof first.value === "string" ? first.value : undefined;
};

export const joinPaths = (parts: readonly string[]): string => {
  let path = "";
  for (const part of parts) {
    if (part.startsWith("/")) path = part;
    else if (path === "" || path.endsWith("/")) path += part;
    else path += `/${part}`;
  }
  return path;
};

/** `path / "part"`. */
export const joinPath = (m: Machine, [left, right]: readonly [Value, Value], origin: Origin | undefined): Value => {
  const a = pathText(m, left);
  const b = pathText(m, right);
  if (a === undefined || b === undefined) return unknown(whyUnknown(a === undefined ? left : right), origin);
  return makePath(joinPaths([a, b]), origin);
};

/** `os.path.normpath`. */
export const normalise = (path: string): string => {
  if (path === "") return ".";
  const absolute = path.startsWith("/");
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== ".." || (parts.length === 0 && !absolute) || parts.at(-1) === "..") parts.push(part);
    else parts.pop();
  }
  const joined = parts.join("/");
  if (absolute) return `/${joined}`;
  return joined === "" ? "." : joined;
};

/** The folder that relative paths are taken from: that of manage.py, the first root. */
export const workingFolder = (m: Machine): string => m.options.workingFolder ?? m.options.roots[0] ?? "/";

export const absolute = (m: Machine, path: string): string => normalise(path.startsWith("/") ? path : `${workingFolder(m)}/${path}`);

export const parentOf = (path: string): string => {
  if (path === "." || path === "/") return path;
  const at = path.lastIndexOf("/");
  if (at < 0) return ".";
  return at === 0 ? "/" : path.slice(0, at);
};

export const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
