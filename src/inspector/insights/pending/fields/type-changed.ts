/** A column gets another type: the table is rewritten under a lock, or values do not fit. */
import { pendingRule, placeOf } from "../pending-rule.ts";

export const typeChanged = pendingRule({
  code: "type-changed",
  severity: "warning",
  find: (pending) => {
    const { kind, before, after } = pending.change;
    if (kind !== "AlterField" || before === null || after === null || before.relation !== null || after.relation !== null) return null;
    const [from, to] = [before.internal_type, after.internal_type];
    const isText = /^(Char|Text|Slug|File|FilePath)Field$/u;
    if (from === null || to === null || from === to || (isText.test(from) && isText.test(to))) return null;
    const isSameColumn = /^(Positive)?(Integer|BigInteger|SmallInteger)Field$/u;
    if (isSameColumn.test(from) && from.replace("Positive", "") === to.replace("Positive", "")) return null;
    return {
      title: `${placeOf(pending)} changes from ${from} to ${to}`,
      message: "Most databases rewrite the whole table under a lock for that, and stop at the first value that does not fit.",
      fix: "Try it on a copy of the data; for a large table add a second column, copy in batches, then switch.",
    };
  },
});
