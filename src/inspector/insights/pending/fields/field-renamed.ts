/** A column is renamed: old and new code cannot run at the same time. */
import { pendingRule, placeOf } from "../pending-rule.ts";

export const fieldRenamed = pendingRule({
  code: "field-renamed",
  severity: "warning",
  find: (pending) => {
    if (pending.change.kind !== "RenameField") return null;
    return {
      title: `${placeOf(pending)} is renamed`,
      message: "Processes that still run the code of before ask for the old column and fail until they are restarted.",
      fix: "Apply it while nothing runs, or keep the column with `db_column` and rename only the attribute.",
    };
  },
});
