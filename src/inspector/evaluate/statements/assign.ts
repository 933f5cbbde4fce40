/** Assignment to names, attributes, items, and unpacking. */
import { noKwargs } from "../machine.ts";
import type { Machine, Scope } from "../machine.ts";
import type { Expression, Statement } from "../../python/tree.ts";
import type { Origin, Value } from "../value.ts";
import { unknown } from "../value.ts";
import { setOnField } from "../django/set-on-field.ts";
import { operate } from "../expressions/operators.ts";
import { deleteItem, setItem } from "../expressions/items.ts";
import { pushItems, setBinding, setSequence, setDict, setItems } from "../state/journal.ts";
import { bindLocal, bindName, namespaceFor, noteChange } from "../state/names.ts";
import { bounded } from "../values/bounded.ts";
import { list } from "../values/make.ts";
import { whyUnknown } from "../values/why.ts";

type Assign = Extract<Statement, { kind: "assign" }>;

export const assign = (m: Machine, statement: Assign, scope: Scope): void => {
  if (statement.value === undefined) {
    annotate(m, statement, scope);
    return;
  }
  const value = m.evaluate(statement.value, scope);
  if (statement.annotation !== undefined && scope.kind === "class") annotate(m, statement, scope);
  const only = statement.targets[0];
  if (statement.targets.length === 1 && only?.kind === "name") {
    if (scope.kind === "function") {
      bindLocal(m, scope, only, value);
      return;
    }
    const origin: Origin = { file: scope.module.file, line: statement.line };
    const keep = scope.kind === "module" && scope.names.has(only.name) && mentions(statement.value, only.name);
    bindName(m, scope, only.name, { value, origin, keep });
    return;
  }
  for (const target of statement.targets) assignTo(m, target, value, scope);
};

/** `name: type` in a class body: kept in `__annotations__`, for dataclasses and settings classes. */
const annotate = (m: Machine, statement: Assign, scope: Scope): void => {
  const [target] = statement.targets;
  if (scope.kind !== "class" || target?.kind !== "name") return;
  const origin: Origin = { file: scope.module.file, line: statement.line };
  const known = scope.names.get("__annotations__")?.value;
  const entry = {
    key: { kind: "constant", value: target.name, type: "str" } as const,
    value: unknown("annotations are not evaluated", origin),
  };
  if (known?.kind === "dict") setDict(m.state, known, { entries: [...known.entries, entry], open: undefined });
  else setBinding(m.state, scope.names, "__annotations__", { value: { kind: "dict", entries: [entry] }, origins: [origin] });
};

/** Does the expression read this name? Only a chain of origins hangs on it, so calls and containers are looked into, not lambdas. */
const mentions = (node: Expression, name: string): boolean => {
  switch (node.kind) {
    case "name":
      return node.name === name;
    case "binary":
      return mentions(node.left, name) || mentions(node.right, name);
    case "list":
    case "tuple":
    case "set":
      return node.items.some((item) => mentions(item, name));
    case "starred":
    case "attribute":
      return mentions(node.value, name);
    case "dict":
      return node.entries.some((entry) => mentions(entry.value, name));
    case "call":
      return node.args.some((argument) => mentions(argument.value, name));
    case "conditional":
      return mentions(node.then, name) || mentions(node.otherwise, name);
    case "comprehension":
      return node.clauses.some((clause) => mentions(clause.iterable, name));
    default:
      return false;
  }
};

export const assignTo = (m: Machine, target: Expression, value: Value, scope: Scope): void => {
  if (target.kind === "name" && scope.kind === "function") {
    bindLocal(m, scope, target, value);
    return;
  }
  const origin: Origin = { file: scope.module.file, line: target.line };
  if (target.kind === "name") bindName(m, scope, target.name, { value, origin });
  else if (target.kind === "attribute") {
    if (!setOnField(m, target.value, { name: target.name, value, origin }, scope))
      m.setAttribute(m.evaluate(target.value, scope), target.name, value, origin);
  } else if (target.kind === "subscript") {
    const index = m.evaluate(target.index, scope);
    if (target.value.kind === "attribute" && target.value.name === "__dict__" && index.kind === "constant")
      m.setAttribute(m.evaluate(target.value.value, scope), String(index.value), value, origin);
    else setItem(m, m.evaluate(target.value, scope), index, value);
    changedRoot(m, target.value, scope, origin);
  } else if (target.kind === "list" || target.kind === "tuple") unpack(m, target.items, value, scope);
  else if (target.kind === "starred") assignTo(m, target.value, value, scope);
};

