/** `open()` of the project's own small files, `json`, `io`: for what settings read at import. */
import type { Machine, Native, NativeMember } from "../machine.ts";
import { isUnreadable } from "../../files/project-files.ts";
import type { InstanceValue, Value } from "../value.ts";
import { argument, textArgument, unknownResult } from "../builtins/arguments.ts";
import { unknown } from "../value.ts";
import { noKwargs } from "../machine.ts";
import { external, fromPlain, integer, list, none, text } from "../values/make.ts";
import { absolute, pathText } from "./path-value.ts";

const fileClass = external("io.TextIOWrapper");
const largest = 1_000_000;

/** `open(path)`: a file that can be read; FileNotFoundError when it is not there. */
export const openFile: Native = (m, call) => {
  const [given] = call.args;
  const path = given === undefined ? undefined : pathText(m, given);
  const mode = textArgument(m, call, 1, "mode") ?? "r";
  if (path === undefined || !mode.startsWith("r")) return unknownResult(m, call, "open()");
  const file = absolute(m, path);
  if (!m.options.files.isFile(file))
    return m.raise("FileNotFoundError", `there is no file ${path}`, call.origin, { errno: integer(2), filename: text(path) });
  const made: InstanceValue = {
    kind: "instance",
    class: fileClass,
    args: [text(file)],
    kwargs: noKwargs,
    attributes: new Map(),
    origin: call.origin,
  };
  return made;
};

/** The text of an open file of the project; undefined for anything else. */
export const contents = (m: Machine, self: Value | undefined): string | undefined => {
  const forced = self === undefined ? undefined : m.force(self);
  if (forced?.kind !== "instance" || forced.class !== fileClass) return undefined;
  const path = pathText(m, forced.args[0] ?? none());
  const read = path === undefined ? undefined : m.readFile(path);
  return read === undefined || isUnreadable(read) || read.text.length > largest ? undefined : read.text;
};

const linesOf = (whole: string): string[] => whole.split(/(?<=\n)/u).filter((line) => line !== "");

const parseJson = (m: Machine, source: string | undefined, call: Parameters<Native>[1]): Value => {
  if (source === undefined) return unknownResult(m, call, "json.loads()");
  try {
    return fromPlain(JSON.parse(source), call.origin);
  } catch {
    return m.raise("json.decoder.JSONDecodeError", "the text is not JSON", call.origin);
  }
};

export const fileMember: NativeMember = (m, self, name) =>
  m.natives.functions.has(`io.TextIOWrapper.${name}`)
    ? { kind: "method", self, function: { kind: "builtin", name: `io.TextIOWrapper.${name}` } }
    : undefined;

const whole: Native = (m, call, self) => {
  const read = contents(m, self);
  return read === undefined ? unknownResult(m, call, "read()") : text(read, call.origin);
};

const lines: Native = (m, call, self) => {
  const read = contents(m, self);
  return read === undefined
    ? unknownResult(m, call, "readlines()")
    : list(
        linesOf(read).map((line) => text(line, call.origin)),
        call.origin,
      );
};

export const fileFunctions: Readonly<Record<string, Native>> = {
  open: openFile,
  "io.open": openFile,
  "codecs.open": openFile,
  "io.TextIOWrapper.read": whole,
  "io.TextIOWrapper.readlines": lines,
  "io.TextIOWrapper.__iter__": lines,
  "io.TextIOWrapper.close": () => none(),
  "io.TextIOWrapper.readline": (m, call, self) => {
    const read = contents(m, self);
    return read === undefined ? unknownResult(m, call, "readline()") : text(linesOf(read)[0] ?? "", call.origin);
  },
  "json.loads": (m, call) => parseJson(m, textArgument(m, call, 0), call),
  "json.load": (m, call) => parseJson(m, contents(m, call.args[0]), call),
  "json.dumps": (_m, call) => unknown("json.dumps() is not followed", call.origin),
  "io.StringIO": (m, call) => argument(m, call, 0) ?? text(""),
};
