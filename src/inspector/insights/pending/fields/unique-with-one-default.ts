/** A unique column is added with a default: all rows get the same value, as Django calls a function only once. */
import { pendingRule, placeOf } from "../pending-rule.ts";

export const uniqueWithOneDefault = pendingRule({
  code: "unique-with-one-default",
  severity: "danger",
  isAlwaysWrong: true,
  find: (pending) => {
    const { kind, after } = pending.change;
    if (kind !== "AddField" || after?.unique !== true || after.null !== false || after.has_default !== true) return null;
    // A database numbers these by itself.
    if (after.internal_type?.endsWith("AutoField") === true) return null;
    const why =
      after.calls_default === true ? "Django calls the default once for the whole table" : "The default is one value for all rows";
    return {
      title: `${placeOf(pending)} is unique and gets one default for all rows`,
      message: `${why}, so with two rows the values are equal and the migration fails.`,
      fix: "Add it with `null=True`, give each row its own value in a second migration, then make it unique in a third.",
    };
  },
});
