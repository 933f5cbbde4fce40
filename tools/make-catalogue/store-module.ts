/** One module of a package to the facts that the catalogue keeps of it. */
import type {
  StoredClass,
  StoredEntry,
  StoredFunction,
  StoredModule,
  StoredNames,
  StoredValue,
} from "../../src/inspector/catalogue/stored-facts.ts";
import type { ClassTree, Expression, FunctionTree, Parameter } from "../../src/inspector/python/tree.ts";
import type { Bound, Library, LibraryModule, Table } from "./library.ts";
import { findImport, findName, type Found } from "./resolve.ts";
import { find, isEnum, type Scope, toArguments, toStored, whereOf } from "./store-value.ts";

const maxValueLength = 20_000;

const limited = (value: StoredValue): StoredValue =>
  JSON.stringify(value).length > maxValueLength ? { unknown: "it is too long for the catalogue" } : value;

const toParameters = (parameters: readonly Parameter[]): string[] => {
  const stored: string[] = [];
  parameters.forEach(({ name, kind, default: value }, index) => {
    const before = parameters[index - 1]?.kind;
    if (kind !== "positional" && before === "positional") stored.push("/");
    if (kind === "keyword" && before !== "keyword" && before !== "args") stored.push("*");
    const stars = kind === "args" ? "*" : kind === "kwargs" ? "**" : "";
    stored.push(`${stars}${name}${value === undefined ? "" : "="}`);
  });
  if (parameters.at(-1)?.kind === "positional") stored.push("/");
  return stored;
};

/** Methods whose parameters somebody asks for; of the others it matters that they are there. */
const asked = new Set(["__init__", "__new__", "__init_subclass__", "as_manager", "as_view"]);

const toFunction = (tree: FunctionTree, scope: Scope): StoredFunction => {
  const isMethod = scope.classes.length > 0;
  const decorators = tree.decorators.map((decorator) => toStored(decorator, scope));
  return {
    def: isMethod && !asked.has(tree.name) ? [] : toParameters(tree.parameters),
    line: tree.line,
    ...(tree.isAsync ? { async: true } : {}),
    ...(decorators.length === 0 ? {} : { decorators }),
  };
};

const isMemberName = (name: string): boolean => !name.startsWith("_");

const textOfLabel = (name: string): string =>
  name
    .replaceAll("_", " ")
    .toLowerCase()
    .replaceAll(/(^|[^a-z])([a-z])/gu, (_, before: string, letter: string) => before + letter.toUpperCase());

/** A member as the evaluator makes it: an instance with its name, value and label. */
const toMember = (entry: StoredValue, name: string, where: string, isChoices: boolean): StoredValue => {
  let value = entry;
  let label: StoredValue = textOfLabel(name);
  if (isChoices && value !== null && typeof value === "object" && "tuple" in value && value.tuple.length === 2) {
    const [first = null, second = null] = value.tuple;
    value = first;
    label = second;
  }
  const attributes = { _name_: name, _value_: value, name, value, ...(isChoices ? { label } : {}) };
  return { call: where, args: [entry], attributes };
};

const toClass = (tree: ClassTree, table: Table, qualname: string, scope: Scope): StoredClass => {
  const { module, library } = scope;
  const inner: Scope = { ...scope, classes: [{ table, qualname }, ...scope.classes] };
  const bases = tree.bases.filter(({ name }) => name === undefined).flatMap(({ value }) => toBases(value, scope));
  const keywords = toArguments(
    tree.bases.filter(({ name }) => name !== undefined),
    scope,
  ).kwargs;
  const decorators = tree.decorators.map((decorator) => toStored(decorator, scope));
  const found: Found = { kind: "bound", module, qualname, bound: { kind: "class", tree, names: table } };
  const names: Record<string, StoredEntry> = {};
  const members: string[] = [];
  const isEnumClass = isEnum(found, library);
  const isChoices = isEnumClass && tree.bases.some(({ value }) => "name" in value && value.name.endsWith("Choices"));
  for (const [name, bound] of table.own) {
    const entry = toEntry(bound, `${qualname}.${name}`, inner);
    if (entry === undefined) continue;
    if (isEnumClass && bound.kind === "value" && isMemberName(name)) {
      members.push(name);
      names[name] = toMember(toStored(bound.expression, inner), name, `${module.name}:${qualname}`, isChoices);
    } else names[name] = entry;
  }
  return {
    class: bases,
    line: tree.line,
    ...(tree.decoratorLine === undefined ? {} : { decoratorLine: tree.decoratorLine }),
    ...(keywords === undefined ? {} : { keywords }),
    ...(decorators.length === 0 ? {} : { decorators }),
    names,
    ...(members.length === 0 ? {} : { members }),
  };
};

