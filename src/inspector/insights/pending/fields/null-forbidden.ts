/** NULL is forbidden on a column that allowed it: that fails where a row still has NULL. */
import { pendingRule, placeOf } from "../pending-rule.ts";

export const nullForbidden = pendingRule({
  code: "null-forbidden",
  severity: "warning",
  find: (pending) => {
    const { kind, before, after } = pending.change;
    if (kind !== "AlterField" || before?.null !== true || after?.null !== false || after.has_default !== false) return null;
    return {
      title: `${placeOf(pending)} forbids NULL`,
      message: "The migration fails if a row has NULL there, and PostgreSQL reads the whole table under a lock to find out.",
      fix: "Fill the empty rows in a migration before it, or give the field a default.",
    };
  },
});
