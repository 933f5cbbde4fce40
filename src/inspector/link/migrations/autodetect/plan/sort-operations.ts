/** `_sort_migrations`: an app's operations, each after those that it depends on. */
import { fulfils, inOrderOfSteps, type Operation } from "./operation.ts";

/** Which operations of the same app each one waits for, in the order of its dependencies. */
const waitsFor = (app: string, operations: readonly Operation[]): ReadonlyMap<Operation, readonly Operation[]> =>
  new Map(
    operations.map((one) => [
      one,
      one.dependencies
        .filter((dependency) => dependency.app === app)
        .flatMap((dependency) => operations.filter((other) => fulfils(other, dependency))),
    ]),
  );

/** `stable_topological_sort`: layer by layer, each in the order given. */
const byLayers = (operations: readonly Operation[], waits: ReadonlyMap<Operation, readonly Operation[]>): readonly Operation[] | null => {
  const done = new Set<Operation>();
  while (done.size < operations.length) {
    const layer = operations.filter((one) => !done.has(one) && (waits.get(one) ?? []).every((other) => done.has(other)));
    if (layer.length === 0) return null;
    for (const one of layer) done.add(one);
  }
  return [...done];
};

/** `graphlib.TopologicalSorter.static_order`: an operation follows as soon as the last one that it waits for is out. */
const bySorter = (operations: readonly Operation[], waits: ReadonlyMap<Operation, readonly Operation[]>): readonly Operation[] | null => {
  const missing = new Map<Operation, number>();
  const followers = new Map<Operation, Operation[]>();
  const add = (one: Operation): void => {
    if (!missing.has(one)) missing.set(one, 0);
  };
  for (const one of operations) {
    add(one);
    for (const other of waits.get(one) ?? []) {
      add(other);
      missing.set(one, (missing.get(one) ?? 0) + 1);
      followers.set(other, [...(followers.get(other) ?? []), one]);
    }
  }
  const sorted: Operation[] = [];
  let ready = [...missing].flatMap(([one, count]) => (count === 0 ? [one] : []));
  while (ready.length > 0) {
    sorted.push(...ready);
    const next: Operation[] = [];
    for (const one of ready)
      for (const follower of followers.get(one) ?? []) {
        const left = (missing.get(follower) ?? 0) - 1;
        missing.set(follower, left);
        if (left === 0) next.push(follower);
      }
    ready = next;
  }
  return sorted.length === operations.length ? sorted : null;
};

/** Null when they depend on each other in a circle, where Django fails. */
export const sortOperations = (app: string, generated: readonly Operation[], hasSorter: boolean): readonly Operation[] | null => {
  const operations = inOrderOfSteps(generated);
  const waits = waitsFor(app, operations);
  return hasSorter ? bySorter(operations, waits) : byLayers(operations, waits);
};
