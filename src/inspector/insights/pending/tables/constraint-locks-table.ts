/** A constraint is checked against all rows while the table is locked (PostgreSQL). */
import { isPostgres, pendingRule, placeOf } from "../pending-rule.ts";

export const constraintLocksTable = pendingRule({
  code: "constraint-locks-table",
  severity: "warning",
  find: (pending) => {
    if (pending.change.kind !== "AddConstraint" || !isPostgres(pending)) return null;
    return {
      title: `A constraint on ${placeOf(pending)} is checked against all rows`,
      message: "PostgreSQL locks the table while it reads every row, and the migration fails at the first that breaks the constraint.",
      fix: "For a check use `AddConstraintNotValid`, then `ValidateConstraint` in a second migration; for a unique one look for equal values first.",
    };
  },
});
