/**
 * Stored facts to the evaluator's values. A class's bases and names are made when first read: most classes of a module
 * are never looked at. References to other modules become lazy imports, which the evaluator follows like the others.
 */
import { Attributes } from "../evaluate/state/attributes.ts";
import type { Expression, Parameter } from "../python/tree.ts";
import type {
  Binding,
  ClassValue,
  ConstantValue,
  ExternalValue,
  FunctionValue,
  InstanceValue,
  Namespace,
  Origin,
  Value,
} from "../evaluate/value.ts";
import type {
  StoredArguments,
  StoredCall,
  StoredClass,
  StoredEntry,
  StoredFunction,
  StoredNames,
  StoredReached,
  StoredValue,
  Where,
} from "./stored-facts.ts";

/** Where the values being made stand. */
export interface Home {
  readonly module: string;
  readonly file: string;
  /** What a module of the catalogue binds to a qualified name. */
  find(module: string, qualname: string): Value | undefined;
  /** What an expression of the module gives in this project. */
  compute(expression: Expression): Value;
  /** Undefined: not decided. */
  test(expression: Expression): boolean | undefined;
}

const constant = (value: ConstantValue["value"], type: ConstantValue["type"]): ConstantValue => ({ kind: "constant", value, type });

const toConstant = (stored: null | boolean | string | number): ConstantValue => {
  if (stored === null) return constant(null, "none");
  if (typeof stored === "boolean") return constant(stored, "bool");
  return typeof stored === "string" ? constant(stored, "str") : constant(stored, "int");
};

interface Place {
  readonly module: string;
  readonly qualname: string;
}

const placeOf = (where: Where): Place | null => {
  const colon = where.indexOf(":");
  return colon === -1 ? null : { module: where.slice(0, colon), qualname: where.slice(colon + 1) };
};

const dottedPath = (where: Where): string => where.replace(":", ".");
const external = (where: Where): ExternalValue => ({ kind: "external", path: dottedPath(where) });
/** Begins the path of a text of which the catalogue keeps a digest. */
const PROSE = "prose.";
const python = "builtins.";
const settings = "django.conf.settings.";

/** Python's own names, settings of the project, and what is known by its path alone. */
const toOutside = (path: string): Value => {
  if (path.startsWith(python)) return { kind: "builtin", name: path.slice(python.length) };
  return path.startsWith(settings) ? { kind: "lazy", module: settings.slice(0, -1), name: path.slice(settings.length) } : external(path);
};

/** A module has no qualified name: `package.module:`. */
const toReference = (where: Where, home: Home): Value => {
  const place = placeOf(where);
  if (place === null) return toOutside(where);
  const { module, qualname } = place;
  if (qualname === "") return { kind: "lazy", module };
  if (!qualname.includes(".")) return { kind: "lazy", module, name: qualname };
  return home.find(module, qualname) ?? external(where);
};

const calledClass = (where: Where, home: Home): ClassValue | ExternalValue => {
  const place = placeOf(where);
  const found = place === null ? undefined : home.find(place.module, place.qualname);
  return found?.kind === "class" ? found : external(where);
};

const toArguments = (stored: StoredArguments, home: Home): Pick<InstanceValue, "args" | "kwargs" | "open"> => ({
  args: (stored.args ?? []).map((item) => toValue(item, home)),
  kwargs: new Map(Object.entries(stored.kwargs ?? {}).map(([name, item]) => [name, toValue(item, home)])),
  ...(stored.open === undefined ? {} : { open: stored.open }),
});

const toReached = (stored: StoredReached, home: Home): NonNullable<InstanceValue["reached"]> => ({
  path: stored.path,
  ...toArguments(stored, home),
});

const toInstance = (stored: StoredCall, home: Home): InstanceValue => {
  const attributes: Namespace = new Attributes();
  let called: ClassValue | ExternalValue | undefined;
  const made: InstanceValue = {
    kind: "instance",
    get class() {
      called ??= calledClass(stored.call, home);
      return called;
    },
    ...toArguments(stored, home),
    attributes,
    ...(stored.line === undefined ? {} : { origin: { file: home.file, line: stored.line } }),
    ...(stored.reached === undefined ? {} : { reached: toReached(stored.reached, home) }),
  };
  for (const [name, item] of Object.entries(stored.attributes ?? {})) attributes.set(name, { value: toValue(item, home), origins: [] });
  return made;
};

