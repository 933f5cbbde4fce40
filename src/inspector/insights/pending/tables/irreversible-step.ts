/** Code or SQL without a way back: the migration cannot be undone. */
import { pendingRule } from "../pending-rule.ts";

export const irreversibleStep = pendingRule({
  code: "irreversible-step",
  severity: "info",
  find: (pending) => {
    const { kind } = pending.change;
    const { reversible } = pending.operation.args;
    if ((kind !== "RunPython" && kind !== "RunSQL") || reversible === true) return null;
    return {
      title: `${pending.migration.name} of ${pending.app} cannot be undone`,
      message: `Its ${kind} has no reverse, so \`migrate\` cannot go back behind it when the release must be taken back.`,
      fix:
        kind === "RunPython"
          ? "Give `reverse_code`; `migrations.RunPython.noop` where there is nothing to undo."
          : "Give `reverse_sql`; `migrations.RunSQL.noop` where there is nothing to undo.",
    };
  },
});
