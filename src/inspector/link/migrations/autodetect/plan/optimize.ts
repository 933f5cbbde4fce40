/** `MigrationOptimizer`: the operations of one migration, as few as they can be made. */
import type { Operation } from "./operation.ts";
import { reduce, type Rules } from "./reduce.ts";

/** One reduction; null when there is none left. */
const optimizeOnce = (operations: readonly Operation[], rules: Rules): readonly Operation[] | null => {
  for (const [index, one] of operations.entries()) {
    const before = operations.slice(0, index);
    let movesRight = true;
    for (let at = index + 1; at < operations.length; at += 1) {
      const other = operations[at];
      if (other === undefined) break;
      const result = reduce(one, other, rules);
      if (typeof result === "boolean") {
        movesRight &&= result;
        continue;
      }
      const between = operations.slice(index + 1, at);
      const after = operations.slice(at + 1);
      if (movesRight) return [...before, ...between, ...result, ...after];
      if (!between.every((each) => reduce(each, other, rules) === true)) break;
      return [...before, ...result, ...between, ...after];
    }
  }
  return null;
};

export const optimize = (operations: readonly Operation[], rules: Rules): readonly Operation[] => {
  let current = operations;
  for (;;) {
    const next = optimizeOnce(current, rules);
    if (next === null) return current;
    current = next;
  }
};
