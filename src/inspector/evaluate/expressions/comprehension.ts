import type { Machine, Scope } from "../machine.ts";
import type { Expression } from "../../python/tree.ts";
import type { Value } from "../value.ts";

import { countStep, stepLimit } from "../state/budget.ts";
import { assignTo } from "../statements/assign.ts";
import { whyUnknown } from "../values/why.ts";
import { setItem } from "./items.ts";
import { dict, list, sequence } from "../values/make.ts";
import { equal } from "../values/same.ts";

type Comprehension = Extract<Expression, { kind: "comprehension" }>;

interface Gathered {
  readonly items: Value[];
  readonly pairs: { key: Value; value: Value }[];
  open: string | undefined;
}

const mostItems = 20_000;

/** Comprehensions and generator expressions: the list they would give; open where an iterable or condition is not known. */
export const comprehend = (m: Machine, node: Comprehension, scope: Scope): Value => {
  const inner: Scope = {
    kind: "function",
    names: new Map(),
    parent: scope.kind === "class" ? classView(scope) : scope,
    module: scope.module,
    qualname: scope.qualname,
    frame: scope.frame,
  };
  const gathered: Gathered = { items: [], pairs: [], open: undefined };
  turn(m, { node, scope: inner, gathered }, 0);
  const origin = { file: scope.module.file, line: node.line };
  if (node.type === "dict") {
    const made = dict([], origin, gathered.open);
    for (const { key, value } of gathered.pairs) setItem(m, made, key, value);
    return made;
  }
  if (node.type === "set") {
    const unique: Value[] = [];
    for (const item of gathered.items) if (!unique.some((known) => equal(known, item) === true)) unique.push(item);
    return sequence("set", unique, origin, gathered.open);
  }
  return list(gathered.items, origin, gathered.open);
};

/** The first iterable of a comprehension sees the class body; letting the whole of it do so hurts nobody. */
const classView = (scope: Scope): Scope => ({ ...scope, kind: "function" });

interface Work {
  readonly node: Comprehension;
  readonly scope: Scope;
  readonly gathered: Gathered;
}

/** False once there are too many items to go on. */
const turn = (m: Machine, work: Work, index: number): boolean => {
  const { node, scope, gathered } = work;
  const clause = node.clauses[index];
  if (clause === undefined) {
    if (countStep(m) > stepLimit(m) || gathered.items.length + gathered.pairs.length > mostItems) {
      gathered.open ??= "too many items";
      return false;
    }
    const value = m.evaluate(node.value, scope);
    if (node.key === undefined) gathered.items.push(value);
    else gathered.pairs.push({ key: m.force(m.evaluate(node.key, scope)), value });
    return true;
  }
  const iterable = m.force(m.evaluate(clause.iterable, scope));
  const found = m.items(iterable);
  if (found === undefined || found.open !== undefined) gathered.open ??= found?.open ?? whyUnknown(iterable);
  for (const item of found?.items ?? []) {
    assignTo(m, clause.target, item, scope);
    let taken: boolean | undefined = true;
    for (const condition of clause.conditions) {
      const test = m.evaluate(condition, scope);
      const known = m.truth(test);
      if (known === undefined) {
        taken = undefined;
        gathered.open ??= `a condition in line ${node.line} is not decided: ${whyUnknown(m.force(test))}`;
      }
      if (known === false) {
        taken = false;
        break;
      }
    }
    if (taken === true && !turn(m, work, index + 1)) return false;
  }
  return true;
};
