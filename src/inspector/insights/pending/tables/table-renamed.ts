/** A table is renamed: old and new code cannot run at the same time. */
import { pendingRule, placeOf } from "../pending-rule.ts";

export const tableRenamed = pendingRule({
  code: "table-renamed",
  severity: "warning",
  find: (pending) => {
    if (pending.change.kind !== "AlterModelTable") return null;
    return {
      title: `The table of ${placeOf(pending)} is renamed`,
      message: "Processes that still run the code of before ask for the old table and fail until they are restarted.",
      fix: "Apply it while nothing runs.",
    };
  },
});
