/** `configparser` over the project's own INI files. */
import type { Call, Machine, Native, NativeMember } from "../machine.ts";
import type { InstanceValue, Origin, Value } from "../value.ts";
import { unknown } from "../value.ts";
import { argument, textArgument, unknownResult } from "../builtins/arguments.ts";
import { absolute, pathText } from "../stdlib/path-value.ts";
import { dict, external, float, integer, list, none, text, truthValue, tuple } from "../values/make.ts";
import { castBoolean } from "./cast.ts";
import { parseIni, readTextFile, type Sections } from "./env-file.ts";
import { noteGlobalChange } from "../state/deeds.ts";

const path = "configparser.RawConfigParser";
const parserClass = external(path);
const contents = new WeakMap<object, Sections>();

const make: Native = (_m, call) => {
  const made: InstanceValue = {
    kind: "instance",
    class: parserClass,
    args: call.args,
    kwargs: call.kwargs,
    attributes: new Map(),
    origin: call.origin,
  };
  contents.set(made, new Map());
  return made;
};

const sectionsOf = (self: Value | undefined): Sections | undefined => (self === undefined ? undefined : contents.get(self));

const read: Native = (m, call, self) => {
  noteGlobalChange();
  const sections = sectionsOf(self);
  const given = argument(m, call, 0, "filenames");
  if (sections === undefined || given === undefined) return unknownResult(m, call, "read()");
  const names = given.kind === "sequence" ? given.items : [given];
  const done: Value[] = [];
  for (const name of names) {
    const file = pathText(m, name);
    const source = file === undefined ? undefined : readTextFile(m, absolute(m, file));
    if (source === undefined || file === undefined) continue;
    parseIni(source, sections);
    done.push(text(file));
  }
  return list(done, call.origin);
};

const readString: Native = (m, call, self) => {
  noteGlobalChange();
  const sections = sectionsOf(self);
  const source = textArgument(m, call, 0);
  if (sections !== undefined && source !== undefined) parseIni(source, sections);
  return none();
};

const readFile: Native = (m, call, self) => {
  noteGlobalChange();
  const sections = sectionsOf(self);
  const [file] = call.args;
  const source = file === undefined ? undefined : m.call(m.attribute(file, "read"), { args: [], kwargs: new Map(), origin: call.origin });
  if (sections !== undefined && source?.kind === "constant" && typeof source.value === "string") parseIni(source.value, sections);
  return none();
};

/** Options of one section as `str()` gives them; undefined when one of them is not known. */
const readSection = (m: Machine, call: Call, options: Value): ReadonlyMap<string, string> | undefined => {
  const given = m.force(options);
  if (given.kind !== "dict" || given.open !== undefined) return undefined;
  const found = new Map<string, string>();
  for (const { key, value } of given.entries) {
    const name = m.force(key);
    const written = m.call({ kind: "builtin", name: "str" }, { args: [m.force(value)], kwargs: new Map(), origin: call.origin });
    if (name.kind !== "constant" || written.kind !== "constant") return undefined;
    found.set(String(name.value).toLowerCase(), String(written.value));
  }
  return found;
};

const forget = (self: Value): Value => {
  contents.delete(self);
  return none();
};

/** What is not wholly known leaves nothing of the configuration known. */
const readDict: Native = (m, call, self) => {
  noteGlobalChange();
  const sections = sectionsOf(self);
  const given = argument(m, call, 0, "dictionary");
  if (sections === undefined || self === undefined) return none();
  if (given?.kind !== "dict" || given.open !== undefined) return forget(self);
  for (const { key, value } of given.entries) {
    const name = m.force(key);
    const options = readSection(m, call, value);
    if (name.kind !== "constant" || options === undefined) return forget(self);
    sections.set(String(name.value), new Map([...(sections.get(String(name.value)) ?? []), ...options]));
  }
  return none();
};

const stored = (sections: Sections, section: string, option: string): string | undefined => {
  const key = option.toLowerCase();
  const found = sections.get(section)?.get(key) ?? (sections.has(section) ? sections.get("DEFAULT")?.get(key) : undefined);
  return found
    ?.replaceAll(
      /%\((\w+)\)s/gu,
      (whole, name: string) => sections.get(section)?.get(name.toLowerCase()) ?? sections.get("DEFAULT")?.get(name.toLowerCase()) ?? whole,
    )
    .replaceAll("%%", "%");
};

const isUnset = (value: Value): boolean => value.kind === "external" && value.path === "configparser._UNSET";

type Convert = (value: string, origin: Origin) => Value | undefined;

const get =
  (convert: Convert): Native =>
  (m, call, self) => {
    const sections = sectionsOf(self);
    const section = textArgument(m, call, 0, "section");
    const option = textArgument(m, call, 1, "option");
    if (sections === undefined || section === undefined || option === undefined) return unknownResult(m, call, "config.get()");
    const value = stored(sections, section, option);
    if (value !== undefined) return convert(value, call.origin) ?? m.raise("ValueError", `${option} has no such value`, call.origin);
    const given = call.kwargs.get("fallback");
    const fallback = given === undefined ? undefined : m.force(given);
    if (fallback === undefined || isUnset(fallback))
      return m.raise(
        sections.has(section) ? "configparser.NoOptionError" : "configparser.NoSectionError",
        `no configuration file sets ${section}.${option}`,
        call.origin,
      );
    m.state.taint ??= `no configuration file sets ${section}.${option}: its default was taken`;
    return fallback;
  };

