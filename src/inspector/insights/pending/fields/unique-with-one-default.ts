/** A unique column is added with a function as default: Django calls it once, so all rows get the same value. */
import { pendingRule, placeOf } from "../pending-rule.ts";

export const uniqueWithOneDefault = pendingRule({
  code: "unique-with-one-default",
  severity: "danger",
  isAlwaysWrong: true,
  find: (pending) => {
    const { kind, after } = pending.change;
    if (kind !== "AddField" || after?.unique !== true || after.null !== false || after.calls_default !== true) return null;
    return {
      title: `${placeOf(pending)} is unique and gets one default for all rows`,
      message: "Django calls the default once for the whole table, so with two rows the values are equal and the migration fails.",
      fix: "Add it with `null=True`, give each row its own value in a second migration, then make it unique in a third.",
    };
  },
});
