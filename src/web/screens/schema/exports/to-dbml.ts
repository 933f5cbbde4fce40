import type { FieldFacts } from "../../../../contract/shapes/facts.ts";
import type { Choice } from "../choose-models.ts";
import { toType } from "./names.ts";

const quote = (name: string): string => `"${name.replaceAll('"', "'")}"`;

const toColumn = (field: FieldFacts): string => {
  const settings = [
    field.primary_key === true ? "pk" : null,
    field.unique === true && field.primary_key !== true ? "unique" : null,
    field.null === true ? "null" : field.null === false && field.primary_key !== true ? "not null" : null,
  ].filter((setting) => setting !== null);
  const length = field.max_length === null ? "" : `(${field.max_length})`;
  return `  ${quote(field.column ?? field.name)} ${toType(field.class)}${length}${settings.length === 0 ? "" : ` [${settings.join(", ")}]`}`;
};

/** Tables, columns and references as DBML reads them. */
export const toDbml = ({ models, edges }: Choice): string => {
  const byLabel = new Map(models.map((model) => [model.label, model]));
  const tables = models
    .filter(({ proxy }) => !proxy)
    .map((model) => {
      const columns = model.fields.filter(({ relation }) => relation !== "many_to_many").map(toColumn);
      return [`Table ${quote(model.db_table ?? model.label)} {`, ...columns, `  Note: '${model.label}'`, "}"].join("\n");
    });
  const references = edges.flatMap(({ source, target, field: name, kind, onDelete }) => {
    const [from, to] = [byLabel.get(source), byLabel.get(target)];
    const field = from?.fields.find((each) => each.name === name);
    if (from === undefined || to === undefined || field === undefined || kind === "proxy") return [];
    const key = to.fields.find((each) => each.name === (field.to_field ?? to.pk));
    const sign = kind === "many_to_many" ? "<>" : kind === "many_to_one" ? ">" : "-";
    const own =
      kind === "many_to_many" ? (from.fields.find((each) => each.name === from.pk)?.column ?? "id") : (field.column ?? field.name);
    const settings = onDelete === "CASCADE" ? " [delete: cascade]" : onDelete === "SET_NULL" ? " [delete: set null]" : "";
    return [
      `Ref: ${quote(from.db_table ?? source)}.${quote(own)} ${sign} ${quote(to.db_table ?? target)}.${quote(key?.column ?? "id")}${settings}`,
    ];
  });
  return [...tables, ...references, ""].join("\n\n");
};
