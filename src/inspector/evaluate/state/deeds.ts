/**
 * What a stretch of an evaluation did to things that were there before it. A stretch that did nothing lasting can be run
 * again, or left out, and nobody else can tell. Only followed while the evaluation is to be kept.
 */
import type { Evaluator } from "../value.ts";
import { NotFollowed, openReadings } from "./readings.ts";

interface Stretch {
  readonly begun: number;
  /** Is also what it leaves in lists of the whole scan (calls, problems, modules) a lasting deed? */
  readonly isStrict: boolean;
  isLasting: boolean;
}

const running: Stretch[] = [];
let births = new WeakMap<object, number>();
let clock = 0;

/** A container or namespace was made. */
export const noteBirth = (made: object): void => {
  if (running.length > 0) births.set(made, ++clock);
};

/** A container or namespace is changed. */
export const noteChange = (changed: object): void => {
  if (running.length === 0) return;
  const born = births.get(changed) ?? 0;
  for (let at = running.length - 1; at >= 0; at -= 1) {
    const stretch = running[at];
    if (stretch === undefined || born > stretch.begun) return;
    stretch.isLasting = true;
  }
};

/** The import path or the environment is changed. */
export const noteGlobalChange = (): void => {
  for (const stretch of running) stretch.isLasting = true;
};

/** A call was recorded, a problem found, a module evaluated. */
export const noteRecord = (): void => {
  for (const stretch of running) if (stretch.isStrict) stretch.isLasting = true;
};

const within = <T>(stretch: Stretch, run: () => T): T => {
  running.push(stretch);
  try {
    return run();
  } finally {
    running.pop();
  }
};

/** Runs it; `done` is told whether it did something lasting. */
export const watchDeeds = <T>(run: () => T, done: (isLasting: boolean) => void): T => {
  if (openReadings() === undefined) return run();
  const stretch: Stretch = { begun: clock, isStrict: true, isLasting: false };
  const result = within(stretch, run);
  done(stretch.isLasting);
  return result;
};

let late: Stretch | undefined;

/** To be called once the models are collected: what later steps change of what is there now spoils it for a revision. */
export const beginLateSteps = ({ modules }: Pick<Evaluator, "modules">): void => {
  const readings = openReadings();
  if (readings === undefined) return;
  readings.early = new Set(modules.keys());
  births = new WeakMap();
  clock = 0;
  late = { begun: clock, isStrict: false, isLasting: false };
  running.splice(0, running.length, late);
};

/** To be called at the end of every scan. */
export const endLateSteps = (): void => {
  const readings = openReadings();
  if (late?.isLasting === true && readings !== undefined) readings.unfit ??= "a late step changed what was there before it";
  late = undefined;
  running.length = 0;
};

/** Makes parts again; throws when that does something lasting. */
export const revising = <T>(run: () => T): T => {
  const readings = openReadings();
  if (readings === undefined) throw new Error("nothing is kept that could be revised");
  readings.isRevised = true;
  try {
    return watchDeeds(run, (isLasting) => {
      if (isLasting) throw new NotFollowed("making it again does something lasting");
    });
  } finally {
    readings.isRevised = false;
  }
};
