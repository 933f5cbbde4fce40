/** `pathlib.Path`: pure path arithmetic, and looks at the project's files. */
import type { Machine, Native, NativeMember } from "../machine.ts";
import { isUnreadable } from "../../files/project-files.ts";
import type { Origin, Value } from "../value.ts";
import { textArgument, unknownResult } from "../builtins/arguments.ts";
import { unknown } from "../value.ts";
import { integer, list, none, text, truthValue, tuple } from "../values/make.ts";
import { absolute, baseName, joinPaths, makePath, parentOf, pathText, workingFolder } from "./path-value.ts";
import { openFile } from "./files.ts";

const makeFrom: Native = (m, call) => {
  const parts = call.args.map((part) => pathText(m, part));
  const known = parts.filter((part) => part !== undefined);
  return known.length < parts.length ? unknownResult(m, call, "Path()") : makePath(joinPaths(known), call.origin);
};

const suffixOf = (name: string): string => {
  const dot = name.lastIndexOf(".");
  return dot <= 0 || dot === name.length - 1 ? "" : name.slice(dot);
};

const parentsOf = (path: string): string[] => {
  const result: string[] = [];
  let at = path;
  for (let parent = parentOf(at); parent !== at; parent = parentOf(at)) {
    result.push(parent);
    at = parent;
  }
  return result;
};

/** Properties; methods are functions below. */
export const pathMember: NativeMember = (m, self, name) => {
  const path = pathText(m, self);
  const origin: Origin | undefined = self.origin;
  if (path === undefined) return unknown("the path is not known");
  const own = baseName(path);
  switch (name) {
    case "parent":
      return makePath(parentOf(path), origin);
    case "parents":
      return tuple(
        parentsOf(path).map((parent) => makePath(parent, origin)),
        origin,
      );
    case "name":
      return text(own, origin);
    case "suffix":
      return text(suffixOf(own), origin);
    case "stem":
      return text(own.slice(0, own.length - suffixOf(own).length), origin);
    case "parts":
      return tuple([...(path.startsWith("/") ? ["/"] : []), ...path.split("/").filter(Boolean)].map((part) => text(part, origin)));
    case "__str__":
    case "__fspath__":
      return { kind: "method", self, function: { kind: "builtin", name: "pathlib.Path.as_posix" } };
    default:
      return m.natives.functions.has(`pathlib.Path.${name}`)
        ? { kind: "method", self, function: { kind: "builtin", name: `pathlib.Path.${name}` } }
        : undefined;
  }
};

const onPath =
  (run: (path: string, m: Machine, origin: Origin) => Value): Native =>
  (m, call, self) => {
    const given = self ?? call.args[0];
    const path = given === undefined ? undefined : pathText(m, given);
    return path === undefined ? unknownResult(m, call, "a path method") : run(path, m, call.origin);
  };

const withText =
  (run: (path: string, given: string, origin: Origin) => Value): Native =>
  (m, call, self) => {
    const path = self === undefined ? undefined : pathText(m, self);
    const [first] = call.args;
    const given = first === undefined ? undefined : pathText(m, first);
    return path === undefined || given === undefined ? unknownResult(m, call, "a path method") : run(path, given, call.origin);
  };

const joinpath: Native = (m, call, self) =>
  makeFrom(m, { ...call, args: self === undefined ? call.args : [self, ...call.args] }, undefined);

const isThere = (m: Machine, path: string): boolean =>
  m.options.files.isFile(absolute(m, path)) || m.options.files.isFolder(absolute(m, path));

