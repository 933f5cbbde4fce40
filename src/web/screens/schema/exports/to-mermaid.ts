import type { Choice } from "../choose-models.ts";
import type { EdgeKind } from "../schema-edge.ts";
import { toIdentifier, toType } from "./names.ts";

const ends: Readonly<Record<EdgeKind, string>> = {
  many_to_one: "}o--||",
  one_to_one: "|o--||",
  many_to_many: "}o--o{",
  parent: "|o--||",
  proxy: "|o..||",
};

/** An entity-relationship diagram as Mermaid reads it. */
export const toMermaid = ({ models, edges }: Choice): string => {
  const entities = models.map((model) => {
    const rows = model.fields.map((field) => {
      const key = field.primary_key === true ? " PK" : field.relation === null || field.relation === "many_to_many" ? "" : " FK";
      return `    ${toType(field.class)} ${toIdentifier(field.name)}${key}`;
    });
    return [`  ${toIdentifier(model.label)}["${model.label}"] {`, ...rows, "  }"].join("\n");
  });
  const relations = edges.map(
    ({ source, target, kind, field }) => `  ${toIdentifier(source)} ${ends[kind]} ${toIdentifier(target)} : "${field ?? kind}"`,
  );
  return ["erDiagram", ...entities, ...relations, ""].join("\n");
};
