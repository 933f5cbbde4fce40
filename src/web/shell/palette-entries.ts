/** What the palette finds in the facts of a workspace, beside screens, apps and tasks: each with its address. */
import type { FieldFacts, MigrationsFacts, ModelFacts, SettingsFacts, UrlFacts } from "../../contract/shapes/facts.ts";

export type Found =
  | { readonly kind: "model"; readonly key: string; readonly title: string; readonly note: string; readonly model: ModelFacts }
  | {
      readonly kind: "field";
      readonly key: string;
      readonly title: string;
      readonly note: string;
      readonly model: ModelFacts;
      readonly field: FieldFacts;
    }
  | { readonly kind: "url"; readonly key: string; readonly title: string; readonly note: string; readonly url: UrlFacts }
  | { readonly kind: "setting"; readonly key: string; readonly title: string; readonly note: string; readonly value: unknown }
  | { readonly kind: "migration"; readonly key: string; readonly title: string; readonly note: string; readonly app: string };

export interface Facts {
  readonly models: readonly ModelFacts[];
  readonly urls: readonly UrlFacts[];
  readonly settings: SettingsFacts["values"];
  readonly migrations: MigrationsFacts["apps"];
}

/** More of a kind cannot be looked at, and narrowing stays instant. */
const most = { model: 20, field: 12, url: 12, setting: 8, migration: 8 } as const;

const inOrder = (text: string, letters: string): boolean => {
  let at = 0;
  for (const letter of letters) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
};

/** How well a text fits: 0 not at all; more for a beginning, for a whole word, for a part, for letters in order. */
const fit = (text: string, words: readonly string[]): number => {
  const lower = text.toLowerCase();
  let sum = 0;
  for (const word of words) {
    const at = lower.indexOf(word);
    if (at === 0) sum += 8;
    else if (at > 0) sum += /[\w]/.test(lower[at - 1] ?? "") ? 3 : 6;
    else if (word.length > 2 && inOrder(lower, word)) sum += 1;
    else return 0;
  }
  return sum - Math.min(0.9, lower.length / 500);
};

interface Scored {
  readonly score: number;
  readonly found: Found;
}

const best = (scored: readonly Scored[], count: number): readonly Found[] =>
  scored
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, count)
    .map(({ found }) => found);

const own = (model: ModelFacts): number => (model.first_party ? 2 : 0);

/** The finds of a query, best first within their kind; nothing for an empty one. */
export const findInFacts = (facts: Facts, query: string): readonly Found[] => {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const models = facts.models
    .filter(({ auto_created: automatic }) => !automatic)
    .map((model): Scored => {
      const score = Math.max(fit(model.name, words), fit(model.label, words));
      return {
        score: score > 0 ? score + own(model) : 0,
        found: { kind: "model", key: model.label, title: model.name, note: model.app, model },
      };
    });
  const fields = facts.models.flatMap((model) =>
    model.auto_created || !model.first_party
      ? []
      : model.fields.map((field): Scored => ({
          score: Math.max(fit(field.name, words), fit(`${model.name}.${field.name}`, words)),
          found: {
            kind: "field",
            key: `${model.label}.${field.name}`,
            title: `${model.name}.${field.name}`,
            note: field.class ?? "?",
            model,
            field,
          },
        })),
  );
  const urls = facts.urls.map((url, index): Scored => ({
    score: Math.max(fit(`/${url.route}`, words), fit(url.full_name ?? "", words)),
    found: { kind: "url", key: `${index} ${url.route}`, title: `/${url.route}`, note: url.full_name ?? "", url },
  }));
  const settings = facts.settings.map(({ name, value }): Scored => ({
    score: fit(name, words),
    found: { kind: "setting", key: name, title: name, note: "", value },
  }));
  const migrations = Object.entries(facts.migrations).flatMap(([app, { migrations: all }]) =>
    all.map(({ name }): Scored => ({
      score: fit(`${app}.${name}`, words),
      found: { kind: "migration", key: `${app}.${name}`, title: name, note: app, app },
    })),
  );
  return [
    ...best(models, most.model),
    ...best(fields, most.field),
    ...best(urls, most.url),
    ...best(settings, most.setting),
    ...best(migrations, most.migration),
  ];
};
