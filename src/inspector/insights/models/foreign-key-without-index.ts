/** A foreign key without an index whose `on_delete` has to look for rows: each deletion of the target reads the whole table. */
import type { Finding, InsightRule } from "../rule.ts";

/** What Django does to the rows that point at a deleted one, and must find for that. */
const searches: Readonly<Record<string, string>> = {
  CASCADE: "deletes",
  SET_NULL: "empties",
  SET_DEFAULT: "changes",
  SET: "changes",
  PROTECT: "looks for",
  RESTRICT: "looks for",
};

export const foreignKeyWithoutIndex: InsightRule = {
  code: "foreign-key-without-index",
  judge: ({ facts }) =>
    facts.models.flatMap((model) => {
      if (!model.first_party || model.abstract || model.auto_created || model.proxy || model.managed !== true) return [];
      const leading = new Set([
        ...(model.indexes ?? []).map((index) => index.fields[0]?.replace(/^-/u, "")),
        ...(model.unique_together ?? []).map((group) => group[0]),
      ]);
      return model.fields.flatMap((field): Finding[] => {
        const verb = searches[field.on_delete ?? ""];
        const isBare = field.relation === "many_to_one" && field.db_index === false && field.unique === false && !leading.has(field.name);
        if (verb === undefined || !isBare || field.certainty !== "certain" || field.inherited_from !== null) return [];
        // A constraint may bring an index of its own; which columns it has is not among the facts.
        if (model.indexes === null || model.unique_together === null || (model.constraints?.length ?? 1) > 0) return [];
        return [
          {
            severity: "info",
            title: `${model.label}.${field.name} has no index`,
            message: `Whenever a ${field.related_model ?? "target"} is deleted, Django ${verb} the rows that point at it, and without an index the database reads the whole table to find them.`,
            file: field.file ?? model.file,
            line: field.line ?? model.line,
            fix: "Take `db_index=False` away, or add an index that begins with this field.",
          },
        ];
      });
    }),
};
