/** Evaluating expressions: one case a kind. */
import { FewEntries } from "../../../kit/few-entries.ts";
import type { Machine, Scope } from "../machine.ts";
import type { Argument, Expression } from "../../python/tree.ts";
import type { FunctionValue, Origin, Value } from "../value.ts";
import { unknown } from "../value.ts";
import { Closure } from "../calls/closure.ts";
import { noKwargs } from "../machine.ts";
import { assignTo } from "../statements/assign.ts";
import { bounded } from "../values/bounded.ts";
import { undecided, whyUnknown } from "../values/why.ts";
import { countThings, thingsForLookUp } from "../state/budget.ts";
import { pushItem, setSequence } from "../state/journal.ts";
import { lookUp } from "../state/names.ts";
import { bytes, dict, float, integer, list, none, sequence, text, truthValue } from "../values/make.ts";
import { either } from "../values/same.ts";
import { comprehend } from "./comprehension.ts";
import { formatString } from "./format.ts";
import { getItem, sliceOf } from "./items.ts";
import { operate, unary } from "./operators.ts";

const deepest = 400;

export const evaluate = (m: Machine, node: Expression, scope: Scope): Value => {
  const { state } = m;
  if (state.depth > deepest) return unknown("the expression nests too deeply");
  state.depth++;
  const value = bounded(evaluateNode(m, node, scope));
  state.depth--;
  return value;
};

let latest: Origin = { file: "", line: 0 };

/** Values that one line made share their origin. */
const at = ({ line }: Expression, { module: { file } }: Scope): Origin => {
  if (latest.line !== line || latest.file !== file) latest = { file, line };
  return latest;
};

const evaluateNode = (m: Machine, node: Expression, scope: Scope): Value => {
  switch (node.kind) {
    case "name":
      return lookUp(m, scope, node);
    case "string":
      return text(node.value, at(node, scope));
    case "attribute":
      return m.attribute(evaluate(m, node.value, scope), node.name);
    case "call":
      return evaluateCall(m, node, scope);
    case "constant":
      return node.value === null ? none(at(node, scope)) : truthValue(node.value, at(node, scope));
    case "number":
      return node.isFloat ? float(node.value, at(node, scope)) : integer(node.value, at(node, scope));
    case "list":
    case "tuple":
    case "set":
      return evaluateItems(m, node, scope);
    case "dict":
      return evaluateDict(m, node, scope);
    case "binary":
      return evaluateBinary(m, node, scope);
    case "subscript":
      return getItem(m, evaluate(m, node.value, scope), evaluate(m, node.index, scope), at(node, scope));
    case "fstring":
      return formatString(m, node, scope);
    case "unary":
      return unary(m, node.op, m.force(evaluate(m, node.value, scope)), at(node, scope));
    case "conditional":
      return evaluateConditional(m, node, scope);
    case "lambda":
      return makeLambda(m, node, scope);
    case "comprehension":
      return comprehend(m, node, scope);
    case "starred":
      return evaluate(m, node.value, scope);
    case "walrus": {
      const value = evaluate(m, node.value, scope);
      assignTo(m, node.target, value, scope);
      return value;
    }
    case "bytes":
      return bytes(node.value, at(node, scope));
    case "bigint":
      return integer(BigInt(node.value), at(node, scope));
    case "ellipsis":
      return { kind: "constant", value: null, type: "ellipsis", origin: at(node, scope) };
    case "slice":
      return sliceOf(
        node.start === undefined ? none() : evaluate(m, node.start, scope),
        node.stop === undefined ? none() : evaluate(m, node.stop, scope),
        node.step === undefined ? none() : evaluate(m, node.step, scope),
      );
    case "await":
      return node.value === undefined ? none() : evaluate(m, node.value, scope);
    case "yield": {
      yieldInto(m, node.value, scope);
      return unknown("what a generator is sent is not known", at(node, scope));
    }
    case "unsupported":
      return unknown(`${node.text.slice(0, 60)} is not understood`, at(node, scope));
  }
};

/** `yield`, or `yield from` for a starred value: kept in the frame for the list that the call gives. */
const yieldInto = (m: Machine, node: Expression | undefined, scope: Scope): void => {
  const value = node === undefined ? none() : evaluate(m, node.kind === "starred" ? node.value : node, scope);
  if (scope.frame === undefined) return;
  const yielded = (scope.frame.yielded ??= list([]));
  if (node?.kind !== "starred") return pushItem(m.state, yielded, value);
  const found = m.items(value);
  const open = yielded.open ?? (found === undefined ? whyUnknown(m.force(value)) : found.open);
  setSequence(m.state, yielded, { items: [...yielded.items, ...(found?.items ?? [])], open, maybe: yielded.maybe });
};

const evaluateItems = (m: Machine, node: Extract<Expression, { kind: "list" | "tuple" | "set" }>, scope: Scope): Value => {
  const items: Value[] = [];
  let open: string | undefined;
  for (let at = 0; at < node.items.length; at++) {
    const item = node.items[at];
    if (item === undefined) break;
    if (item.kind !== "starred") {
      items.push(evaluate(m, item, scope));
      continue;
    }
    const value = m.force(evaluate(m, item.value, scope));
    const more = m.items(value);
    for (const item of more?.items ?? []) items.push(item);
    open ??= more === undefined ? whyUnknown(value) : more.open;
  }
  return sequence(node.kind, items.slice(), at(node, scope), open);
};

