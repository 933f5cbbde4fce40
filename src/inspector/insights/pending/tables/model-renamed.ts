/** A model is renamed, and its table with it: old and new code cannot run at the same time. */
import { pendingRule, placeOf } from "../pending-rule.ts";

export const modelRenamed = pendingRule({
  code: "model-renamed",
  severity: "warning",
  find: (pending) => {
    if (pending.change.kind !== "RenameModel") return null;
    return {
      title: `${placeOf(pending)} is renamed`,
      message:
        "Its table, and the tables and columns of its many-to-many fields, get new names; processes that run the code of before fail.",
      fix: "Keep the table with `db_table` in `Meta`, or apply it while nothing runs.",
    };
  },
});