const unpack = (m: Machine, targets: readonly Expression[], value: Value, scope: Scope): void => {
  const items = m.items(value);
  if (items === undefined || items.open !== undefined) {
    const why = items?.open ?? "the value that is unpacked is not known";
    for (const target of targets) assignTo(m, target, unknown(why, { file: scope.module.file, line: target.line }), scope);
    return;
  }
  const star = targets.findIndex((target) => target.kind === "starred");
  const after = star < 0 ? 0 : targets.length - star - 1;
  targets.forEach((target, index) => {
    if (index === star) {
      assignTo(m, target, list(items.items.slice(star, items.items.length - after)), scope);
      return;
    }
    const at = star >= 0 && index > star ? items.items.length - (targets.length - index) : index;
    assignTo(m, target, items.items[at] ?? unknown("there are too few values to unpack"), scope);
  });
};

export const augment = (m: Machine, statement: Extract<Statement, { kind: "augment" }>, scope: Scope): void => {
  const { target } = statement;
  const origin: Origin = { file: scope.module.file, line: statement.line };
  const before = m.force(m.evaluate(target, scope));
  const operand = m.force(m.evaluate(statement.value, scope));
  if (before.kind === "alternatives" && before.options.every((option) => option.kind === "sequence"))
    for (const option of before.options) extendInPlace(m, option, operand, statement.op);
  if (extendInPlace(m, before, operand, statement.op)) {
    changedRoot(m, target, scope, origin);
    if (target.kind === "name" && !namespaceFor(scope, target.name).has(target.name))
      bindName(m, scope, target.name, { value: before, origin });
    return;
  }
  const value = bounded(operate(m, statement.op, [before, operand], origin));
  if (target.kind === "name") bindName(m, scope, target.name, { value, origin, keep: scope.kind !== "function" });
  else {
    assignTo(m, target, value, scope);
  }
};

/** `list += iterable`, `set |= set`, `dict |= dict` change the object itself; true when done. */
const extendInPlace = (m: Machine, target: Value, operand: Value, op: string): boolean => {
  if (target.kind === "sequence" && target.type === "list" && op === "+") {
    const more = m.items(operand);
    const why = more === undefined ? whyUnknown(operand) : more.open;
    const maybe = operand.kind === "sequence" ? operand.maybe : undefined;
    if (more !== undefined && why === undefined && maybe === undefined && more.items !== target.items) {
      pushItems(m.state, target, more.items);
      return true;
    }
    setSequence(m.state, target, {
      items: [...target.items, ...(more?.items ?? [])],
      open: target.open ?? why,
      maybe: maybe === undefined ? target.maybe : [...(target.maybe ?? []), ...maybe],
    });
    return true;
  }
  if (target.kind === "external" && op === "+") {
    const native = m.natives.functions.get(`${target.path}.__iadd__`);
    native?.(m, { args: [operand], kwargs: noKwargs, origin: operand.origin ?? { file: "", line: 0 } }, target);
    return native !== undefined;
  }
  if (target.kind === "sequence" && target.type === "set" && op === "|" && operand.kind === "sequence") {
    const joined = operate(m, "|", [target, operand], target.origin);
    if (joined.kind === "sequence") setItems(m.state, target, joined.items);
    return joined.kind === "sequence";
  }
  if (target.kind === "dict" && op === "|" && operand.kind === "dict") {
    const joined = operate(m, "|", [target, operand], target.origin);
    if (joined.kind === "dict") setDict(m.state, target, { entries: joined.entries, open: joined.open });
    return joined.kind === "dict";
  }
  return false;
};

/** The name at the root of `A.b["c"]` was changed in place: its chain gets this statement. */
export const changedRoot = (m: Machine, node: Expression, scope: Scope, origin: Origin): void => {
  let root = node;
  while (root.kind === "attribute" || root.kind === "subscript") root = root.value;
  if (root.kind === "name" && scope.kind === "module") noteChange(m, scope, root.name, origin);
};

export const removeTarget = (m: Machine, target: Expression, scope: Scope): void => {
  if (target.kind === "name") setBinding(m.state, namespaceFor(scope, target.name), target.name, undefined);
  else if (target.kind === "subscript") {
    deleteItem(m, m.evaluate(target.value, scope), m.evaluate(target.index, scope));
    changedRoot(m, target.value, scope, { file: scope.module.file, line: target.line });
  } else if (target.kind === "tuple" || target.kind === "list") for (const item of target.items) removeTarget(m, item, scope);
  else if (target.kind === "attribute") {
    const holder = m.force(m.evaluate(target.value, scope));
    if (holder.kind === "instance") setBinding(m.state, holder.attributes, target.name, undefined);
    if (holder.kind === "class" || holder.kind === "module") setBinding(m.state, holder.namespace, target.name, undefined);
  }
};
