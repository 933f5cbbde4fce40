/** A table is dropped: its rows are gone, and old code that runs still asks for it. */
import { pendingRule, placeOf } from "../pending-rule.ts";

export const tableDropped = pendingRule({
  code: "table-dropped",
  severity: "warning",
  find: (pending) => {
    if (pending.change.kind !== "DeleteModel") return null;
    return {
      title: `The table of ${placeOf(pending)} is dropped`,
      message: "Its rows are gone for good, and processes that still run the code of before fail until they are restarted.",
      fix: "Release code without the model first, keep a backup, then apply this migration.",
    };
  },
});
