/**
 * How long foreign code is followed. The code of installed packages is read as the project's is, but nothing there may
 * cost the scan its time: a call into it and the body of one of its modules each have their own number of steps; what
 * is not done by then is unknown. A module imported meanwhile is not charged to whoever imported it. Branches that may not
 * be taken, and those inside them, share a number of steps as well: each such test doubles what is to be done. A function of
 * a package that is often cut short (what makes the columns of a table of a model's fields) is soon not followed at all.
 */
import { makeStep } from "../../progress.ts";
import type { Machine } from "../machine.ts";
import type { ModuleValue } from "../value.ts";
import { refuseLaterRevision, refuseRevision } from "./readings.ts";

const stepsOfCall = 3_000;
const stepsOfForeignModule = 40_000;
/** A URLconf of a package asks all of its parts for their routes: its calls are charged to it as a whole. */
const stepsOfForeignUrls = 400_000;
const stepsOfModule = 1_500_000;

/** How long everything together may be followed. */
export const stepLimit = (m: Machine): number => m.options.stepLimit ?? 4_000_000;

/** Counts one more; each thousandth is a sign of life. */
export const countStep = ({ state }: Machine): number => {
  state.steps += 1;
  if ((state.steps & 1023) === 0) makeStep();
  return state.steps;
};

/** Items that are compared in the time of one step. */
const thingsForStep = 64;
/** Names and keys that are looked up take longer. */
export const thingsForLookUp = 16;

/** Counts what a single step does to many things, such as the items of a list that it copies. */
export const countThings = (m: Machine, things: number): void => {
  if (things < thingsForStep) return;
  const before = m.state.steps;
  m.state.steps += Math.floor(things / thingsForStep);
  if (before >> 10 !== m.state.steps >> 10) makeStep();
};

/** Was the scan's step limit reached? What is run from then on is not run to its end. */
export const isSpent = (m: Machine): boolean => m.state.steps > stepLimit(m);

const stepsOfFork = 60_000;
/** A call that takes as long as this counts; a function whose calls took as long as that together is not followed again. */
const stepsThatCount = 20_000;
const stepsOfFunction = 240_000;

/** Calls of a package's function that were cut short, after which it is no more followed if they are a quarter of all. */
const cutsThatCount = 3;

interface Spent {
  /** By the function's tree. */
  readonly functions: Map<object, number>;
  /** Calls into packages by the function's tree: how many there were, and how many were cut short. */
  readonly calls: Map<object, { all: number; cut: number }>;
  /** Steps of module bodies so far: whoever imports a module is not charged for it. */
  modules: number;
}

const spending = new WeakMap<Machine, Spent>();

const spentOf = (m: Machine): Spent => {
  let spent = spending.get(m);
  if (spent === undefined) spending.set(m, (spent = { functions: new Map(), calls: new Map(), modules: 0 }));
  return spent;
};

/** Did calls of this function cost so much already that it is not followed any more? */
export const isTooCostly = (m: Machine, tree: object): boolean => (spending.get(m)?.functions.get(tree) ?? 0) > stepsOfFunction;

/** Is more than half of what may be spent on all code, or on one function, spent? */
export const isTiring = (m: Machine): boolean =>
  m.state.steps > stepLimit(m) / 2 || [...(spending.get(m)?.functions.values() ?? [])].some((steps) => steps > stepsOfFunction / 2);

/** Runs the outermost call of a function. */
export const withinFunction = <T>(m: Machine, tree: object, run: () => T): T => {
  const spent = spentOf(m);
  const before = m.state.steps - spent.modules;
  const result = run();
  const steps = m.state.steps - spent.modules - before;
  if (steps > stepsThatCount) spent.functions.set(tree, (spent.functions.get(tree) ?? 0) + steps);
  return result;
};

const holdsUrls = (file: string): boolean => /\/urls(?:\.py|\/[^/]*)$/.test(file);

const isForeign = (m: Machine, file: string): boolean => m.options.isForeign?.(file) === true;

/** A call as the budget sees it. */
interface Followed<T> {
  /** The one that the called function stands in. */
  readonly module: ModuleValue;
  readonly tree: object;
  readonly run: () => T;
  /** What the call gives when the function is not followed any more. */
  readonly otherwise: () => T;
}

/** Runs a call of a function. */
export const withinCall = <T>(m: Machine, { module, tree, run, otherwise }: Followed<T>): T => {
  const { state } = m;
  if (state.isForeignCall || !isForeign(m, module.file)) return run();
  const { calls } = spentOf(m);
  let count = calls.get(tree);
  if (count === undefined) calls.set(tree, (count = { all: 0, cut: 0 }));
  if (count.cut > 0) refuseRevision("a call like those that were cut short");
  if (count.cut >= cutsThatCount && count.cut * 4 >= count.all) return otherwise();
  count.all += 1;
  const { deadline } = state;
  const own = state.steps + stepsOfCall;
  state.isForeignCall = true;
  state.deadline = Math.min(deadline, own);
  const result = run();
  // Modules imported meanwhile have put it off.
  if (own <= deadline && state.steps > state.deadline) {
    count.cut += 1;
    refuseLaterRevision("a call was cut short");
  }
  state.deadline = deadline;
  state.isForeignCall = false;
  return result;
};

/** Runs the body of a module. */
export const withinModule = (m: Machine, file: string, run: () => void): void => {
  const { state } = m;
  const { deadline, isForeignCall, steps } = state;
  const spent = spentOf(m);
  const { modules } = spent;
  const isUrls = isForeign(m, file) && holdsUrls(file);
  state.isForeignCall = isUrls;
  state.deadline = steps + (isUrls ? stepsOfForeignUrls : isForeign(m, file) ? stepsOfForeignModule : stepsOfModule);
  run();
  if (state.steps > state.deadline && !isForeign(m, file))
    state.problems.push({
      file,
      line: 1,
      code: "too-much-to-evaluate",
      message: `Reading stopped after ${stepsOfModule} steps; what is set after them is not known.`,
    });
  state.deadline = deadline + state.steps - steps;
  state.isForeignCall = isForeignCall;
  spent.modules = modules + state.steps - steps;
};

/** Runs both sides of the outermost test that is not decided. */
export const withinFork = <T>(m: Machine, run: () => T): T => {
  const { state } = m;
  if (state.journal !== undefined) return run();
  const { deadline } = state;
  state.deadline = Math.min(deadline, state.steps + stepsOfFork);
  const result = run();
  state.deadline = deadline;
  return result;
};
