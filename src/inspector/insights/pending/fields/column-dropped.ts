/** A column is dropped: processes that still run the old code ask for it. */
import { pendingRule, placeOf } from "../pending-rule.ts";

export const columnDropped = pendingRule({
  code: "column-dropped",
  severity: "warning",
  find: (pending) => {
    const { kind, before } = pending.change;
    if (kind !== "RemoveField" || before === null || before.relation === "many_to_many") return null;
    return {
      title: `${placeOf(pending)} is dropped`,
      message:
        "Processes that still run the code of before select the column and fail until they are restarted; its values are gone for good.",
      fix: "Release code that no longer uses the field first, then apply this migration.",
    };
  },
});
