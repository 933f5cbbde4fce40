/** `django-environ` (`environ.Env`) and `environs` (`environs.Env`), which ask alike: `env.bool("DEBUG", default=False)`. */
import type { Call, Machine, Native, NativeMember } from "../machine.ts";
import type { InstanceValue, Value } from "../value.ts";
import { unknown } from "../value.ts";
import { textArgument, unknownResult } from "../builtins/arguments.ts";
import { readVariable } from "../stdlib/environ.ts";
import { absolute, joinPaths, makePath, parentOf, pathText } from "../stdlib/path-value.ts";
import { external, isText, none } from "../values/make.ts";
import { castText, castWith } from "./cast.ts";
import { loadEnvFile } from "./dotenv.ts";

const kinds = [
  "str",
  "unicode",
  "bytes",
  "bool",
  "int",
  "float",
  "json",
  "list",
  "tuple",
  "dict",
  "url",
  "path",
  "db",
  "db_url",
  "dj_db_url",
  "cache",
  "cache_url",
  "dj_cache_url",
  "email",
  "email_url",
  "dj_email_url",
  "search_url",
  "channels",
  "channels_url",
  "timedelta",
  "decimal",
  "date",
  "datetime",
  "uuid",
  "enum",
];
const defaultNames: Readonly<Record<string, string>> = {
  db: "DATABASE_URL",
  db_url: "DATABASE_URL",
  cache: "CACHE_URL",
  cache_url: "CACHE_URL",
  email: "EMAIL_URL",
  email_url: "EMAIL_URL",
  search_url: "SEARCH_URL",
  channels: "CHANNELS_URL",
  channels_url: "CHANNELS_URL",
};

const isNotSet = (m: Machine, value: Value): boolean => {
  const forced = m.force(value);
  return forced.kind === "external" && forced.path.endsWith(".NOTSET");
};

/** `Env(DEBUG=(bool, False))`: the cast and default that the helper was made with. */
const scheme = (m: Machine, self: InstanceValue, name: string): { cast?: Value; fallback?: Value } => {
  const given = self.kwargs.get(name);
  if (given === undefined) return {};
  const forced = m.force(given);
  const [cast, fallback] = forced.kind === "sequence" ? forced.items : [forced];
  return { ...(cast === undefined ? {} : { cast }), ...(fallback === undefined ? {} : { fallback }) };
};

const prefixOf = (m: Machine, self: InstanceValue): string => {
  const set = self.attributes.get("prefix")?.value ?? self.attributes.get("_prefix")?.value;
  const forced = set === undefined ? undefined : m.force(set);
  return isText(forced) ? forced.value : "";
};

const ask =
  (kind: string): Native =>
  (m, call, self) => {
    if (self?.kind !== "instance") return unknownResult(m, call, "env()");
    const name = textArgument(m, call, 0, "var") ?? textArgument(m, call, 0, "name") ?? defaultNames[kind];
    if (name === undefined) return unknownResult(m, call, "env()");
    const isEnvirons = self.class.kind === "external" && self.class.path.startsWith("environs.");
    const planned = scheme(m, self, name);
    const position = kind === "__call__" ? (isEnvirons ? 1 : 2) : 1;
    const given =
      call.kwargs.get("default") ??
      (call.args[position] !== undefined && (kind === "__call__" || isEnvirons || kind !== "list") ? call.args[position] : undefined);
    const fallback = given === undefined || isNotSet(m, given) ? planned.fallback : given;
    const cast =
      call.kwargs.get("cast") ??
      call.kwargs.get("subcast") ??
      (kind === "__call__" && !isEnvirons ? call.args[1] : undefined) ??
      planned.cast;
    const found = readVariable(m, `${prefixOf(m, self)}${name}`);
    if (found === undefined) return withoutVariable(m, { kind, name, fallback, call });
    if (kind === "__call__" && cast !== undefined)
      return castWith(m, { kind: "constant", value: found, type: "str", origin: call.origin }, cast, call);
    return castText(found, kind, call.origin) ?? unknown(`what ${kind} makes of ${name} is not known`, call.origin);
  };

interface Missing {
  readonly kind: string;
  readonly name: string;
  readonly fallback: Value | undefined;
  readonly call: Call;
}

/** The default; those that helpers parse (`env.db(default="sqlite:///x")`) are parsed. */
const withoutVariable = (m: Machine, { kind, name, fallback, call }: Missing): Value => {
  if (fallback === undefined)
    return m.raise("django.core.exceptions.ImproperlyConfigured", `the environment variable ${name} is not set`, call.origin);
  const forced = m.force(fallback);
  if (isText(forced) && !["str", "unicode", "url", "path", "__call__", "json"].includes(kind))
    return castText(forced.value, kind, call.origin) ?? unknown(`what ${kind} makes of the default is not known`, call.origin);
  return forced;
};