const toBoolean: Convert = (value, origin) => {
  const known = castBoolean(value);
  return known === undefined ? undefined : truthValue(known, origin);
};
const toInteger: Convert = (value, origin) => (/^\s*[+-]?\d+\s*$/u.test(value) ? integer(Number(value), origin) : undefined);
const toFloat: Convert = (value, origin) => (Number.isNaN(Number(value)) ? undefined : float(Number(value), origin));

const has =
  (test: (sections: Sections, section: string, option: string) => boolean): Native =>
  (m, call, self) => {
    const sections = sectionsOf(self);
    const section = textArgument(m, call, 0, "section");
    if (sections === undefined || section === undefined) return unknownResult(m, call, "has_option()");
    const known = test(sections, section, textArgument(m, call, 1, "option") ?? "");
    if (!known) m.state.taint ??= `no configuration file sets ${section}: what holds without it was taken`;
    return truthValue(known, call.origin);
  };

const sectionDict = (sections: Sections, section: string, origin: Origin): Value =>
  dict(
    [...new Map([...(sections.get("DEFAULT") ?? []), ...(sections.get(section) ?? [])]).keys()].map((option) => ({
      key: text(option),
      value: text(stored(sections, section, option) ?? "", origin),
    })),
    origin,
  );

const getSection: Native = (m, call, self) => {
  const sections = sectionsOf(self);
  const section = textArgument(m, call, 0);
  if (sections === undefined || section === undefined) return unknownResult(m, call, "config[…]");
  return sections.has(section)
    ? sectionDict(sections, section, call.origin)
    : m.raise("KeyError", `no configuration file has ${section}`, call.origin);
};

const items: Native = (m, call: Call, self) => {
  const sections = sectionsOf(self);
  const section = textArgument(m, call, 0);
  if (sections === undefined || section === undefined) return unknownResult(m, call, "items()");
  return list(
    [...(sections.get(section)?.keys() ?? [])].map((option) =>
      tuple([text(option), text(stored(sections, section, option) ?? "", call.origin)]),
    ),
    call.origin,
  );
};

const set = (m: Machine, call: Call, self: Value | undefined): Value => {
  const sections = sectionsOf(self);
  const [section, option, value] = [textArgument(m, call, 0), textArgument(m, call, 1), textArgument(m, call, 2)];
  if (sections !== undefined && section !== undefined && option !== undefined && value !== undefined)
    sections.get(section)?.set(option.toLowerCase(), value);
  return none();
};

const methods: Readonly<Record<string, Native>> = {
  read,
  read_string: readString,
  read_dict: readDict,
  read_file: readFile,
  readfp: readFile,
  get: get(text),
  getboolean: get(toBoolean),
  getint: get(toInteger),
  getfloat: get(toFloat),
  has_section: has((sections, section) => sections.has(section)),
  has_option: has((sections, section, option) => stored(sections, section, option) !== undefined),
  sections: (m, call, self) => {
    const sections = sectionsOf(self);
    return sections === undefined
      ? unknownResult(m, call, "sections()")
      : list(
          [...sections.keys()].filter((name) => name !== "DEFAULT").map((name) => text(name)),
          call.origin,
        );
  },
  options: (m, call, self) => {
    const sections = sectionsOf(self);
    const section = textArgument(m, call, 0);
    return sections === undefined || section === undefined
      ? unknownResult(m, call, "options()")
      : list(
          [...(sections.get(section)?.keys() ?? [])].map((name) => text(name)),
          call.origin,
        );
  },
  items,
  set,
  add_section: (m, call, self) => {
    const name = textArgument(m, call, 0);
    if (name !== undefined) sectionsOf(self)?.set(name, new Map());
    return none();
  },
  _convert_to_boolean: (m, call) => {
    const given = textArgument(m, call, 0);
    return (given === undefined ? undefined : toBoolean(given, call.origin)) ?? unknownResult(m, call, "a boolean");
  },
  __getitem__: getSection,
  __contains__: has((sections, section) => sections.has(section)),
};

export const configParserReaders: Readonly<Record<string, Native>> = {
  "configparser.ConfigParser": make,
  "configparser.RawConfigParser": make,
  "configparser.SafeConfigParser": make,
  "ConfigParser.ConfigParser": make,
  ...Object.fromEntries(Object.entries(methods).map(([name, run]) => [`${path}.${name}`, run])),
};

export const configParserMember: NativeMember = (m, self, name) =>
  m.natives.functions.has(`${path}.${name}`)
    ? { kind: "method", self, function: { kind: "builtin", name: `${path}.${name}` } }
    : unknown(`${path}.${name} is not modelled`);
