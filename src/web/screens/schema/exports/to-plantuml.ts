import type { Choice } from "../choose-models.ts";
import type { EdgeKind } from "../schema-edge.ts";
import { toIdentifier } from "./names.ts";

const ends: Readonly<Record<EdgeKind, string>> = {
  many_to_one: "}o--||",
  one_to_one: "|o--||",
  many_to_many: "}o--o{",
  parent: "--|>",
  proxy: "..|>",
};

/** Entities by package as PlantUML reads them. */
export const toPlantUml = ({ models, edges }: Choice): string => {
  const apps = [...new Set(models.map(({ app }) => app))];
  return [
    "@startuml",
    "hide circle",
    ...apps.flatMap((app) => [
      `package "${app}" {`,
      ...models
        .filter((model) => model.app === app)
        .flatMap((model) => [
          `  entity "${model.name}" as ${toIdentifier(model.label)} {`,
          ...model.fields.map(({ name, class: kind, null: optional }) => `    ${optional === false ? "*" : ""}${name} : ${kind ?? "?"}`),
          "  }",
        ]),
      "}",
    ]),
    ...edges.map(({ source, target, field, kind }) => `${toIdentifier(source)} ${ends[kind]} ${toIdentifier(target)} : ${field ?? kind}`),
    "@enduml",
    "",
  ].join("\n");
};
