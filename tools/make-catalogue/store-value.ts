/** Expressions to stored facts: constants computed, names followed to where they are defined, calls kept with their arguments. */
import type { Argument, Expression } from "../../src/inspector/python/tree.ts";
import type { StoredArguments, StoredValue, Where } from "../../src/inspector/catalogue/stored-facts.ts";
import type { Library, LibraryModule, Table } from "./library.ts";
import { isDecidedByProject } from "./decide.ts";
import { type Found, findAttribute, findImport, findName } from "./resolve.ts";

export interface Scope {
  readonly library: Library;
  readonly module: LibraryModule;
  /** The class bodies around the expression, innermost first, with their qualified names. */
  readonly classes: readonly { readonly table: Table; readonly qualname: string }[];
  /** Guards against values that refer to each other. */
  readonly depth: number;
}

const builtins = new Set(
  "object type str int float bool bytes list dict set frozenset tuple property staticmethod classmethod super len range print Exception ValueError TypeError KeyError AttributeError LookupError RuntimeError NotImplementedError ImportError OSError IOError Warning DeprecationWarning UserWarning PermissionError IndexError StopIteration ArithmeticError AssertionError NameError UnicodeError BaseException dir getattr setattr hasattr isinstance issubclass sorted reversed zip map filter enumerate min max sum any all abs round repr hash id iter next open vars callable format chr ord".split(
    " ",
  ),
);

/** Translations stand for their text. */
const translations =
  /^django\.utils\.translation\.(?:trans_null\.|trans_real\.)?(?:u?gettext(?:_lazy|_noop)?|_)$|^wagtail\.admin\.localization\.\w+$/;
const contextual = /^django\.utils\.translation\.n?pgettext(?:_lazy)?$/;

/** Calls of Python's own functions make plain values. */
const computing = /^builtins\.(?!property$|staticmethod$|classmethod$|object$)/;

const lookUp = (scope: Scope, name: string): Found | undefined => {
  const [inner] = scope.classes;
  const bound = inner?.table.own.get(name);
  if (inner !== undefined && bound !== undefined) {
    if (bound.kind === "import") return findImport(scope.library, bound);
    return { kind: "bound", module: scope.module, qualname: `${inner.qualname}.${name}`, bound };
  }
  return (
    findName(scope.library, scope.module, name) ??
    (builtins.has(name) || /^[A-Z]\w+(?:Error|Warning|Exception)$/.test(name) ? { kind: "external", path: `builtins.${name}` } : undefined)
  );
};

/** What a name or a dotted name stands for; undefined for other expressions and unknown names. */
export const find = (expression: Expression, scope: Scope): Found | undefined => {
  if (expression.kind === "name") return lookUp(scope, expression.name);
  /** `Generic[T]` is the class; what it is generic in says nothing about fields. */
  if (expression.kind === "subscript") {
    const of = find(expression.value, scope);
    return of?.kind === "external" || (of?.kind === "bound" && of.bound.kind === "class") ? of : undefined;
  }
  if (expression.kind !== "attribute") return undefined;
  const of = find(expression.value, scope);
  if (of === undefined) return undefined;
  if (whereOf(of) === "django.conf:settings") return { kind: "external", path: `django.conf.settings.${expression.name}` };
  return findAttribute(scope.library, of, expression.name);
};

export const whereOf = (found: Found): Where => {
  if (found.kind === "external") return found.path;
  return found.kind === "module" ? `${found.module.name}:` : `${found.module.name}:${found.qualname}`;
};

const isConstant = (value: StoredValue): value is null | boolean | string | number => value === null || typeof value !== "object";
const unknown = (because: string): StoredValue => ({ unknown: because });

/** Values are copied where they are used, except what has identity: classes, functions, modules, instances. */
const toFound = (found: Found, scope: Scope): StoredValue => {
  if (found.kind !== "bound" || found.bound.kind !== "value" || scope.depth > 20) return { ref: whereOf(found) };
  const where = isEnumMember(found, scope.library);
  if (where) return { ref: whereOf(found) };
  const value = toStored(found.bound.expression, { library: scope.library, module: found.module, classes: [], depth: scope.depth + 1 });
  if (isConstant(value) || "tuple" in value || "float" in value) return value;
  return { ref: whereOf(found) };
};

