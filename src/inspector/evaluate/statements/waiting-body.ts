/** Class bodies whose statements are run when their names are read. */
import type { Machine, Scope } from "../machine.ts";
import type { ClassTree } from "../../python/tree.ts";
import type { LateNamespace } from "../state/late-namespace.ts";
import { openReadings, type Bodies, type WaitingBody as ReadBody } from "../state/readings.ts";
import type { ClassValue } from "../value.ts";

/** With what its statements are run in. */
export interface WaitingBody extends ReadBody {
  readonly machine: Machine;
  readonly owner: ClassValue;
  readonly inner: Scope;
  readonly namespace: LateNamespace;
}

const nothing: ClassTree = { kind: "class", line: 0, name: "", bases: [], decorators: [], body: [] };
const noNames: Bodies = new Map();

/** Leaves the statements to the bindings, each of which lets its own go. */
export const letGo = (body: WaitingBody): void => {
  body.tree = nothing;
  body.plan = noNames;
};

/** For an evaluation that is kept. */
export const keepWaiting = (body: WaitingBody): void => {
  const bodies = openReadings()?.bodies;
  bodies?.set(body.tree, bodies.has(body.tree) ? null : body);
};
