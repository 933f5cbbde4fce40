/**
 * The few expressions by which entry files (manage.py, wsgi.py, asgi.py) name a settings module. They run before
 * settings exist, so this reads them with nothing but the file's own names, the given environment and the fact that
 * no test command runs: `sys.argv` holds none of the words that such files ask for.
 */
import type { Argument, Expression } from "../../python/tree.ts";

/** `undefined`: not known from the file alone. */
export type EntryValue = string | boolean | null | undefined;

export interface EntryScope {
  readonly names: ReadonlyMap<string, EntryValue>;
  readonly env: Readonly<Record<string, string>>;
}

/** Dotted text of a chain of names (`os.environ.get`), else null. */
export const dottedName = (expression: Expression): string | null => {
  if (expression.kind === "name") return expression.name;
  if (expression.kind !== "attribute") return null;
  const left = dottedName(expression.value);
  return left === null ? null : `${left}.${expression.name}`;
};

export const argumentAt = (args: readonly Argument[], index: number, name: string): Expression | undefined =>
  args.find((argument) => argument.name === name)?.value ??
  args.filter((argument) => argument.name === undefined && argument.star === undefined)[index]?.value;

/** Does the expression ask what was typed on the command line? */
const asksArguments = (expression: Expression): boolean => JSON.stringify(expression).includes('"name":"argv"');

const environmentRead = (callee: string, args: readonly Argument[], scope: EntryScope): EntryValue => {
  if (!/(?:^|\.)(?:environ\.get|getenv|config|env|env\.str|environ\.setdefault)$/.test(callee)) return undefined;
  const key = argumentAt(args, 0, "key");
  const name = key === undefined ? undefined : entryValue(key, scope);
  if (typeof name !== "string") return undefined;
  const fallback = argumentAt(args, 1, "default");
  return scope.env[name] ?? (fallback === undefined ? null : entryValue(fallback, scope));
};

const formatted = (expression: Extract<Expression, { kind: "fstring" }>, scope: EntryScope): EntryValue => {
  let text = "";
  for (const part of expression.parts) {
    const value = typeof part === "string" ? part : entryValue(part.value, scope);
    if (typeof value !== "string") return undefined;
    text += value;
  }
  return text;
};

const called = (expression: Extract<Expression, { kind: "call" }>, scope: EntryScope): EntryValue => {
  const callee = dottedName(expression.callee);
  if (callee !== null) {
    const read = environmentRead(callee, expression.args, scope);
    if (read !== undefined) return read;
  }
  if (expression.callee.kind !== "attribute") return undefined;
  const subject = entryValue(expression.callee.value, scope);
  if (typeof subject !== "string") return undefined;
  switch (expression.callee.name) {
    case "lower":
      return subject.toLowerCase();
    case "upper":
      return subject.toUpperCase();
    case "strip":
      return subject.trim();
    case "format": {
      const values = expression.args.map((argument) => entryValue(argument.value, scope));
      if (values.some((value) => typeof value !== "string")) return undefined;
      let next = 0;
      return subject.replace(/\{(\w*)\}/g, (_, key: string) => {
        const index = expression.args.findIndex((argument) => argument.name === key);
        return String(values[index >= 0 ? index : /^\d+$/.test(key) ? Number(key) : next++]);
      });
    }
    default:
      return undefined;
  }
};

const combined = (expression: Extract<Expression, { kind: "binary" }>, scope: EntryScope): EntryValue => {
  const left = entryValue(expression.left, scope);
  if (expression.op === "or") return left === undefined ? undefined : left ? left : entryValue(expression.right, scope);
  if (expression.op === "and") return left === undefined ? undefined : left ? entryValue(expression.right, scope) : left;
  const right = entryValue(expression.right, scope);
  if (expression.op === "%" && typeof left === "string" && typeof right === "string") return left.replace("%s", right);
  if (left === undefined || right === undefined) return undefined;
  if (expression.op === "+") return typeof left === "string" && typeof right === "string" ? left + right : undefined;
  if (expression.op === "==" || expression.op === "is") return left === right;
  if (expression.op === "!=" || expression.op === "is not") return left !== right;
  return undefined;
};

/** What the expression is in an entry file. */
export const entryValue = (expression: Expression, scope: EntryScope): EntryValue => {
  switch (expression.kind) {
    case "string":
      return expression.value;
    case "constant":
      return expression.value;
    case "name":
      return scope.names.get(expression.name);
    case "fstring":
      return formatted(expression, scope);
    case "call":
      return called(expression, scope);
    case "subscript": {
      if (!/(?:^|\.)environ$/.test(dottedName(expression.value) ?? "")) return undefined;
      const key = entryValue(expression.index, scope);
      return typeof key === "string" ? scope.env[key] : undefined;
    }
    case "conditional": {
      const test = entryTest(expression.test, scope);
      return test === undefined ? undefined : entryValue(test ? expression.then : expression.otherwise, scope);
    }
    case "unary": {
      const value = expression.op === "not" ? entryTest(expression.value, scope) : undefined;
      return value === undefined ? undefined : !value;
    }
    case "binary":
      return asksArguments(expression) && !["and", "or"].includes(expression.op) ? expression.op === "not in" : combined(expression, scope);
    default:
      return undefined;
  }
};

/** Truth of a condition in an entry file; undefined when both ways are possible. */
export const entryTest = (expression: Expression, scope: EntryScope): boolean | undefined => {
  const value = entryValue(expression, scope);
  if (value !== undefined) return Boolean(value);
  return asksArguments(expression) ? false : undefined;
};