const enums = /^enum\.(?:Int|Str)?(?:Enum|Flag)$|^django\.db\.models\.enums:\w*Choices$|^django\.db\.models\.enums\.\w*Choices$/;

/** Does a class's bases lead to an enum? */
export const isEnum = (found: Found, library: Library, depth = 0): boolean => {
  if (enums.test(whereOf(found)) && depth > 0) return true;
  if (found.kind !== "bound" || found.bound.kind !== "class" || depth > 10) return false;
  const scope: Scope = { library, module: found.module, classes: [], depth: 0 };
  return found.bound.tree.bases.some(({ value }) => {
    const base = find(value, scope);
    return base !== undefined && isEnum(base, library, depth + 1);
  });
};

const isEnumMember = (found: Extract<Found, { kind: "bound" }>, library: Library): boolean => {
  const dot = found.qualname.lastIndexOf(".");
  if (dot === -1) return false;
  const owner = found.qualname.slice(0, dot);
  let holder: Found | undefined = { kind: "module", module: found.module };
  for (const part of owner.split(".")) holder = holder === undefined ? undefined : findAttribute(library, holder, part);
  return holder !== undefined && isEnum(holder, library);
};

export const toArguments = (args: readonly Argument[], scope: Scope): StoredArguments => {
  const positional: StoredValue[] = [];
  const named: Record<string, StoredValue> = {};
  let open: string | undefined;
  for (const { name, star, value } of args) {
    if (star !== undefined) open = "it is called with `*` or `**`";
    else if (name === undefined) positional.push(toStored(value, scope));
    else named[name] = toStored(value, scope);
  }
  return {
    ...(positional.length === 0 ? {} : { args: positional }),
    ...(Object.keys(named).length === 0 ? {} : { kwargs: named }),
    ...(open === undefined ? {} : { open }),
  };
};

const toCall = (expression: Extract<Expression, { kind: "call" }>, scope: Scope): StoredValue => {
  const found = find(expression.callee, scope);
  if (found === undefined) return unknown("a call that was not followed");
  const path = whereOf(found).replace(":", ".");
  const stored = toArguments(expression.args, scope);
  if (translations.test(path) && stored.args?.[0] !== undefined) return stored.args[0];
  if (contextual.test(path) && stored.args?.[1] !== undefined) return stored.args[1];
  if (/^builtins\.(tuple|list|set|frozenset)$/.test(path) && stored.args === undefined)
    return path === "builtins.tuple" ? { tuple: [] } : { list: [] };
  if (path === "builtins.dict" && stored.args === undefined && stored.open === undefined) {
    return { dict: Object.entries(stored.kwargs ?? {}).map(([key, value]) => [key, value] as const) };
  }
  if (computing.test(path)) return unknown("a computed value");
  return { call: whereOf(found), line: expression.line, ...stored };
};

/** A list that stands under a name is copied into the sum. */
const toOperand = (expression: Expression, scope: Scope): StoredValue => {
  const found = expression.kind === "name" ? find(expression, scope) : undefined;
  if (found?.kind !== "bound" || found.bound.kind !== "value" || found.bound.expression.kind === "name" || scope.depth > 20)
    return toStored(expression, scope);
  return toStored(found.bound.expression, { library: scope.library, module: found.module, classes: [], depth: scope.depth + 1 });
};

/** A list and what is added to it, known or not: its items stay what they are. */
const addToList = (left: StoredValue, right: StoredValue): StoredValue | undefined => {
  if (isConstant(left) || !("list" in left)) return undefined;
  if (!isConstant(right) && "list" in right)
    return {
      list: [...left.list, ...right.list],
      ...(left.open === undefined ? {} : { open: left.open }),
      ...(right.open === undefined ? {} : { open: right.open }),
    };
  if (!isConstant(right) && ("when" in right || "ref" in right || "call" in right))
    return { list: [...left.list, { spread: right }], ...(left.open === undefined ? {} : { open: left.open }) };
  return { list: left.list, open: "more items are computed" };
};

