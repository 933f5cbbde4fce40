/** A column is dropped that the model in code still names. */
import { pendingRule, placeOf } from "../pending-rule.ts";

export const droppedFieldInUse = pendingRule({
  code: "dropped-field-in-use",
  severity: "danger",
  isAlwaysWrong: true,
  find: (pending) => {
    const { kind, field, model } = pending.change;
    const current = pending.judged.facts.models.find((one) => one.label === model);
    if (kind !== "RemoveField" || field === null || current?.certainty !== "certain") return null;
    const named = [
      ...(current.ordering ?? []),
      ...(current.unique_together ?? []).flat(),
      ...(current.indexes ?? []).flatMap((index) => index.fields),
    ].map((name) => name.replace(/^-/u, ""));
    const use = current.fields.some((one) => one.name === field && one.inherited_from === null)
      ? "still declares it"
      : named.includes(field)
        ? "still orders or indexes by it"
        : null;
    if (use === null) return null;
    return {
      title: `${placeOf(pending)} is dropped while the model ${use}`,
      message: "Once the migration is applied, every query of the model that names the column fails.",
      fix: `Take ${field} out of the model, or take the operation out of the migration.`,
    };
  },
});
