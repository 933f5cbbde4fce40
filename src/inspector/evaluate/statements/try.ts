/**
 * `try` and `raise`. What surely raises (a missing first-party module, an unset environment variable, a missing key) goes
 * to the handler that Python would choose; else the body wins and its handlers are not run.
 */
import type { Completion, HandledType, Machine, Raised, Scope } from "../machine.ts";
import type { ExceptClause, Expression, Statement } from "../../python/tree.ts";
import type { Origin, Value } from "../value.ts";
import { unknown } from "../value.ts";
import { handles } from "../objects/exceptions.ts";
import { fork } from "../state/fork.ts";
import { bindName } from "../state/names.ts";
import { pathOf } from "../values/same.ts";
import { undecidedImport } from "./imports.ts";

type Try = Extract<Statement, { kind: "try" }>;

/** The exception types of one `except` clause. */
const handledTypes = (m: Machine, type: Expression | undefined, scope: Scope): HandledType[] => {
  if (type === undefined) return [{ path: "*" }];
  const value = m.force(m.evaluate(type, scope));
  const members: readonly Value[] = value.kind === "sequence" ? value.items : [value];
  return members.map((member) => {
    const forced = m.force(member);
    const path = pathOf(forced) ?? "?";
    return forced.kind === "class" ? { path, class: forced } : { path };
  });
};

export const runTry = (m: Machine, statement: Try, scope: Scope): Completion => {
  const { state } = m;
  const clauses = statement.handlers.map((clause) => ({ clause, types: handledTypes(m, clause.type, scope) }));
  const run = (): Completion => {
    const only = clauses.length === 1 ? clauses[0] : undefined;
    state.handlers.push(only?.types ?? clauses.flatMap((each) => each.types));
    const completion = m.run(statement.body, scope);
    state.handlers.pop();
    const { raised } = state;
    if (raised === undefined) return completion ?? (statement.orElse.length === 0 ? undefined : m.run(statement.orElse, scope));
    const handler = clauses.find((each) => each.types.some((type) => handles(m, type, raised)));
    if (handler === undefined) return completion;
    state.raised = undefined;
    return runHandler(m, handler.clause, raised, scope);
  };
  const importHandler = clauses.find((each) =>
    each.types.some((type) => type.path === "ImportError" || type.path === "ModuleNotFoundError"),
  );
  const why = importHandler === undefined ? undefined : undecidedImport(m, statement.body, scope);
  const completion =
    why === undefined || importHandler === undefined
      ? run()
      : fork(m, {
          because: why,
          sides: [run, () => runHandler(m, importHandler.clause, importError, scope)],
          frame: scope.frame,
        }).completion;
  if (statement.finally.length === 0) return completion;
  return runFinally(m, statement.finally, completion, scope);
};

const importError: Raised = { type: "ImportError", class: undefined, value: unknown("the exception is not followed") };

const runHandler = (m: Machine, clause: ExceptClause, raised: Raised, scope: Scope): Completion => {
  const { state } = m;
  if (clause.name !== undefined)
    bindName(m, scope, clause.name, { value: raised.value, origin: { file: scope.module.file, line: clause.line } });
  handling.set(m, raised);
  const completion = m.run(clause.body, scope);
  handling.delete(m);
  return state.raised === undefined ? completion : { kind: "raise" };
};

/** The exception that a running handler handles, for a bare `raise`. */
const handling = new WeakMap<Machine, Raised>();

const runFinally = (m: Machine, body: readonly Statement[], completion: Completion, scope: Scope): Completion => {
  const { raised } = m.state;
  m.state.raised = undefined;
  const last = m.run(body, scope);
  if (last !== undefined) return last;
  m.state.raised = raised;
  return completion;
};

export const runRaise = (m: Machine, statement: Extract<Statement, { kind: "raise" }>, scope: Scope): Completion => {
  const origin: Origin = { file: scope.module.file, line: statement.line };
  const raised = statement.value === undefined ? handling.get(m) : toRaised(m, m.force(m.evaluate(statement.value, scope)));
  if (raised === undefined) return { kind: "raise" };
  const caught = m.state.handlers.some((types) => types.some((type) => handles(m, type, raised)));
  if (caught) {
    m.state.raised = raised;
    return { kind: "raise" };
  }
  if (scope.kind !== "module" || m.state.because !== undefined) return { kind: "raise" };
  m.state.problems.push({
    file: origin.file,
    line: origin.line,
    code: "raises-when-imported",
    message: `Importing ${scope.module.name} raises ${raised.type} here under the known environment; what follows was read nevertheless.`,
  });
  return undefined;
};

const toRaised = (m: Machine, value: Value): Raised => {
  const type = value.kind === "instance" ? value.class : value;
  const path = pathOf(type) ?? "Exception";
  return { type: path, class: type.kind === "class" ? type : undefined, value };
};