/** The values of one stored value, made anew: they are mutable. */
const toValue = (stored: StoredValue, home: Home): Value => {
  if (stored === null || typeof stored !== "object") return toConstant(stored);
  const all = (items: readonly StoredValue[]): Value[] => items.map((item) => toValue(item, home));
  if ("call" in stored) return toInstance(stored, home);
  if ("ref" in stored) return toReference(stored.ref, home);
  if ("list" in stored) return toList(stored.list, stored.open, home);
  if ("when" in stored) {
    const truth = home.test(stored.when);
    return truth === undefined ? undecided : toValue(truth ? stored.yes : stored.no, home);
  }
  if ("compute" in stored) return home.compute(stored.compute);
  if ("spread" in stored) return undecided;
  if ("tuple" in stored) return { kind: "sequence", type: "tuple", items: all(stored.tuple) };
  if ("set" in stored) return { kind: "sequence", type: "set", items: all(stored.set) };
  if ("dict" in stored) {
    const entries = stored.dict.map(([key, value]) => ({ key: toValue(key, home), value: toValue(value, home) }));
    return { kind: "dict", entries, ...opened(stored.open) };
  }
  if ("float" in stored) return constant(stored.float, "float");
  if ("big" in stored) return constant(BigInt(stored.big), "int");
  if ("bytes" in stored) return constant(stored.bytes, "bytes");
  if ("ellipsis" in stored) return constant(null, "ellipsis");
  if ("either" in stored) return { kind: "alternatives", options: all(stored.either), because: stored.because };
  if ("digest" in stored) return external(`${PROSE}${stored.digest}`);
  return { kind: "unknown", because: stored.unknown };
};

const undecided: Value = { kind: "unknown", because: "it depends on something that is not known" };

const toList = (stored: readonly StoredValue[], open: string | undefined, home: Home): Value => {
  const items: Value[] = [];
  let reason = open;
  for (const item of stored) {
    const isSpread = item !== null && typeof item === "object" && "spread" in item;
    const value = toValue(isSpread ? item.spread : item, home);
    if (!isSpread) items.push(value);
    else if (value.kind === "sequence") {
      items.push(...value.items);
      reason ??= value.open;
    } else reason ??= value.kind === "unknown" ? value.because : "more items come from elsewhere";
  }
  return { kind: "sequence", type: "list", items, ...opened(reason) };
};

const opened = (open: string | undefined): { readonly open?: string } => (open === undefined ? {} : { open });

const toParameters = (stored: readonly string[]): Parameter[] => {
  const parameters: Parameter[] = [];
  let isKeywordOnly = false;
  for (const text of stored) {
    if (text === "/") parameters.forEach((parameter, index) => (parameters[index] = { ...parameter, kind: "positional" }));
    else if (text === "*") isKeywordOnly = true;
    else if (text.startsWith("**")) parameters.push({ name: text.slice(2), kind: "kwargs" });
    else if (text.startsWith("*")) {
      parameters.push({ name: text.slice(1), kind: "args" });
      isKeywordOnly = true;
    } else {
      const kind = isKeywordOnly ? "keyword" : "normal";
      if (text.endsWith("=")) parameters.push({ name: text.slice(0, -1), kind, default: { kind: "unsupported", line: 1, text: "…" } });
      else parameters.push({ name: text, kind });
    }
  }
  return parameters;
};

/** A function without a body: `closure` is nothing, so the evaluator does not run it. */
const toFunction = (stored: StoredFunction, qualname: string, home: Home): FunctionValue => {
  const parameters = toParameters(stored.def);
  const name = qualname.slice(qualname.lastIndexOf(".") + 1);
  const { line } = stored;
  return {
    kind: "function",
    name,
    module: home.module,
    qualname,
    parameters,
    tree: {
      kind: "function",
      line,
      name,
      parameters,
      decorators: [],
      isAsync: stored.async === true,
      body: { start: 0, end: 0, line },
    },
    decorators: (stored.decorators ?? []).map((decorator) => toValue(decorator, home)),
    closure: undefined,
    origin: { file: home.file, line },
  };
};

