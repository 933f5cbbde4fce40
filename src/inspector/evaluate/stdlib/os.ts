/** `os`, `os.path` and `shutil` as far as settings use them. Nothing is written, and only the project's files are looked at. */
import type { Machine, Native } from "../machine.ts";
import type { Value } from "../value.ts";
import { argument, unknownResult } from "../builtins/arguments.ts";
import { unknown } from "../value.ts";
import { list, none, text, truthValue, tuple } from "../values/make.ts";
import { absolute, baseName, joinPaths, normalise, pathText, workingFolder } from "./path-value.ts";

const onPath =
  (run: (path: string, m: Machine) => Value | undefined): Native =>
  (m, call) => {
    const [given] = call.args;
    const path = given === undefined ? undefined : pathText(m, given);
    const result = path === undefined ? undefined : run(path, m);
    return result ?? unknownResult(m, call, "a path function");
  };

const join: Native = (m, call) => {
  const parts = call.args.map((part) => pathText(m, part));
  if (call.open !== undefined) return unknown(call.open, call.origin);
  const known = parts.filter((part) => part !== undefined);
  return known.length < parts.length ? unknownResult(m, call, "os.path.join()") : text(joinPaths(known), call.origin);
};

const dirname = (path: string): string => {
  const at = path.lastIndexOf("/") + 1;
  const head = path.slice(0, at);
  return /^\/*$/u.test(head) ? head : head.replace(/\/+$/u, "");
};

const splitExtension = (path: string): [string, string] => {
  const name = baseName(path);
  const dot = name.lastIndexOf(".");
  const leading = /^\.*/u.exec(name)?.[0].length ?? 0;
  if (dot < leading || dot <= 0) return [path, ""];
  const cut = path.length - name.length + dot;
  return [path.slice(0, cut), path.slice(cut)];
};

const relative = (m: Machine, path: string, start: string): string => {
  const from = absolute(m, start).split("/").filter(Boolean);
  const to = absolute(m, path).split("/").filter(Boolean);
  let shared = 0;
  while (shared < from.length && shared < to.length && from[shared] === to[shared]) shared++;
  return [...from.slice(shared).map(() => ".."), ...to.slice(shared)].join("/") || ".";
};

const listing: Native = (m, call) => {
  const path = call.args[0] === undefined ? workingFolder(m) : pathText(m, call.args[0]);
  if (path === undefined) return unknownResult(m, call, "os.listdir()");
  return list(
    m.options.files.children(absolute(m, path)).map((entry) => text(entry.name, call.origin)),
    call.origin,
  );
};

const nothing: Native = (_m, call) => none(call.origin);

export const osFunctions: Readonly<Record<string, Native>> = {
  "os.path.join": join,
  "os.path.dirname": onPath((path) => text(dirname(path))),
  "os.path.basename": onPath((path) => text(baseName(path))),
  "os.path.abspath": onPath((path, m) => text(absolute(m, path))),
  "os.path.realpath": onPath((path, m) => text(absolute(m, path))),
  "os.path.normpath": onPath((path) => text(normalise(path))),
  "os.path.normcase": onPath((path) => text(path)),
  "os.path.expanduser": onPath((path) => (path.startsWith("~") ? undefined : text(path))),
  "os.path.expandvars": onPath((path) => (path.includes("$") ? undefined : text(path))),
  "os.path.isabs": onPath((path) => truthValue(path.startsWith("/"))),
  "os.path.exists": onPath((path, m) =>
    truthValue(m.options.files.isFile(absolute(m, path)) || m.options.files.isFolder(absolute(m, path))),
  ),
  "os.path.lexists": onPath((path, m) =>
    truthValue(m.options.files.isFile(absolute(m, path)) || m.options.files.isFolder(absolute(m, path))),
  ),
  "os.path.isfile": onPath((path, m) => truthValue(m.options.files.isFile(absolute(m, path)))),
  "os.path.isdir": onPath((path, m) => truthValue(m.options.files.isFolder(absolute(m, path)))),
  "os.path.split": onPath((path) => tuple([text(dirname(path)), text(baseName(path))])),
  "os.path.splitext": onPath((path) => tuple(splitExtension(path).map((part) => text(part)))),
  "os.path.relpath": (m, call) => {
    const path = call.args[0] === undefined ? undefined : pathText(m, call.args[0]);
    const start = call.args[1] ?? call.kwargs.get("start");
    const from = start === undefined ? workingFolder(m) : pathText(m, start);
    return path === undefined || from === undefined
      ? unknownResult(m, call, "os.path.relpath()")
      : text(relative(m, path, from), call.origin);
  },
  "os.fspath": (m, call) => {
    const path = call.args[0] === undefined ? undefined : pathText(m, call.args[0]);
    return path === undefined ? unknownResult(m, call, "os.fspath()") : text(path, call.origin);
  },
  "os.getcwd": (m, call) => text(workingFolder(m), call.origin),
  "os.listdir": listing,
  "os.makedirs": nothing,
  "os.mkdir": nothing,
  "os.chmod": nothing,
  "os.umask": nothing,
  "os.chdir": nothing,
  "os.remove": nothing,
  "os.path.isjunction": (_m, call) => truthValue(false, call.origin),
  "os.path.islink": (_m, call) => unknown("links are not looked at", call.origin),
  "os.path.getsize": (_m, call) => unknown("file sizes are not looked at", call.origin),
  "os.path.getmtime": (_m, call) => unknown("file times are not looked at", call.origin),
  "os.path.commonprefix": (m, call) => unknownResult(m, call, "os.path.commonprefix()"),
  "os.access": (m, call) => {
    const path = argument(m, call, 0);
    const known = path === undefined ? undefined : pathText(m, path);
    return known === undefined
      ? unknownResult(m, call, "os.access()")
      : truthValue(m.options.files.isFile(absolute(m, known)) || m.options.files.isFolder(absolute(m, known)), call.origin);
  },
};

export const osConstants: Readonly<Record<string, (m: Machine) => Value>> = {
  "os.sep": () => text("/"),
  "os.path.sep": () => text("/"),
  "os.pathsep": () => text(":"),
  "os.linesep": () => text("\n"),
  "os.curdir": () => text("."),
  "os.pardir": () => text(".."),
  "os.path.pardir": () => text(".."),
  "os.name": () => text("posix"),
  "os.devnull": () => text("/dev/null"),
};
