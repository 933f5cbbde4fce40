/** dj-database-url, django-configurations values, split-settings: further ways in which settings are written. */
import type { Call, Machine, Native, Scope } from "../machine.ts";
import { isUnreadable } from "../../files/project-files.ts";
import type { InstanceValue, ModuleValue, Value } from "../value.ts";
import { unknown } from "../value.ts";
import { textArgument, unknownResult } from "../builtins/arguments.ts";
import { readVariable } from "../stdlib/environ.ts";
import { absolute, parentOf, pathText } from "../stdlib/path-value.ts";
import { dict, external, isNone, isText, none, text } from "../values/make.ts";
import { castText } from "./cast.ts";
import { databaseFromUrl } from "./database-url.ts";

/** `engine=` stands for whatever the URL's scheme says. */
const withEngine = (m: Machine, database: Value, given: Value | undefined): Value => {
  const engine = given === undefined ? none() : m.force(given);
  if (database.kind !== "dict" || isNone(engine)) return database;
  const isEngine = (key: Value): boolean => isText(key) && key.value === "ENGINE";
  return dict(
    database.entries.map(({ key, value }) => ({ key, value: isEngine(key) ? engine : value })),
    database.origin,
    database.open,
  );
};

const configureDatabase: Native = (m, call) => {
  const name = textArgument(m, call, 0, "env") ?? "DATABASE_URL";
  const found = readVariable(m, name);
  const engine = call.args[2] ?? call.kwargs.get("engine");
  if (found !== undefined) return withEngine(m, databaseFromUrl(found, call.origin), engine);
  const given = call.args[1] ?? call.kwargs.get("default");
  const fallback = given === undefined ? undefined : m.force(given);
  if (fallback === undefined || isNone(fallback)) return dict([], call.origin);
  return isText(fallback)
    ? withEngine(m, databaseFromUrl(fallback.value, call.origin), engine)
    : unknown("the default database URL is not known", call.origin);
};

const parseDatabase: Native = (m, call) => {
  const url = textArgument(m, call, 0, "url");
  if (url === undefined) return unknownResult(m, call, "parse()");
  return withEngine(m, databaseFromUrl(url, call.origin), call.args[1] ?? call.kwargs.get("engine"));
};

const valueKinds: Readonly<Record<string, string>> = {
  Value: "str",
  BooleanValue: "bool",
  IntegerValue: "int",
  PositiveIntegerValue: "int",
  FloatValue: "float",
  ListValue: "list",
  TupleValue: "tuple",
  DictValue: "dict",
  EmailValue: "str",
  URLValue: "str",
  PathValue: "str",
  RegexValue: "str",
  SecretValue: "str",
  DatabaseURLValue: "db",
};

/** A `values.BooleanValue(True)` of a django-configurations class, by the name that it is bound to; undefined for anything else. */
export const configurationValue = (m: Machine, value: Value, name: string): Value | undefined => {
  if (value.kind !== "instance") return undefined;
  const path = value.class.kind === "external" ? value.class.path : `${value.class.module}.${value.class.qualname}`;
  const [, kindName] = /^configurations\.values\.(\w+)$/u.exec(path) ?? [];
  const kind = kindName === undefined ? undefined : valueKinds[kindName];
  if (kindName === undefined || kind === undefined) return undefined;
  const origin = value.origin ?? { file: "", line: 0 };
  const stated = value.kwargs.get("environ_name");
  const prefix = value.kwargs.get("environ_prefix");
  const base = stated !== undefined && isText(m.force(stated)) ? plainText(m, stated) : kind === "db" ? "DATABASE_URL" : name;
  const before = prefix === undefined ? (kind === "db" ? "" : "DJANGO_") : isText(m.force(prefix)) ? `${plainText(m, prefix)}_` : "";
  const isEnvironOff = value.kwargs.get("environ") !== undefined && m.truth(value.kwargs.get("environ") ?? none()) === false;
  const found = isEnvironOff ? undefined : readVariable(m, `${before}${base}`);
  const [given] = value.args;
  const fallback = given ?? value.kwargs.get("default");
  if (kind === "db") {
    const url = found ?? (fallback !== undefined && isText(m.force(fallback)) ? plainText(m, fallback) : undefined);
    return url === undefined
      ? unknown(`the environment variable ${before}${base} is not set`, origin)
      : dict([{ key: text("default"), value: databaseFromUrl(url, origin) }], origin);
  }
  if (found !== undefined) return castText(found, kind, origin) ?? unknown(`what ${kindName} makes of ${base} is not known`, origin);
  if (kindName === "SecretValue" || fallback === undefined)
    return kindName === "Value" && fallback === undefined
      ? none(origin)
      : unknown(`the environment variable ${before}${base} is not set`, origin);
  return fallback;
};

const plainText = (m: Machine, value: Value): string => {
  const forced = m.force(value);
  return isText(forced) ? forced.value : "";
};

/** `split_settings.tools.include("components/*.py")`: each file is run in the namespace of the caller. */
const include: Native = (m, call) => {
  const scope = moduleScope(call.scope);
  if (scope === undefined) return none();
  for (const given of call.args) {
    const value = m.force(given);
    const pattern = value.kind === "instance" && value.args[0] !== undefined ? pathText(m, value.args[0]) : pathText(m, value);
    if (pattern === undefined) scope.module.openStars.push("include() of a file that is not known");
    else for (const file of matching(m, absoluteFrom(m, scope, pattern))) runIncluded(m, file, scope, call);
  }
  return none();
};

const moduleScope = (scope: Scope | undefined): Scope | undefined => {
  for (let at = scope; at !== undefined; at = at.parent) if (at.kind === "module") return at;
  return undefined;
};

const absoluteFrom = (m: Machine, scope: Scope, pattern: string): string =>
  pattern.startsWith("/") ? pattern : absolute(m, `${parentOf(scope.module.file)}/${pattern}`);

const matching = (m: Machine, pattern: string): string[] => {
  if (!/[*?[]/u.test(pattern)) return m.options.files.isFile(pattern) ? [pattern] : [];
  const folder = parentOf(pattern);
  const name = pattern.slice(folder.length + 1);
  if (/[*?[]/u.test(folder)) return [];
  const matcher = new RegExp(
    `^${name
      .replaceAll(/[.+^$()|{}]/gu, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
    "u",
  );
  return m.options.files
    .children(folder)
    .filter((entry) => entry.kind === "file" && matcher.test(entry.name))
    .map((entry) => `${folder}/${entry.name}`);
};

const runIncluded = (m: Machine, file: string, scope: Scope, call: Call): void => {
  const read = m.readFile(file);
  if (isUnreadable(read)) {
    m.state.problems.push({ file: call.origin.file, line: call.origin.line, code: read.code, message: read.message });
    return;
  }
  const tree = m.options.parse.module(file, read);
  m.state.texts.set(file, read.text);
  const { module } = scope;
  const included: ModuleValue = {
    kind: "module",
    name: module.name,
    file,
    namespace: module.namespace,
    isPackage: module.isPackage,
    openStars: module.openStars,
  };
  m.run(tree.body, { ...scope, module: included });
};

const optional: Native = (_m, call): InstanceValue => ({
  kind: "instance",
  class: external("split_settings.tools.optional"),
  args: call.args,
  kwargs: call.kwargs,
  attributes: new Map(),
  origin: call.origin,
});

export const settingsReaders: Readonly<Record<string, Native>> = {
  "dj_database_url.config": configureDatabase,
  "dj_database_url.parse": parseDatabase,
  "split_settings.tools.include": include,
  "split_settings.tools.optional": optional,
};
