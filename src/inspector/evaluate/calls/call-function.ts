/** Calling a function of the project: its body is parsed on first call and run in a new frame. */
import type { Call, Forced, Frame, Machine, Scope } from "../machine.ts";
import type { Statement } from "../../python/tree.ts";
import type { BuiltinValue, FunctionValue, SequenceValue, Unknown, Value } from "../value.ts";
import { unknown } from "../value.ts";
import { isTypeCreation } from "../objects/metaclass.ts";
import { list, none } from "../values/make.ts";
import { either } from "../values/same.ts";
import { countStep, isTooCostly, withinCall, withinFunction } from "../state/budget.ts";
import { refuseRevision } from "../state/readings.ts";
import { bindArguments } from "./bind-arguments.ts";
import { Closure } from "./closure.ts";
import { isRecorded } from "../django/recorded-functions.ts";
import { opaque } from "./opaque.ts";

const bodies = new WeakMap<object, readonly Statement[]>();
const deepestCall = 60;

const bodyOf = (m: Machine, fn: FunctionValue): readonly Statement[] | undefined => {
  if (fn.tree.kind !== "function") return undefined;
  const known = bodies.get(fn.tree);
  if (known !== undefined) return known;
  refuseRevision(`the body of ${fn.qualname} is read`, fn.origin?.file);
  const source = fn.origin === undefined ? undefined : m.state.texts.get(fn.origin.file);
  if (source === undefined) return undefined;
  const body = m.options.parse.body(fn.tree, source);
  bodies.set(fn.tree, body);
  return body;
};

const typeNew: BuiltinValue = { kind: "builtin", name: "type.__new__" };

/** How many calls are running, by machine. */
const running = new WeakMap<Machine, { depth: number; readonly active: Map<object, number> }>();

/** True when the function's code is here and is to be followed. */
export const hasBody = (fn: FunctionValue): boolean => fn.closure instanceof Closure && !isRecorded(fn);

/** Packages have copies of six's `with_metaclass()`, which makes a class only to unmake it. */
const WITH_METACLASS = "six.with_metaclass";
const isWithMetaclass = ({ name, parameters }: FunctionValue): boolean =>
  name === "with_metaclass" && parameters.length === 2 && parameters[1]?.kind === "args";

export const callFunction = (m: Machine, fn: FunctionValue, call: Call, self: Value | undefined): Forced => {
  const { closure } = fn;
  if (isWithMetaclass(fn)) return m.call({ kind: "builtin", name: WITH_METACLASS }, call);
  if (!(closure instanceof Closure) || isRecorded(fn))
    return fn.name === "__new__" && isTypeCreation(m, call) ? m.call(typeNew, call) : opaque(m, fn, call, self);
  let level = running.get(m);
  if (level === undefined) {
    level = { depth: 0, active: new Map() };
    running.set(m, level);
  }
  if (level.depth >= deepestCall) return unknown(`${fn.qualname} calls too deeply`, call.origin);
  const times = level.active.get(fn.tree) ?? 0;
  if (times > 0 && m.state.because !== undefined)
    return unknown(`${fn.qualname} calls itself under a test that is not decided`, call.origin);
  const notFollowed = (): Unknown => unknown(`${fn.qualname} takes too long to follow`, call.origin);
  if (isTooCostly(m, fn.tree)) return notFollowed();
  const frame: Frame = { maybeReturned: [], yielded: undefined, owner: closure.owner, self: self ?? call.args[0] };
  const module = closure.definedIn.module;
  const scope: Scope = {
    kind: "function",
    names: bindArguments(m, fn, call, self),
    parent: closure.scope,
    module,
    qualname: `${fn.qualname}.<locals>`,
    frame,
  };
  m.state.journal?.fresh.add(scope.names);
  level.depth++;
  level.active.set(fn.tree, times + 1);
  countStep(m);
  const { tree } = fn;
  const run = (): Value => (tree.kind === "lambda" ? m.evaluate(tree.body, scope) : runBody(m, fn, call, scope));
  const value = withinCall<Value>(m, {
    module,
    tree,
    run: () => (times === 0 ? withinFunction(m, tree, run) : run()),
    otherwise: notFollowed,
  });
  level.depth--;
  level.active.set(fn.tree, times);
  return m.force(value);
};

/** What a generator gives: open when it may have ended early. */
const generated = (frame: Frame, { items, open, maybe }: SequenceValue, fn: FunctionValue, call: Call): Value => {
  const endsEarly = frame.maybeReturned.length > 0 ? `what ${fn.qualname} yields depends on a test that is not decided` : undefined;
  const made = list(items, call.origin, open ?? endsEarly);
  if (maybe !== undefined) made.maybe = maybe;
  return made;
};

const runBody = (m: Machine, fn: FunctionValue, call: Call, scope: Scope): Value => {
  const body = bodyOf(m, fn);
  if (body === undefined) return unknown(`the body of ${fn.qualname} cannot be read`, call.origin);
  const completion = m.run(body, scope);
  const { frame } = scope;
  if (frame?.yielded !== undefined) return generated(frame, frame.yielded, fn, call);
  let value: Value =
    completion?.kind === "raise"
      ? unknown(`${fn.qualname} raises an exception`, call.origin)
      : completion?.kind === "return"
        ? completion.value
        : none(call.origin);
  if (frame === undefined || frame.maybeReturned.length === 0) return value;
  for (const other of frame.maybeReturned)
    value = either(other, value, `what ${fn.qualname} returns depends on a test that is not decided`);
  return value;
};
