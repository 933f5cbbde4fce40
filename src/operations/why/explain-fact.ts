/** The chain of origins behind one fact of a scan, by its name. */
import { Refusal } from "../../contract/errors.ts";
import type { Facts, MigrationFacts } from "../../contract/shapes/facts.ts";
import type { Why } from "../../contract/shapes/why.ts";
import { closestNames } from "../../kit/closest-names.ts";
import { explainApp } from "./explain-app.ts";
import { explainField } from "./explain-field.ts";
import { explainMigration } from "./explain-migration.ts";
import { explainModel } from "./explain-model.ts";
import { explainSetting } from "./explain-setting.ts";

const isNamed = (name: string, asked: string): boolean => name.toLowerCase() === asked.toLowerCase();

/** Null when the facts have nothing of this name. */
const find = (facts: Facts, asked: string): Why | null => {
  const setting = facts.settings.values.find(({ name }) => name === asked);
  if (setting !== undefined) return explainSetting(setting);
  const app = facts.apps.find(({ label, name }) => isNamed(label, asked) || name === asked);
  if (app !== undefined) return explainApp(facts, app);
  const [label = "", name = "", ...rest] = asked.split(".");
  const model = facts.models.find((one) => isNamed(one.label, `${label}.${name}`));
  if (model !== undefined && rest.length === 0) return explainModel(facts, model);
  const field = model?.fields.find((one) => isNamed(one.name, rest.join(".")) || isNamed(one.attname ?? "", rest.join(".")));
  if (model !== undefined && field !== undefined) return explainField(facts, model, field);
  const migrations = migrationsNamed(facts, asked);
  const [migration] = migrations;
  return migration === undefined || migrations.length > 1 ? null : explainMigration(facts, label, migration);
};

/** The migration of that name, else those whose names begin so, as Django's commands take them. */
const migrationsNamed = (facts: Facts, asked: string): readonly MigrationFacts[] => {
  const [label = "", ...rest] = asked.split(".");
  const name = rest.join(".").toLowerCase();
  const all = name === "" ? [] : (facts.migrations.apps[label]?.migrations ?? []);
  const exact = all.find((one) => isNamed(one.name, name));
  return exact === undefined ? all.filter((one) => one.name.toLowerCase().startsWith(name)) : [exact];
};

/** Everything that has a name; fields only where the name asked for has as many parts. */
const allNames = (facts: Facts, asked: string): readonly string[] => [
  ...facts.models.map((one) => one.label),
  ...(asked.split(".").length < 3 ? [] : facts.models.flatMap((one) => one.fields.map((each) => `${one.label}.${each.name}`))),
  ...facts.apps.map((one) => one.label),
  ...facts.settings.values.map((one) => one.name),
  ...Object.entries(facts.migrations.apps).flatMap(([app, { migrations }]) => migrations.map((one) => `${app}.${one.name}`)),
];

const EXAMPLES =
  "Name a field (app.Model.field), a model (app.Model), an app, a migration (app.0001_initial) or a setting; `djdesk scan --json` has them all.";

/** What could have been meant: a field of the model where there is such a model, else anything. */
const hintFor = (facts: Facts, asked: string): string => {
  const [label = "", name = "", ...field] = asked.split(".");
  const model = facts.models.find((one) => isNamed(one.label, `${label}.${name}`));
  const fields = model?.fields.map((one) => one.name) ?? [];
  const begun = migrationsNamed(facts, asked).slice(0, 3);
  const close =
    model === undefined
      ? begun.length > 0
        ? begun.map((one) => `${label}.${one.name}`)
        : closestNames(asked, allNames(facts, asked))
      : closestNames(field.join("."), fields).map((one) => `${model.label}.${one}`);
  if (close.length > 0) return `Did you mean ${close.join(" or ")}?`;
  return model === undefined ? EXAMPLES : `${model.label} has ${fields.join(", ")}.`;
};

/** Refuses a name that the facts do not have, with the closest that they do. */
export const explainFact = (facts: Facts, asked: string): Why => {
  const found = find(facts, asked);
  if (found !== null) return found;
  throw new Refusal("fact-not-found", `There is no fact called ${asked}.`, { hint: hintFor(facts, asked) });
};
