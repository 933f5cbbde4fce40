/** Two relations to one model that would answer to the same name there: Django's checks fields.E302 and fields.E304. */
import type { ModelFacts } from "../../../contract/shapes/facts.ts";
import type { Finding, InsightRule, Judged } from "../rule.ts";

interface Claim {
  readonly model: ModelFacts;
  readonly field: ModelFacts["fields"][number];
  readonly accessor: string;
}

/** Relations that are certain, written on the model itself, and visible from the other side. */
const claimsOn = (judged: Judged): ReadonlyMap<string, readonly Claim[]> => {
  const claims = new Map<string, Claim[]>();
  for (const model of judged.facts.models) {
    if (model.abstract || model.proxy || model.swapped !== null || model.auto_created || model.certainty !== "certain") continue;
    for (const field of model.fields) {
      if (field.certainty !== "certain" || field.related_model === null || field.accessor === null || field.accessor.endsWith("+"))
        continue;
      if (field.inherited_from !== null && model.concrete_parents.length > 0) continue;
      const known = claims.get(field.related_model) ?? [];
      known.push({ model, field, accessor: field.accessor });
      claims.set(field.related_model, known);
    }
  }
  return claims;
};

const clash = (claim: Claim, target: string, other: string): Finding => ({
  severity: "danger",
  title: `${claim.model.label}.${claim.field.name}: \`${claim.accessor}\` is taken on ${target}`,
  message: `The relation would be reached as \`${target}.${claim.accessor}\`, but ${other} has that name already. Django's checks refuse to start the project.`,
  file: claim.field.file ?? claim.model.file,
  line: claim.field.line ?? claim.model.line,
  fix: `Give ${claim.model.name}.${claim.field.name} a \`related_name\` of its own.`,
});

export const reverseAccessorClash: InsightRule = {
  code: "reverse-accessor-clash",
  judge: (judged) => {
    const models = new Map(judged.facts.models.map((model) => [model.label, model]));
    const own = new Set(judged.facts.apps.filter((app) => app.first_party).map((app) => app.label));
    return [...claimsOn(judged)].flatMap(([target, claims]) => {
      const fields = new Map(models.get(target)?.fields.map((field) => [field.name, field]));
      return claims.flatMap((claim, index) => {
        if (!own.has(claim.model.app)) return [];
        const field = fields.get(claim.accessor);
        if (field?.certainty === "certain") return [clash(claim, target, `its field ${field.name}`)];
        const before = claims.slice(0, index).find((other) => other.accessor === claim.accessor);
        return before === undefined ? [] : [clash(claim, target, `${before.model.label}.${before.field.name}`)];
      });
    });
  },
};
