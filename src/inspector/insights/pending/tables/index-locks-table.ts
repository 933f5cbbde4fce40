/** An index is built while writes to the table wait (PostgreSQL). */
import { isPostgres, pendingRule, placeOf } from "../pending-rule.ts";

export const indexLocksTable = pendingRule({
  code: "index-locks-table",
  severity: "warning",
  find: (pending) => {
    const { kind } = pending.change;
    if (kind !== "AddIndex" || !isPostgres(pending)) return null;
    return {
      title: `An index on ${placeOf(pending)} is built while writes wait`,
      message: "PostgreSQL lets nobody write to the table until a plain index is built.",
      fix: "Use `AddIndexConcurrently` of `django.contrib.postgres.operations` in a migration with `atomic = False`.",
    };
  },
});