const toBinary = (op: string, left: StoredValue, right: StoredValue): StoredValue => {
  if (op === "+") {
    const added = addToList(left, right);
    if (added !== undefined) return added;
    if (typeof left === "string" && typeof right === "string") return left + right;
    if (typeof left === "number" && typeof right === "number") return left + right;
    if (!isConstant(left) && !isConstant(right) && "tuple" in left && "tuple" in right) return { tuple: [...left.tuple, ...right.tuple] };
  }
  if (typeof left === "number" && typeof right === "number") {
    if (op === "*") return left * right;
    if (op === "-") return left - right;
    if (op === "**") return left ** right;
  }
  return unknown("a computed value");
};

/** Text with other names of the module in it: a route with a prefix, a name with an app's label. */
const isPlainText = (text: Extract<Expression, { kind: "fstring" }>): boolean =>
  text.parts.every((part) => typeof part === "string" || (part.format === undefined && part.value.kind === "name"));

const toItems = (items: readonly Expression[], scope: Scope): { readonly items: StoredValue[]; readonly open: boolean } => {
  const stored: StoredValue[] = [];
  let open = false;
  for (const item of items) {
    if (item.kind !== "starred") stored.push(toStored(item, scope));
    else {
      const inner = toStored(item.value, scope);
      if (!isConstant(inner) && "list" in inner) stored.push(...inner.list);
      else if (!isConstant(inner) && "tuple" in inner) stored.push(...inner.tuple);
      else open = true;
    }
  }
  return { items: stored, open };
};

const opened = (open: boolean): { readonly open?: string } => (open ? { open: "more items come from elsewhere" } : {});

/** Never fails: what is not followed is `unknown`. */
export const toStored = (expression: Expression, scope: Scope): StoredValue => {
  switch (expression.kind) {
    case "string":
      return expression.value;
    case "bytes":
      return { bytes: expression.value };
    case "number":
      return expression.isFloat ? { float: expression.value } : expression.value;
    case "bigint":
      return { big: expression.value };
    case "constant":
      return expression.value;
    case "ellipsis":
      return { ellipsis: true };
    case "name":
    case "attribute": {
      const found = find(expression, scope);
      return found === undefined ? unknown("a name that was not followed") : toFound(found, scope);
    }
    case "call":
      return toCall(expression, scope);
    case "list":
    case "set": {
      const { items, open } = toItems(expression.items, scope);
      return expression.kind === "set" ? { set: items } : { list: items, ...opened(open) };
    }
    case "tuple": {
      const { items, open } = toItems(expression.items, scope);
      return open ? { list: items, ...opened(open) } : { tuple: items };
    }
    case "dict": {
      const entries = expression.entries.flatMap(({ key, value }) =>
        key === undefined ? [] : [[toStored(key, scope), toStored(value, scope)] as const],
      );
      return { dict: entries, ...opened(entries.length < expression.entries.length) };
    }
    case "binary":
      if (expression.op === "and" || expression.op === "or") return unknown("a computed value");
      return toBinary(expression.op, toOperand(expression.left, scope), toOperand(expression.right, scope));
    case "unary": {
      const value = toStored(expression.value, scope);
      if (expression.op === "-" && typeof value === "number") return -value;
      if (expression.op === "-" && !isConstant(value) && "float" in value) return { float: -value.float };
      return unknown("a computed value");
    }
    case "conditional":
      if (!isDecidedByProject(expression.test)) return unknown("a computed value");
      return { when: expression.test, yes: toStored(expression.then, scope), no: toStored(expression.otherwise, scope) };
    case "fstring":
      return isPlainText(expression) ? { compute: expression } : unknown("a computed value");
    case "lambda":
      return { ref: "builtins.lambda" };
    case "subscript": {
      if (expression.value.kind !== "name" && expression.value.kind !== "attribute") return unknown("a computed value");
      const found = find(expression, scope);
      return found === undefined ? unknown("a computed value") : { ref: whereOf(found) };
    }
    default:
      return unknown("a computed value");
  }
};