/** The names in a folder that match a pattern of one level; undefined for patterns that are not followed. */
const matching = (m: Machine, path: string, pattern: string): string[] | undefined => {
  if (/[/[\]\\]|\*\*/u.test(pattern)) return undefined;
  const source = pattern
    .replaceAll(/[.+^$()|{}]/gu, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  const matcher = new RegExp(`^${source}$`, "u");
  const names = m.options.files.children(absolute(m, path)).map((entry) => entry.name);
  return names.filter((name) => matcher.test(name));
};

const globbed: Native = (m, call, self) => {
  const path = self === undefined ? undefined : pathText(m, self);
  const pattern = textArgument(m, call, 0);
  const found = path === undefined || pattern === undefined ? undefined : matching(m, path, pattern);
  if (path === undefined || found === undefined) return unknownResult(m, call, "Path.glob()");
  return list(
    found.map((name) => makePath(`${path}/${name}`, call.origin)),
    call.origin,
  );
};

/** `glob.glob(pattern)`: with its wildcards in the last part; it leaves out hidden names unless the pattern has the dot. */
const globText: Native = (m, call) => {
  const [given] = call.args;
  const whole = call.kwargs.size > 0 || given === undefined ? undefined : pathText(m, given);
  const slash = whole?.lastIndexOf("/") ?? -1;
  const folder = whole?.slice(0, Math.max(slash, 0)) ?? "";
  const pattern = whole?.slice(slash + 1) ?? "";
  const found = slash <= 0 || /[*?[]/u.test(folder) ? undefined : matching(m, folder, pattern);
  if (found === undefined) return unknownResult(m, call, "glob()");
  const seen = found.filter((name) => !name.startsWith(".") || pattern.startsWith("."));
  return list(
    seen.map((name) => text(`${folder}/${name}`, call.origin)),
    call.origin,
  );
};

const readText: Native = (m, call, self) => {
  const path = self === undefined ? undefined : pathText(m, self);
  if (path === undefined) return unknownResult(m, call, "Path.read_text()");
  const read = m.readFile(absolute(m, path));
  return isUnreadable(read)
    ? m.raise("FileNotFoundError", `${path}: ${read.message}`, call.origin, { errno: integer(2) })
    : text(read.text, call.origin);
};

export const pathFunctions: Readonly<Record<string, Native>> = {
  "pathlib.Path": makeFrom,
  "pathlib.PurePath": makeFrom,
  "pathlib.PosixPath": makeFrom,
  "pathlib.PurePosixPath": makeFrom,
  "pathlib.Path.cwd": (m, call) => makePath(workingFolder(m), call.origin),
  "pathlib.Path.home": (_m, call) => unknown("the home folder is not known", call.origin),
  "pathlib.Path.expanduser": onPath((path, _m, origin) =>
    path.startsWith("~") ? unknown("the home folder is not known", origin) : makePath(path, origin),
  ),
  "pathlib.Path.resolve": onPath((path, m, origin) => makePath(absolute(m, path), origin)),
  "pathlib.Path.absolute": onPath((path, m, origin) => makePath(absolute(m, path), origin)),
  "pathlib.Path.exists": onPath((path, m, origin) => truthValue(isThere(m, path), origin)),
  "pathlib.Path.is_file": onPath((path, m, origin) => truthValue(m.options.files.isFile(absolute(m, path)), origin)),
  "pathlib.Path.is_dir": onPath((path, m, origin) => truthValue(m.options.files.isFolder(absolute(m, path)), origin)),
  "pathlib.Path.is_absolute": onPath((path, _m, origin) => truthValue(path.startsWith("/"), origin)),
  "pathlib.Path.as_posix": onPath((path, _m, origin) => text(path, origin)),
  "pathlib.Path.as_uri": onPath((path, _m, origin) => text(`file://${path}`, origin)),
  "pathlib.Path.joinpath": joinpath,
  "pathlib.Path.with_suffix": withText((path, given, origin) => {
    const name = baseName(path);
    return makePath(path.slice(0, path.length - suffixOf(name).length) + given, origin);
  }),
  "pathlib.Path.with_name": withText((path, given, origin) => makePath(joinPaths([parentOf(path), given]), origin)),
  "pathlib.Path.relative_to": withText((path, given, origin) =>
    makePath(path === given ? "." : path.startsWith(`${given}/`) ? path.slice(given.length + 1) : path, origin),
  ),
  "pathlib.Path.mkdir": () => none(),
  "pathlib.Path.touch": () => none(),
  "pathlib.Path.write_text": () => none(),
  "pathlib.Path.iterdir": onPath((path, m, origin) =>
    list(
      m.options.files.children(absolute(m, path)).map((entry) => makePath(`${path}/${entry.name}`, origin)),
      origin,
    ),
  ),
  "glob.glob": globText,
  "glob.iglob": globText,
  "pathlib.Path.glob": globbed,
  "pathlib.Path.rglob": (m, call) => unknownResult(m, call, "Path.rglob()"),
  "pathlib.Path.read_text": readText,
  "pathlib.Path.open": (m, call, self) => openFile(m, { ...call, args: self === undefined ? call.args : [self, ...call.args] }, undefined),
  "pathlib.Path.read_bytes": (m, call) => unknownResult(m, call, "Path.read_bytes()"),
};
