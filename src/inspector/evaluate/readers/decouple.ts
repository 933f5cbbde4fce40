/** `python-decouple`: environment first, then `settings.ini` or `.env` above the caller, then the default. */
import type { Call, Machine, Native } from "../machine.ts";
import type { Value } from "../value.ts";
import { textArgument, unknownResult } from "../builtins/arguments.ts";
import { readVariable } from "../stdlib/environ.ts";
import { absolute, parentOf, pathText } from "../stdlib/path-value.ts";
import { external, isText, list, text, truthValue, tuple } from "../values/make.ts";
import { opaqueInstance } from "../values/opaque-instance.ts";
import { castBoolean, castWith } from "./cast.ts";
import { parseIni, readEnvFile, readTextFile, searchUp, type Sections } from "./env-file.ts";

type Repository = ReadonlyMap<string, string>;

const repositories = new WeakMap<object, Repository>();

const readRepository = (m: Machine, file: string | undefined): Repository => {
  if (file !== undefined && !file.endsWith(".ini")) return readEnvFile(m, file) ?? new Map();
  const source = file === undefined ? undefined : readTextFile(m, file);
  if (source === undefined) return new Map();
  const sections: Sections = new Map();
  parseIni(source, sections);
  return sections.get("settings") ?? new Map();
};

const automatic = (m: Machine, call: Call): Repository => {
  const folder = call.scope === undefined ? "/" : parentOf(call.scope.module.file);
  return readRepository(m, searchUp(m, folder, ["settings.ini", ".env"]));
};

const look = (m: Machine, call: Call, repository: Repository): Value => {
  const name = textArgument(m, call, 0, "option");
  if (name === undefined) return unknownResult(m, call, "config()");
  const stored = repository.get(name) ?? repository.get(name.toLowerCase());
  const found = m.state.env.has(name) || stored === undefined ? readVariable(m, name) : stored;
  const fallback = call.args[1] ?? call.kwargs.get("default");
  if (found === undefined && fallback === undefined)
    return m.raise("decouple.UndefinedValueError", `the environment variable ${name} is not set`, call.origin);
  const value = found === undefined ? fallback : text(found, call.origin);
  const cast = call.args[2] ?? call.kwargs.get("cast");
  if (value === undefined || cast === undefined) return value ?? unknownResult(m, call, "config()");
  const target = m.force(cast);
  const given = m.force(value);
  if (target.kind === "builtin" && target.name === "bool") {
    if (isText(given)) {
      const known = castBoolean(given.value);
      return known === undefined ? m.raise("ValueError", "this is no boolean", call.origin) : truthValue(known, call.origin);
    }
    const known = m.truth(given);
    return known === undefined ? given : truthValue(known, call.origin);
  }
  if (given.kind === "constant" && given.type === "none" && found === undefined && target.kind === "builtin") return given;
  return castWith(m, value, cast, call);
};

const csvClass = external("decouple.Csv");

const applyCsv: Native = (m, call, self) => {
  if (self?.kind !== "instance") return unknownResult(m, call, "Csv()");
  const given = textArgument(m, call, 0);
  if (given === undefined) return unknownResult(m, call, "Csv()");
  const delimiter = self.kwargs.get("delimiter");
  const separator = delimiter !== undefined && isText(m.force(delimiter)) ? textOf(m, delimiter) : ",";
  const cast = self.args[0] ?? self.kwargs.get("cast");
  const parts = given
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== "");
  const items = parts.map((part) => castWith(m, text(part, call.origin), cast, call));
  const post = self.kwargs.get("post_process");
  const after = post === undefined ? undefined : m.force(post);
  return after?.kind === "builtin" && after.name === "tuple" ? tuple(items, call.origin) : list(items, call.origin);
};

const textOf = (m: Machine, value: Value): string => {
  const forced = m.force(value);
  return isText(forced) ? forced.value : "";
};

/** `Config(RepositoryEnv(path))` and `AutoConfig(search_path=…)`. */
const makeConfig: Native = (m, call) => {
  const made = {
    kind: "instance",
    class: external("decouple.Config"),
    args: call.args,
    kwargs: call.kwargs,
    attributes: new Map(),
    origin: call.origin,
  } as const;
  const [given] = call.args;
  const source = given === undefined ? undefined : m.force(given);
  const path = source?.kind === "instance" ? source.args[0] : (call.kwargs.get("search_path") ?? source);
  const known = path === undefined ? undefined : pathText(m, path);
  if (known !== undefined) {
    const at = absolute(m, known);
    repositories.set(made, readRepository(m, m.options.files.isFile(at) ? at : searchUp(m, at, ["settings.ini", ".env"])));
  }
  return made;
};

export const decoupleReaders: Readonly<Record<string, Native>> = {
  "decouple.config": (m, call) => look(m, call, automatic(m, call)),
  "decouple.Config": makeConfig,
  "decouple.AutoConfig": makeConfig,
  "decouple.Config.__call__": (m, call, self) =>
    look(m, call, (self === undefined ? undefined : repositories.get(self)) ?? automatic(m, call)),
  "decouple.RepositoryEnv": opaqueInstance("decouple.RepositoryEnv"),
  "decouple.RepositoryIni": opaqueInstance("decouple.RepositoryIni"),
  "decouple.Csv": (_m, call) => ({
    kind: "instance",
    class: csvClass,
    args: call.args,
    kwargs: call.kwargs,
    attributes: new Map(),
    origin: call.origin,
  }),
  "decouple.Csv.__call__": applyCsv,
  "decouple.Choices": (m, call) => unknownResult(m, call, "Choices()"),
  "decouple.strtobool": (m, call) => {
    const known = castBoolean(textArgument(m, call, 0) ?? "?");
    return known === undefined ? unknownResult(m, call, "strtobool()") : truthValue(known, call.origin);
  },
  "distutils.util.strtobool": (m, call) => {
    const known = castBoolean(textArgument(m, call, 0) ?? "?");
    return known === undefined
      ? unknownResult(m, call, "strtobool()")
      : { kind: "constant", value: known ? 1 : 0, type: "int", origin: call.origin };
  },
};
