/**
 * Names that an `if` binds. Where the project decides the test, both sides are kept with it. Where nobody can, the first
 * side counts, but for what is added to a list: then the list is open.
 */
import type { Expression } from "../../src/inspector/python/tree.ts";
import type { Bound, Table } from "./library.ts";

/** What was added to `base` to make `bound`, in order; undefined when it is no such sum. */
const additions = (bound: Bound | undefined, base: Bound | undefined): readonly Expression[] | undefined => {
  if (bound?.kind !== "value" || base?.kind !== "value") return undefined;
  const added: Expression[] = [];
  let at = bound.expression;
  for (; at !== base.expression; at = at.left) {
    if (at.kind !== "binary" || at.op !== "+") return undefined;
    added.unshift(at.right);
  }
  return added;
};

const sum = (parts: readonly Expression[], line: number): Expression =>
  parts.reduce<Expression>((left, right) => ({ kind: "binary", line, op: "+", left, right }), { kind: "list", line, items: [] });

const somewhere: Expression = { kind: "unsupported", line: 1, text: "" };

const choice = (test: Expression, then: Expression, otherwise: Expression): Expression => ({
  kind: "conditional",
  line: test.line,
  test,
  then,
  otherwise,
});

const plus = (base: Extract<Bound, { kind: "value" }>, right: Expression): Bound => ({
  ...base,
  expression: { kind: "binary", line: base.line, op: "+", left: base.expression, right },
});

/** A list that both sides only add to stays one list, with the additions under the test. */
const join = (
  test: Expression | undefined,
  base: Bound | undefined,
  then: Bound | undefined,
  orElse: Bound | undefined,
): Bound | undefined => {
  const [more, less] = [additions(then, base), additions(orElse, base)];
  if (base?.kind === "value" && more !== undefined && less !== undefined) {
    const { line } = base;
    return plus(base, test === undefined ? somewhere : choice(test, sum(more, line), sum(less, line)));
  }
  if (test === undefined) return then ?? orElse;
  return { kind: "either", test, ...(then === undefined ? {} : { body: then }), ...(orElse === undefined ? {} : { orElse }) };
};

type Bind = (table: Table) => void;

/** `test` undefined: it cannot be decided. */
export const bindEither = (table: Table, test: Expression | undefined, bindThen: Bind, bindElse: Bind): void => {
  const base = new Map(table.own);
  const then: Table = { own: new Map(base), stars: table.stars };
  const orElse: Table = { own: new Map(base), stars: table.stars };
  bindThen(then);
  bindElse(orElse);
  for (const name of new Set([...then.own.keys(), ...orElse.own.keys()])) {
    const [a, b] = [then.own.get(name), orElse.own.get(name)];
    const bound = a === b ? a : join(test, base.get(name), a, b);
    if (bound !== undefined) table.own.set(name, bound);
  }
};

/** A loop binds nothing that is known, but a list that it adds to is open. */
export const bindLoop = (table: Table, bindBody: Bind): void => {
  const inside: Table = { own: new Map(table.own), stars: [...table.stars] };
  bindBody(inside);
  for (const [name, base] of table.own) {
    const bound = inside.own.get(name);
    if (base.kind === "value" && bound !== base && additions(bound, base) !== undefined) table.own.set(name, plus(base, somewhere));
  }
};
