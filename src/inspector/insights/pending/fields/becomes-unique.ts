/** Values must become unique: that fails where some are equal. */
import { pendingRule, placeOf } from "../pending-rule.ts";

export const becomesUnique = pendingRule({
  code: "becomes-unique",
  severity: "warning",
  find: (pending) => {
    const { kind, before, after, field } = pending.change;
    const isField = kind === "AlterField" && before?.unique === false && after?.unique === true;
    const groups = pending.operation.args["unique_together"];
    const isTogether = kind === "AlterUniqueTogether" && Array.isArray(groups) && groups.length > 0;
    if (!isField && !isTogether) return null;
    return {
      title: `${placeOf(pending)} must ${field === null ? "hold unique combinations" : "become unique"}`,
      message: "The migration fails if two rows have the same value, and the index for it is built under a lock.",
      fix: "Look for equal values first, and settle them in a migration before it.",
    };
  },
});
