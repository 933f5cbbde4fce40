/** `for` and `while`: known items one by one; what cannot be known is run once as a branch that may not be taken. */
import type { Completion, Machine, Scope } from "../machine.ts";
import type { Statement } from "../../python/tree.ts";
import { unknown } from "../value.ts";
import type { Value } from "../value.ts";
import { fork } from "../state/fork.ts";
import { assignTo } from "./assign.ts";
import { undecided, whyUnknown } from "../values/why.ts";

type For = Extract<Statement, { kind: "for" }>;
type While = Extract<Statement, { kind: "while" }>;

const mostIterations = 5_000;
const mostWhile = 500;

export const runFor = (m: Machine, statement: For, scope: Scope): Completion => {
  const iterable = m.evaluate(statement.iterable, scope);
  if (m.state.raised !== undefined) return { kind: "raise" };
  const found = m.items(iterable);
  const items = found === undefined ? [] : [...found.items];
  let open = found === undefined ? whyUnknown(m.force(iterable)) : found.open;
  if (items.length > mostIterations) {
    items.length = mostIterations;
    open ??= `the loop in line ${statement.line} runs over more than ${mostIterations} items`;
  }
  for (const item of items) {
    const completion = once(m, statement, { item, scope });
    if (completion?.kind === "break") return undefined;
    if (completion !== undefined && completion.kind !== "continue") return completion;
  }
  if (open !== undefined) {
    const why = open;
    const forked = fork(m, {
      because: why,
      sides: [() => settle(once(m, statement, { item: unknown(why), scope })), () => undefined],
      frame: scope.frame,
    });
    if (forked.completion !== undefined) return forked.completion;
  }
  return statement.orElse.length === 0 ? undefined : m.run(statement.orElse, scope);
};

const once = (m: Machine, statement: For, turn: { item: Value; scope: Scope }): Completion => {
  if (statement.target.kind === "name" || turn.item.kind !== "unknown") assignTo(m, statement.target, turn.item, turn.scope);
  else assignTo(m, statement.target, turn.item, turn.scope);
  return m.run(statement.body, turn.scope);
};

/** A jump inside a branch that may not be taken ends that branch, not the loop. */
const settle = (completion: Completion): Completion =>
  completion?.kind === "break" || completion?.kind === "continue" ? undefined : completion;

export const runWhile = (m: Machine, statement: While, scope: Scope): Completion => {
  for (let turn = 0; turn < mostWhile; turn++) {
    const test = m.evaluate(statement.test, scope);
    if (m.state.raised !== undefined) return { kind: "raise" };
    const known = m.truth(test);
    if (known === false) return statement.orElse.length === 0 ? undefined : m.run(statement.orElse, scope);
    if (known === undefined)
      return fork(m, {
        because: undecided(m.force(test), statement.line),
        sides: [() => settle(m.run(statement.body, scope)), () => undefined],
        frame: scope.frame,
      }).completion;
    const completion = m.run(statement.body, scope);
    if (completion?.kind === "break") return undefined;
    if (completion !== undefined && completion.kind !== "continue") return completion;
  }
  return undefined;
};
