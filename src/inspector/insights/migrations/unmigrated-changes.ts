/** Models that have changed since the newest migration: what `makemigrations` would write. Silent where that is not known. */
import type { Facts, ModelFacts } from "../../../contract/shapes/facts.ts";
import { count, listNames } from "../list-names.ts";
import type { Finding, InsightRule, Judged } from "../rule.ts";

type Change = NonNullable<NonNullable<Facts["migrations"]["drift"]>[string]>[number];

/** Where the first change stands: its field, else its model. */
const placeOf = ({ facts }: Judged, app: string, change: Change): Pick<Finding, "file" | "line"> => {
  const words = new Set(change.describe.toLowerCase().split(" "));
  const own = facts.models.filter((model) => model.app === app && !model.abstract && !model.auto_created && model.file !== null);
  const model: ModelFacts | undefined = own.find((one) => words.has(one.name.toLowerCase())) ?? own[0];
  const field = model?.fields.find((one) => words.has(one.name.toLowerCase()) && one.file !== null);
  return { file: field?.file ?? model?.file ?? null, line: field?.line ?? model?.line ?? null };
};

export const unmigratedChanges: InsightRule = {
  code: "unmigrated-changes",
  judge: (judged) =>
    Object.entries(judged.facts.migrations.drift ?? {}).flatMap(([app, changes]): Finding[] => {
      const [first] = changes ?? [];
      if (changes === null || first === undefined) return [];
      const one = changes.length === 1;
      return [
        {
          severity: "warning",
          title: `${app}: ${count(changes.length, "change")} without a migration`,
          message: `${listNames(changes.map(({ describe }) => describe))}: ${one ? "it is" : "they are"} in the models and in no migration, so the database will not match the code.`,
          ...placeOf(judged, app, first),
          fix: `Run \`python manage.py makemigrations ${app}\`.`,
        },
      ];
    }),
};
