/** A text column gets shorter: longer values stop the migration, or are cut. */
import { pendingRule, placeOf } from "../pending-rule.ts";

export const textShortened = pendingRule({
  code: "text-shortened",
  severity: "warning",
  find: (pending) => {
    const { kind, before, after } = pending.change;
    const [from, to] = [before?.max_length ?? null, after?.max_length ?? null];
    if (kind !== "AlterField" || from === null || to === null || to >= from) return null;
    return {
      title: `${placeOf(pending)} is shortened from ${from} to ${to}`,
      message: "The migration fails where a longer value is stored (MySQL without strict mode cuts it).",
      fix: "Look for longer values first, and shorten them in a migration before it.",
    };
  },
});
