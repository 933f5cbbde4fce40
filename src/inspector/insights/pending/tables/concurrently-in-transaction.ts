/** An index is built concurrently inside a transaction, which Django refuses. */
import { pendingRule } from "../pending-rule.ts";

export const concurrentlyInTransaction = pendingRule({
  code: "concurrently-in-transaction",
  severity: "danger",
  isAlwaysWrong: true,
  find: (pending) => {
    const { kind, atomic } = pending.change;
    if (!/^(Add|Remove)IndexConcurrently$/u.test(kind) || !atomic) return null;
    return {
      title: `${pending.migration.name} of ${pending.app} builds an index concurrently inside a transaction`,
      message: "Django refuses to run it: a concurrent index cannot be built or dropped in a transaction.",
      fix: "Set `atomic = False` on the Migration class.",
    };
  },
});
