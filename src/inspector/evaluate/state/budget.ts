/**
 * How long foreign code is followed. The code of installed packages is read as the project's is, but nothing there may
 * cost the scan its time: a call into it and the body of one of its modules each have their own number of steps; what
 * is not done by then is unknown. A module imported meanwhile is not charged to whoever imported it. Branches that may not
 * be taken, and those inside them, share a number of steps as well: each such test doubles what is to be done.
 */
import type { Machine } from "../machine.ts";
import type { ModuleValue } from "../value.ts";

const stepsOfCall = 3_000;
const stepsOfForeignModule = 40_000;
/** A URLconf of a package asks all of its parts for their routes: its calls are charged to it as a whole. */
const stepsOfForeignUrls = 400_000;
const stepsOfModule = 1_500_000;

const stepsOfFork = 60_000;

const holdsUrls = (file: string): boolean => /\/urls(?:\.py|\/[^/]*)$/.test(file);

const isForeign = (m: Machine, file: string): boolean => m.options.isForeign?.(file) === true;

/** Runs a call of a function that stands in `module`. */
export const withinCall = <T>(m: Machine, module: ModuleValue, run: () => T): T => {
  const { state } = m;
  if (state.isForeignCall || !isForeign(m, module.file)) return run();
  const { deadline } = state;
  state.isForeignCall = true;
  state.deadline = Math.min(deadline, state.steps + stepsOfCall);
  const result = run();
  state.deadline = deadline;
  state.isForeignCall = false;
  return result;
};

/** Runs the body of a module. */
export const withinModule = (m: Machine, file: string, run: () => void): void => {
  const { state } = m;
  const { deadline, isForeignCall, steps } = state;
  const isUrls = isForeign(m, file) && holdsUrls(file);
  state.isForeignCall = isUrls;
  state.deadline = steps + (isUrls ? stepsOfForeignUrls : isForeign(m, file) ? stepsOfForeignModule : stepsOfModule);
  run();
  state.deadline = deadline + state.steps - steps;
  state.isForeignCall = isForeignCall;
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