const readEnv: Native = (m, call, self) => {
  const given =
    call.args[self === undefined || self.kind === "instance" || self.kind === "external" ? 0 : 1] ??
    call.kwargs.get("env_file") ??
    call.kwargs.get("path");
  const overwrite = call.kwargs.get("overwrite") ?? call.kwargs.get("override");
  loadEnvFile(m, call, { path: given, overwrite: overwrite !== undefined && m.truth(overwrite) === true });
  return none(call.origin);
};

const makeEnv: Native = (_m, call) => ({
  kind: "instance",
  class: external("environ.Env"),
  args: call.args,
  kwargs: call.kwargs,
  attributes: new Map(),
  origin: call.origin,
});
const makeEnvirons: Native = (_m, call) => ({
  kind: "instance",
  class: external("environs.Env"),
  args: call.args,
  kwargs: new Map(),
  attributes: new Map(),
  origin: call.origin,
});

/** `environ.Path(__file__) - 2`: a path that is called to go down and subtracted from to go up. */
const makeEnvironPath: Native = (m, call) => {
  const parts = call.args.map((part) => pathText(m, part)).filter((part) => part !== undefined);
  return parts.length < call.args.length ? unknownResult(m, call, "environ.Path()") : environPath(absolute(m, joinPaths(parts)), call);
};

const environPath = (path: string, call: Call): InstanceValue => ({ ...makePath(path, call.origin), class: external("environ.Path") });

const ownPath = (self: Value | undefined): string | undefined => {
  const [first] = self?.kind === "instance" ? self.args : [];
  return isText(first) ? first.value : undefined;
};

const methods: Record<string, Native> = {};
for (const path of ["environ.Env", "environs.Env", "environs.EnvMeta"]) {
  for (const kind of kinds) methods[`${path}.${kind}`] = ask(kind);
  methods[`${path}.__call__`] = ask("__call__");
  methods[`${path}.get_value`] = ask("__call__");
  methods[`${path}.read_env`] = readEnv;
  methods[`${path}.read_envfile`] = readEnv;
  methods[`${path}.seal`] = () => none();
}

export const environReaders: Readonly<Record<string, Native>> = {
  ...methods,
  "environ.Env": makeEnv,
  "environ.FileAwareEnv": makeEnv,
  "environ.environ.Env": makeEnv,
  "environs.Env": makeEnvirons,
  "environs.FileAwareEnv": makeEnvirons,
  "environ.Path": makeEnvironPath,
  "environ.Path.path": (m, call, self) => {
    const own = ownPath(self);
    const parts = call.args.map((part) => pathText(m, part)).filter((part) => part !== undefined);
    return own === undefined ? unknownResult(m, call, "environ.Path") : environPath(joinPaths([own, ...parts]), call);
  },
  "environ.Path.__call__": (m, call, self) => {
    const own = ownPath(self);
    const parts = call.args.map((part) => pathText(m, part)).filter((part) => part !== undefined);
    return own === undefined || parts.length < call.args.length
      ? unknownResult(m, call, "environ.Path")
      : { kind: "constant", value: joinPaths([own, ...parts]), type: "str", origin: call.origin };
  },
  "environ.Path.__sub__": (m, call, self) => {
    const own = ownPath(self);
    const [up] = call.args;
    const steps = up === undefined ? undefined : m.force(up);
    if (own === undefined || steps?.kind !== "constant" || typeof steps.value !== "number") return unknownResult(m, call, "environ.Path");
    let path = own;
    for (let step = 0; step < steps.value; step++) path = parentOf(path);
    return environPath(path, call);
  },
};

const envMember =
  (path: string): NativeMember =>
  (m, self, name) =>
    m.natives.functions.has(`${path}.${name}`)
      ? { kind: "method", self, function: { kind: "builtin", name: `${path}.${name}` } }
      : unknown(`${path}.${name} is not modelled`);

export const environMembers: Readonly<Record<string, NativeMember>> = {
  "environ.Path": (m, self, name) => {
    if (name === "root" || name === "__str__") return { kind: "constant", value: ownPath(self) ?? "", type: "str" };
    return m.natives.functions.has(`environ.Path.${name}`)
      ? { kind: "method", self, function: { kind: "builtin", name: `environ.Path.${name}` } }
      : undefined;
  },
  "environ.Env": envMember("environ.Env"),
  "environs.Env": envMember("environs.Env"),
};
