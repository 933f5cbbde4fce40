import type { ModelFacts } from "../../../../contract/shapes/facts.ts";
import type { Choice } from "../choose-models.ts";
import type { EdgeKind } from "../schema-edge.ts";
import { toIdentifier } from "./names.ts";

const escape = (text: string): string => text.replace(/[\\{}|<>"\s]/g, String.raw`\$&`);

const looks: Readonly<Record<EdgeKind, string>> = {
  many_to_one: "arrowtail=crow, arrowhead=tee, dir=both",
  one_to_one: "arrowhead=tee",
  many_to_many: "arrowtail=crow, arrowhead=crow, dir=both, style=dashed",
  parent: "arrowhead=empty",
  proxy: "arrowhead=empty, style=dotted",
};

const toNode = (model: ModelFacts): string => {
  const rows = model.fields.map(({ name, class: kind }) => `${escape(name)}: ${escape(kind ?? "?")}${String.raw`\l`}`).join("");
  return `    ${toIdentifier(model.label)} [label="{${escape(model.name)}|${rows}}"];`;
};

/** A graph as Graphviz reads it, with one cluster an app. */
export const toDot = ({ models, edges }: Choice): string => {
  const apps = [...new Set(models.map(({ app }) => app))];
  return [
    "digraph schema {",
    "  rankdir=LR;",
    '  node [shape=record, fontname="Helvetica", fontsize=10];',
    '  edge [fontname="Helvetica", fontsize=8];',
    ...apps.flatMap((app) => [
      `  subgraph cluster_${toIdentifier(app)} {`,
      `    label="${app}";`,
      ...models.filter((model) => model.app === app).map(toNode),
      "  }",
    ]),
    ...edges.map(
      ({ source, target, field, kind }) =>
        `  ${toIdentifier(source)} -> ${toIdentifier(target)} [label="${field ?? kind}", ${looks[kind]}];`,
    ),
    "}",
    "",
  ].join("\n");
};
