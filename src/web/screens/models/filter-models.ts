import type { ModelFacts } from "../../../contract/shapes/facts.ts";

export interface ModelSearch {
  /** Words that must all occur in `app.Model` or in a field's name (`.slug`, with a leading dot, searches fields alone). */
  readonly q?: string | undefined;
  readonly app?: string | undefined;
  /** `1`: installed apps and automatic tables too. */
  readonly all?: string | undefined;
}

const matches = (model: ModelFacts, word: string): boolean => {
  if (word.startsWith(".")) return model.fields.some(({ name }) => name.toLowerCase().includes(word.slice(1)));
  return model.label.toLowerCase().includes(word) || (model.db_table ?? "").toLowerCase().includes(word);
};

/** The models that a search leaves, by app and name, the project's own first. */
export const filterModels = (models: readonly ModelFacts[], search: ModelSearch): readonly ModelFacts[] => {
  const words = (search.q ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  return models
    .filter((model) => search.all === "1" || (model.first_party && !model.auto_created))
    .filter((model) => search.app === undefined || model.app === search.app)
    .filter((model) => words.every((word) => matches(model, word)))
    .sort((a, b) => Number(b.first_party) - Number(a.first_party) || a.app.localeCompare(b.app) || a.name.localeCompare(b.name));
};