const evaluateDict = (m: Machine, node: Extract<Expression, { kind: "dict" }>, scope: Scope): Value => {
  const made = dict([], at(node, scope));
  const index = new Map<unknown, number>();
  const put = (key: Value, value: Value): void => {
    const plain = key.kind === "constant" ? `${key.type}:${String(key.value)}` : undefined;
    const known = plain === undefined ? undefined : index.get(plain);
    if (known !== undefined) made.entries[known] = { key, value };
    else {
      if (plain !== undefined) index.set(plain, made.entries.length);
      made.entries.push({ key, value });
    }
  };
  for (const entry of node.entries) {
    if (entry.key !== undefined) {
      put(m.force(evaluate(m, entry.key, scope)), evaluate(m, entry.value, scope));
      continue;
    }
    const value = m.force(evaluate(m, entry.value, scope));
    if (value.kind === "dict") {
      countThings(m, thingsForLookUp * value.entries.length);
      for (const each of value.entries) put(each.key, each.value);
      if (value.open !== undefined) made.open ??= value.open;
    } else made.open ??= whyUnknown(value);
  }
  return made;
};

const evaluateConditional = (m: Machine, node: Extract<Expression, { kind: "conditional" }>, scope: Scope): Value => {
  const test = evaluate(m, node.test, scope);
  const known = m.truth(test);
  if (known !== undefined) return evaluate(m, known ? node.then : node.otherwise, scope);
  const then = evaluate(m, node.then, scope);
  const otherwise = evaluate(m, node.otherwise, scope);
  return either(then, otherwise, undecided(m.force(test), node.line));
};

const evaluateBinary = (m: Machine, node: Extract<Expression, { kind: "binary" }>, scope: Scope): Value => {
  const left = m.force(evaluate(m, node.left, scope));
  if (node.op === "and" || node.op === "or") {
    const known = m.truth(left);
    if (known === (node.op === "or")) return left;
    const right = evaluate(m, node.right, scope);
    if (known !== undefined) return right;
    const decided = m.truth(right);
    if (decided === (node.op === "or") && right.kind === "constant" && right.type === "bool") return right;
    return either(left, right, undecided(left, node.line));
  }
  return operate(m, node.op, [left, m.force(evaluate(m, node.right, scope))], at(node, scope));
};

const makeLambda = (m: Machine, node: Extract<Expression, { kind: "lambda" }>, scope: Scope): FunctionValue => {
  const closure = new Closure(scope.kind === "class" ? scope.parent : scope, scope);
  for (const parameter of node.parameters)
    if (parameter.default !== undefined) closure.defaults.set(parameter.name, evaluate(m, parameter.default, scope));
  return {
    kind: "function",
    name: "<lambda>",
    module: scope.module.name,
    qualname: scope.qualname === "" ? "<lambda>" : `${scope.qualname}.<lambda>`,
    parameters: node.parameters,
    tree: node,
    decorators: [],
    closure,
    origin: at(node, scope),
  };
};

const noArgs: readonly Value[] = [];

const isPositional = (argument: Argument): boolean => argument.star === undefined && argument.name === undefined;

/** One or two positional arguments, as most calls have, in an array of just their size; undefined for any others. */
const evaluateFew = (m: Machine, args: readonly Argument[], scope: Scope): Value[] | undefined => {
  const first = args[0];
  if (first === undefined || args.length > 2 || !isPositional(first)) return undefined;
  if (args.length === 1) return [evaluate(m, first.value, scope)];
  const second = args[1];
  return second !== undefined && isPositional(second) ? [evaluate(m, first.value, scope), evaluate(m, second.value, scope)] : undefined;
};

const evaluateCall = (m: Machine, node: Extract<Expression, { kind: "call" }>, scope: Scope): Value => {
  const callee = m.force(evaluate(m, node.callee, scope));
  const few = evaluateFew(m, node.args, scope);
  if (few !== undefined) return m.call(callee, { args: few, kwargs: noKwargs, origin: at(node, scope), scope });
  const args: Value[] = [];
  let kwargs: FewEntries<Value> | undefined;
  let open: string | undefined;
  for (let index = 0; index < node.args.length; index++) {
    const argument = node.args[index];
    if (argument === undefined) break;
    const value = evaluate(m, argument.value, scope);
    if (argument.star === undefined) {
      if (argument.name === undefined) args.push(value);
      else (kwargs ??= new FewEntries()).set(argument.name, value);
    } else {
      kwargs ??= new FewEntries();
      open ??= spread(m, argument, value, { args, kwargs });
    }
  }
  const call = { args: args.length === 0 ? noArgs : args.slice(), kwargs: kwargs ?? noKwargs, origin: at(node, scope), scope };
  return m.call(callee, open === undefined ? call : { ...call, open });
};

/** Adds `*value` or `**value` to the arguments; answers why more may be there. */
const spread = (m: Machine, argument: Argument, value: Value, into: { args: Value[]; kwargs: FewEntries<Value> }): string | undefined => {
  const forced = m.force(value);
  if (argument.star === 1) {
    const items = m.items(forced);
    if (items === undefined) return whyUnknown(forced);
    for (const item of items.items) into.args.push(item);
    return items.open;
  }
  if (forced.kind !== "dict") return whyUnknown(forced);
  for (const entry of forced.entries)
    if (entry.key.kind === "constant" && typeof entry.key.value === "string") into.kwargs.set(entry.key.value, entry.value);
  return forced.open;
};
