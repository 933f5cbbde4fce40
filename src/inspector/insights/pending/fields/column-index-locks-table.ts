/** An index on an existing column is built while writes wait (PostgreSQL). */
import { isPostgres, pendingRule, placeOf } from "../pending-rule.ts";

export const columnIndexLocksTable = pendingRule({
  code: "column-index-locks-table",
  severity: "warning",
  find: (pending) => {
    const { kind, before, after } = pending.change;
    const isNew = kind === "AlterField" && before?.db_index === false && after?.db_index === true && after.unique !== true;
    if (!isNew || !isPostgres(pending)) return null;
    return {
      title: `${placeOf(pending)} gets an index while writes wait`,
      message: "PostgreSQL lets nobody write to the table until the index is built.",
      fix: "Declare it in `Meta.indexes` and add it with `AddIndexConcurrently` in a migration with `atomic = False`.",
    };
  },
});
