/** Running statements: one function a kind, and the block that counts steps and looks at `raised`. */
import type { Completion, Machine, Scope } from "../machine.ts";
import type { FunctionTree, Statement } from "../../python/tree.ts";
import { unknown } from "../value.ts";
import type { FunctionValue, Origin, Value } from "../value.ts";
import { Closure } from "../calls/closure.ts";
import { countStep, isSpent, stepLimit } from "../state/budget.ts";
import { noteGlobalChange } from "../state/deeds.ts";
import { bindName } from "../state/names.ts";
import { assign, augment, changedRoot, removeTarget } from "./assign.ts";
import { runIf, runMatch } from "./branches.ts";
import { runClass } from "./class.ts";
import { applyDecorators } from "./decorators.ts";
import { runFrom, runImport } from "./imports.ts";
import { runFor, runWhile } from "./loops.ts";
import { runRaise, runTry } from "./try.ts";
import { propertyOf } from "../objects/method-kind.ts";
import { runWith } from "./with.ts";

const breaks: Completion = { kind: "break" };
const continues: Completion = { kind: "continue" };
const raises: Completion = { kind: "raise" };

/** Runs a block; stops at the first statement that does not run to its end. */
export const runBlock = (m: Machine, body: readonly Statement[], scope: Scope, from = 0): Completion => {
  const { state } = m;
  for (let index = from; index < body.length; index++) {
    const statement = body[index];
    if (statement === undefined) break;
    if (countStep(m) > state.deadline) return tooLong;
    if (isSpent(m)) return stop(m, scope, statement.line);
    if (scope.kind === "module") {
      state.envRead = undefined;
      state.taint = state.assumed;
    }
    let completion: Completion;
    if (statement.kind === "if") {
      const next = index + 1;
      const forked = runIf(m, statement, scope, () => runBlock(m, body, scope, next));
      if (forked.restDone) return forked.completion;
      ({ completion } = forked);
    } else completion = runStatement(m, statement, scope);
    if (state.raised !== undefined) return raises;
    if (completion !== undefined) return completion;
  }
  return undefined;
};

const tooLong: Completion = { kind: "return", value: unknown("this code is followed only so far") };

const stop = (m: Machine, scope: Scope, line: number): Completion => {
  const { problems } = m.state;
  noteGlobalChange();
  if (!problems.some((problem) => problem.code === "too-much-to-evaluate"))
    problems.push({
      file: scope.module.file,
      line,
      code: "too-much-to-evaluate",
      message: `Reading stopped here after ${stepLimit(m)} steps; what follows is not known.`,
    });
  return { kind: "return", value: unknown("the scan's step limit was reached") };
};

const runStatement = (m: Machine, statement: Exclude<Statement, { kind: "if" }>, scope: Scope): Completion => {
  switch (statement.kind) {
    case "assign":
      assign(m, statement, scope);
      return undefined;
    case "expression":
      runExpression(m, statement, scope);
      return undefined;
    case "from":
      runFrom(m, statement, scope);
      return undefined;
    case "import":
      runImport(m, statement, scope);
      return undefined;
    case "function":
      runFunction(m, statement, scope);
      return undefined;
    case "class":
      runClass(m, statement, scope);
      return undefined;
    case "augment":
      augment(m, statement, scope);
      return undefined;
    case "for":
      return runFor(m, statement, scope);
    case "while":
      return runWhile(m, statement, scope);
    case "try":
      return runTry(m, statement, scope);
    case "with":
      return runWith(m, statement, scope);
    case "return":
      return {
        kind: "return",
        value: statement.value === undefined ? { kind: "constant", value: null, type: "none" } : m.evaluate(statement.value, scope),
      };
    case "raise":
      return runRaise(m, statement, scope);
    case "delete":
      for (const target of statement.targets) removeTarget(m, target, scope);
      return undefined;
    case "assert":
    case "pass":
      return undefined;
    case "global":
    case "nonlocal":
      declareOuter(scope, statement);
      return undefined;
    case "match":
      return runMatch(m, statement, scope);
    case "break":
      return breaks;
    case "continue":
      return continues;
  }
};

const runExpression = (m: Machine, statement: Extract<Statement, { kind: "expression" }>, scope: Scope): void => {
  const { value } = statement;
  if (value.kind === "string") return;
  m.evaluate(value, scope);
  if (value.kind !== "call" || value.callee.kind !== "attribute") return;
  changedRoot(m, value.callee.value, scope, { file: scope.module.file, line: statement.line });
};

const runFunction = (m: Machine, statement: FunctionTree, scope: Scope): void => {
  const origin: Origin = { file: scope.module.file, line: statement.line };
  const decorators: Value[] = statement.decorators.map((decorator) => m.evaluate(decorator, scope));
  const closure = new Closure(scope.kind === "class" ? scope.parent : scope, scope);
  for (const parameter of statement.parameters)
    if (parameter.default !== undefined) closure.defaults.set(parameter.name, m.evaluate(parameter.default, scope));
  const made: FunctionValue = {
    kind: "function",
    name: statement.name,
    module: scope.module.name,
    qualname: scope.qualname === "" ? statement.name : `${scope.qualname}.${statement.name}`,
    parameters: statement.parameters,
    tree: statement,
    decorators,
    closure,
    origin,
  };
  const value = propertyOf(m, decorators) ?? applyDecorators(m, made, decorators, scope);
  bindName(m, scope, statement.name, { value, origin });
};

/** Sends names to the module (`global`) or to the nearest enclosing function that has them (`nonlocal`). */
const declareOuter = (scope: Scope, { kind, names }: Extract<Statement, { kind: "global" | "nonlocal" }>): void => {
  if (scope.kind === "module") return;
  scope.outer ??= new Map();
  for (const name of names) {
    let target = scope.module.namespace;
    for (let outer = kind === "nonlocal" ? scope.parent : undefined; outer !== undefined; outer = outer.parent)
      if (outer.kind === "function" && outer.names.has(name)) {
        target = outer.names;
        break;
      }
    scope.outer.set(name, target);
  }
};
