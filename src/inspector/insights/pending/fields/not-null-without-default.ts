/** A new column that takes no NULL and has no default: adding it fails on a table that has rows. */
import { pendingRule, placeOf } from "../pending-rule.ts";

export const notNullWithoutDefault = pendingRule({
  code: "not-null-without-default",
  severity: "danger",
  isAlwaysWrong: true,
  find: (pending) => {
    const { kind, after } = pending.change;
    if (kind !== "AddField" || after === null || after.relation === "many_to_many") return null;
    if (after.null !== false || after.has_default !== false) return null;
    return {
      title: `${placeOf(pending)} is added without a value for the rows that exist`,
      message: "The column takes no NULL and has no default, so the migration fails as soon as the table has a row.",
      fix: "Give the field a default (`preserve_default=False` for the existing rows only), or add it with `null=True`, fill it, then forbid NULL.",
    };
  },
});
