/**
 * While a deferred statement of a class body runs, the names that stand at or below it in the body are not yet bound, as
 * they were not when Python ran it: `form = form` reads the module's `form`.
 */
import type { Binding, Namespace } from "../value.ts";

export interface RunningStatement {
  readonly names: Namespace;
  /** Its place in `order`. */
  readonly at: number;
  /** The names of the body in order. */
  readonly order: readonly string[];
  /** What stands in the namespace until the statement has bound its name. */
  readonly own: Binding;
}

let running: RunningStatement | undefined;

/** Gives what ran before, for `endStatement`. */
export const beginStatement = (statement: RunningStatement): RunningStatement | undefined => {
  const before = running;
  running = statement;
  return before;
};

export const endStatement = (before: RunningStatement | undefined): void => {
  running = before;
};

/** Is this name of the namespace bound by the statement that runs? */
export const isBoundByStatement = (names: object, name: string): boolean =>
  running !== undefined && running.names === names && running.order[running.at] === name;

/** Is this name of the namespace, found as `binding`, not bound yet for the statement that runs? */
export const isNotYetBound = (names: Namespace, name: string, binding: Binding): boolean =>
  running !== undefined && running.names === names && (binding === running.own || running.order.indexOf(name) > running.at);
