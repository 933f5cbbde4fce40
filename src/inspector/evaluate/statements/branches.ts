/** `if` and `match`: the branch that is known to be taken, or all that may be, merged. */
import type { Completion, Machine, Scope } from "../machine.ts";
import type { Pattern, Statement } from "../../python/tree.ts";
import type { Value } from "../value.ts";
import { fork } from "../state/fork.ts";
import type { Forked } from "../state/fork.ts";
import { bindName } from "../state/names.ts";
import { equal } from "../values/same.ts";
import { undecided } from "../values/why.ts";

type If = Extract<Statement, { kind: "if" }>;
type Match = Extract<Statement, { kind: "match" }>;

/** Runs a branch whose test rested on something assumed: what it binds is inferred too. */
const runAssumed = (m: Machine, why: string | undefined, run: () => Completion): Completion => {
  if (why === undefined) return run();
  const outer = m.state.assumed;
  m.state.assumed = outer ?? why;
  m.state.taint ??= why;
  const completion = run();
  m.state.assumed = outer;
  return completion;
};

export const runIf = (m: Machine, statement: If, scope: Scope, rest: () => Completion): Forked => {
  const test = m.evaluate(statement.test, scope);
  if (m.state.raised !== undefined) return { completion: { kind: "raise" }, restDone: false };
  const known = m.truth(test);
  if (known !== undefined) {
    const body = known ? statement.body : statement.orElse;
    if (body.length === 0) return { completion: undefined, restDone: false };
    const why = scope.kind === "module" ? m.state.taint : undefined;
    return { completion: runAssumed(m, why, () => m.run(body, scope)), restDone: false };
  }
  return fork(m, {
    because: undecided(m.force(test), statement.line),
    sides: [() => m.run(statement.body, scope), () => m.run(statement.orElse, scope)],
    frame: scope.frame,
    rest,
  });
};

export const runMatch = (m: Machine, statement: Match, scope: Scope): Completion => {
  const subject = m.force(m.evaluate(statement.subject, scope));
  return runCases(m, { statement, subject, scope }, 0);
};

interface Matching {
  readonly statement: Match;
  readonly subject: Value;
  readonly scope: Scope;
}

const runCases = (m: Machine, matching: Matching, from: number): Completion => {
  const { statement, subject, scope } = matching;
  const each = statement.cases[from];
  if (each === undefined) return undefined;
  let fits = matches(m, each.pattern, subject, scope);
  if (fits !== false && each.guard !== undefined) {
    const guard = m.truth(m.evaluate(each.guard, scope));
    fits = guard === false ? false : guard === undefined ? undefined : fits;
  }
  if (fits === true) return m.run(each.body, scope);
  if (fits === false) return runCases(m, matching, from + 1);
  return fork(m, {
    because: undecided(subject, statement.line),
    sides: [() => m.run(each.body, scope), () => runCases(m, matching, from + 1)],
    frame: scope.frame,
  }).completion;
};

const matches = (m: Machine, pattern: Pattern, subject: Value, scope: Scope): boolean | undefined => {
  switch (pattern.kind) {
    case "value":
      return equal(m.force(m.evaluate(pattern.value, scope)), subject);
    case "or": {
      let result: boolean | undefined = false;
      for (const option of pattern.patterns) {
        const fits = matches(m, option, subject, scope);
        if (fits === true) return true;
        if (fits === undefined) result = undefined;
      }
      return result;
    }
    case "capture":
      if (pattern.name !== undefined) bindName(m, scope, pattern.name, { value: subject, origin: { file: scope.module.file, line: 0 } });
      return true;
    case "other":
      return undefined;
  }
};