const calleeName = (value: Expression): string | undefined =>
  value.kind === "call" && (value.callee.kind === "name" || value.callee.kind === "attribute") ? value.callee.name : undefined;

/** `with_metaclass(Meta, Base)` gives the bases after the first; a manager class made of a queryset counts as the manager's. */
const toBases = (value: Expression, scope: Scope): readonly StoredValue[] => {
  const name = calleeName(value);
  if (value.kind === "call" && name === "with_metaclass") return value.args.slice(1).flatMap((argument) => toBases(argument.value, scope));
  if (value.kind === "call" && name === "from_queryset" && value.callee.kind === "attribute") return toBases(value.callee.value, scope);
  const found = find(value, scope);
  return [found === undefined ? toStored(value, scope) : { ref: whereOf(found) }];
};

/** Undefined for what the catalogue leaves out. */
const toEntry = (bound: Bound, qualname: string, scope: Scope): StoredEntry | undefined => {
  const entry = toNow(bound, qualname, scope);
  return entry !== undefined && bound.kind !== "class" && dependsOnProject(entry) ? { later: entry } : entry;
};

/** Is some of it decided by the project? */
const dependsOnProject = (entry: StoredEntry): boolean => /"(?:if|when|compute)":\{"kind"/.test(JSON.stringify(entry));

const toNow = (bound: Bound, qualname: string, scope: Scope): StoredEntry | undefined => {
  if (bound.kind === "either") {
    const then = bound.body === undefined ? undefined : toNow(bound.body, qualname, scope);
    const orElse = bound.orElse === undefined ? undefined : toNow(bound.orElse, qualname, scope);
    return { if: bound.test, ...(then === undefined ? {} : { yes: then }), ...(orElse === undefined ? {} : { no: orElse }) };
  }
  if (bound.kind === "class") return toClass(bound.tree, bound.names, qualname, scope);
  if (bound.kind === "function") return toFunction(bound.tree, scope);
  if (bound.kind === "value") return qualname.endsWith("__all__") ? undefined : limited(toStored(bound.expression, scope));
  const found = findImport(scope.library, bound);
  return found.kind === "external" ? undefined : { ref: whereOf(found) };
};

const publicNames = (library: Library, module: LibraryModule, seen = new Set<string>()): readonly string[] => {
  if (seen.has(module.name)) return [];
  seen.add(module.name);
  const all = module.table.own.get("__all__");
  if (all?.kind === "value") {
    const stored = toStored(all.expression, { library, module, classes: [], depth: 0 });
    if (stored !== null && typeof stored === "object" && "list" in stored) return stored.list.filter((name) => typeof name === "string");
  }
  const inherited = module.table.stars.flatMap((star) => {
    const from = library.module(star);
    return from === undefined ? [] : publicNames(library, from, seen);
  });
  return [...new Set([...module.table.own.keys(), ...inherited])].filter((name) => !name.startsWith("_"));
};

const starNames = (library: Library, module: LibraryModule): StoredNames => {
  const names: Record<string, StoredEntry> = {};
  for (const star of module.table.stars) {
    const from = library.module(star);
    if (from === undefined) continue;
    for (const name of publicNames(library, from)) {
      const found = findName(library, from, name);
      if (found !== undefined && found.kind !== "external") names[name] = { ref: whereOf(found) };
    }
  }
  return names;
};

export const storeModule = (library: Library, module: LibraryModule): StoredModule => {
  const scope: Scope = { library, module, classes: [], depth: 0 };
  const names: Record<string, StoredEntry> = { ...starNames(library, module) };
  for (const [name, bound] of module.table.own) {
    const entry = toEntry(bound, name, scope);
    if (entry !== undefined) names[name] = entry;
  }
  return { file: module.file, names };
};
