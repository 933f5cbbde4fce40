/** `os.environ` and `os.getenv` over the environment of the scan; never over DJDesk's own. */
import type { Call, Machine, Native } from "../machine.ts";
import type { Value } from "../value.ts";
import { noteGlobalChange } from "../state/deeds.ts";
import { argument, textArgument, unknownResult } from "../builtins/arguments.ts";
import { list, none, text, truthValue, tuple } from "../values/make.ts";

/** The variable's text, noting that the running statement read it; undefined (and what follows is inferred) when it is not set. */
export const readVariable = (m: Machine, name: string): string | undefined => {
  const { state } = m;
  if (state.envRead?.includes(name) !== true) (state.envRead ??= []).push(name);
  const value = state.env.get(name);
  if (value === undefined) state.taint ??= `${name} is not set: what holds without it was taken`;
  return value;
};

const notSet = (name: string): string => `the environment variable ${name} is not set`;

const get: Native = (m, call) => {
  const name = textArgument(m, call, 0, "key");
  if (name === undefined) return unknownResult(m, call, "os.environ.get()");
  const value = readVariable(m, name);
  return value === undefined ? (call.args[1] ?? call.kwargs.get("default") ?? none(call.origin)) : text(value, call.origin);
};

const getItem: Native = (m, call) => {
  const name = textArgument(m, call, 0);
  if (name === undefined) return unknownResult(m, call, "os.environ[…]");
  const value = readVariable(m, name);
  return value === undefined ? m.raise("KeyError", notSet(name), call.origin) : text(value, call.origin);
};

const set = (m: Machine, name: Value | undefined, value: Value | undefined): void => {
  if (name?.kind !== "constant" || value?.kind !== "constant" || typeof name.value !== "string" || m.state.because !== undefined) return;
  if (typeof value.value !== "string") return;
  noteGlobalChange();
  m.state.env.set(name.value, value.value);
};

const setDefault: Native = (m, call) => {
  const name = argument(m, call, 0);
  const value = argument(m, call, 1);
  if (name?.kind === "constant" && typeof name.value === "string" && m.state.env.has(name.value))
    return text(m.state.env.get(name.value) ?? "", call.origin);
  set(m, name, value);
  return value ?? none(call.origin);
};

const contains: Native = (m, call) => {
  const name = textArgument(m, call, 0);
  return name === undefined ? unknownResult(m, call, "os.environ") : truthValue(readVariable(m, name) !== undefined, call.origin);
};

/** All variables of the scan; that there are no others is assumed. */
const names = (m: Machine): string[] => {
  m.state.taint ??= "the environment was assumed to hold nothing else";
  return [...m.state.env.keys()].sort();
};

const pop: Native = (m, call: Call) => {
  const name = textArgument(m, call, 0);
  if (name === undefined) return unknownResult(m, call, "os.environ.pop()");
  const value = readVariable(m, name);
  if (value === undefined) return call.args[1] ?? m.raise("KeyError", notSet(name), call.origin);
  return text(value, call.origin);
};

export const environFunctions: Readonly<Record<string, Native>> = {
  "os.environ.get": get,
  "os.getenv": get,
  "os.environ.getb": get,
  "os.environ.__getitem__": getItem,
  "os.environ.__contains__": contains,
  "os.environ.__setitem__": (m, call) => {
    set(m, argument(m, call, 0), argument(m, call, 1));
    return none();
  },
  "os.environ.setdefault": setDefault,
  "os.environ.pop": pop,
  "os.environ.update": (m, call) => {
    const given = argument(m, call, 0);
    if (given?.kind === "dict") for (const entry of given.entries) set(m, entry.key, m.force(entry.value));
    return none();
  },
  "os.environ.keys": (m, call) =>
    list(
      names(m).map((name) => text(name)),
      call.origin,
    ),
  "os.environ.__iter__": (m, call) =>
    list(
      names(m).map((name) => text(name)),
      call.origin,
    ),
  "os.environ.values": (m, call) =>
    list(
      names(m).map((name) => text(m.state.env.get(name) ?? "")),
      call.origin,
    ),
  "os.environ.items": (m, call) =>
    list(
      names(m).map((name) => tuple([text(name), text(m.state.env.get(name) ?? "")])),
      call.origin,
    ),
  "os.environ.copy": () => ({ kind: "external", path: "os.environ" }),
  "os.putenv": (m, call) => {
    set(m, argument(m, call, 0), argument(m, call, 1));
    return none();
  },
};