/** An enum's members by name, the very objects that its names are bound to. */
const withMembers = (names: Namespace, members: readonly string[] | undefined): Namespace => {
  if (members === undefined) return names;
  const entries = members.flatMap((name) => {
    const member = names.get(name)?.value;
    return member === undefined ? [] : [{ key: constant(name, "str"), value: member }];
  });
  names.set("__members__", { value: { kind: "dict", entries }, origins: [] });
  return names;
};

const toClass = (stored: StoredClass, qualname: string, home: Home): ClassValue => {
  let bases: readonly Value[] | undefined;
  let namespace: Namespace | undefined;
  const entries = (record: Readonly<Record<string, StoredValue>> | undefined): Map<string, Value> =>
    new Map(Object.entries(record ?? {}).map(([name, item]) => [name, toValue(item, home)]));
  return {
    kind: "class",
    name: qualname.slice(qualname.lastIndexOf(".") + 1),
    module: home.module,
    qualname,
    catalogued: true,
    get bases() {
      bases ??= stored.class.map((base) => toValue(base, home));
      return bases;
    },
    get namespace() {
      if (namespace !== undefined) return namespace;
      namespace = new Map();
      fillNamespace(namespace, { names: stored.names, prefix: `${qualname}.`, home });
      return withMembers(namespace, stored.members);
    },
    keywords: entries(stored.keywords),
    decorators: (stored.decorators ?? []).map((decorator) => toValue(decorator, home)),
    origin: { file: home.file, line: stored.line },
    ...(stored.decoratorLine === undefined ? {} : { decoratorLine: stored.decoratorLine }),
    ...(stored.reached === undefined ? {} : { reached: toReached(stored.reached, home) }),
    ...(stored.internalType === undefined ? {} : { internalType: stored.internalType }),
    ...(stored.adminRoutes === undefined ? {} : { adminRoutes: stored.adminRoutes }),
  };
};

const lineOf = (entry: StoredEntry): number | undefined =>
  entry !== null && typeof entry === "object" && "line" in entry ? entry.line : undefined;

const toEntry = (entry: StoredEntry, qualname: string, home: Home): Value => {
  if (entry !== null && typeof entry === "object") {
    if ("class" in entry) return toClass(entry, qualname, home);
    if ("def" in entry) return toFunction(entry, qualname, home);
    if ("later" in entry) return toEntry(entry.later, qualname, home);
    if ("if" in entry) {
      const truth = home.test(entry.if);
      const side = truth === true ? entry.yes : entry.no;
      return truth === undefined || side === undefined ? (truth === undefined ? undecided : absent) : toEntry(side, qualname, home);
    }
  }
  return toValue(entry, home);
};

const absent: Value = { kind: "unknown", because: "it is not defined under the project's settings" };

/** A binding whose value is made when it is first read, and kept once it is decided. */
const laterBinding = (make: () => Value, origins: Origin[]): Binding => {
  let known: Value | undefined;
  return {
    get value() {
      if (known !== undefined) return known;
      const made = make();
      if (made.kind !== "unknown") known = made;
      return made;
    },
    set value(value) {
      known = value;
    },
    origins,
  };
};

export interface NamesToMake {
  readonly names: StoredNames;
  /** Qualified name of what holds them, with its dot, or empty. */
  readonly prefix: string;
  readonly home: Home;
}

/** The names of a module or class, in order: a value may name one that stands above it. */
export const fillNamespace = (namespace: Namespace, { names, prefix, home }: NamesToMake): void => {
  for (const [name, entry] of Object.entries(names)) {
    const line = lineOf(entry);
    const origins: Origin[] = line === undefined ? [] : [{ file: home.file, line }];
    if (entry !== null && typeof entry === "object" && "later" in entry)
      namespace.set(
        name,
        laterBinding(() => toEntry(entry, prefix + name, home), origins),
      );
    else namespace.set(name, { value: toEntry(entry, prefix + name, home), origins });
  }
};
