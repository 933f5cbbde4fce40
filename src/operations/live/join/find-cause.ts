/** Reasons why source and life can differ, as far as they can be seen; none is guessed. */
import { isAbsolute, join } from "node:path";
import type { Facts } from "../../../contract/shapes/facts.ts";
import { statOrNull } from "../../stat-or-null.ts";
import type { LiveFacts } from "../live-facts.ts";
import type { Difference } from "./tally.ts";

export interface Circumstances {
  readonly source: Facts;
  readonly live: LiveFacts;
  /** Milliseconds since the epoch. */
  readonly askedAt: number;
}

export const createCauseFinder = ({ source, live, askedAt }: Circumstances): ((difference: Difference) => string | null) => {
  const changedAt = new Map<string, number | null>();
  const timeOf = (file: string): number | null => {
    const path = isAbsolute(file) ? file : join(source.project.root, file);
    const known = changedAt.get(path);
    if (known !== undefined) return known;
    const found = statOrNull(path)?.mtimeMs ?? null;
    changedAt.set(path, found);
    return found;
  };
  const values = new Map(source.settings.values.map((value) => [value.name, value]));
  const readDjango = source.project.django_version;
  const ranDjango = live.project?.django_version ?? null;
  const general = generalCause(source, live);

  return ({ section, subject, file }) => {
    if (file !== null && (timeOf(file) ?? 0) > askedAt) return `${file} was changed after life was asked.`;
    if (section === "settings") {
      const variable = values.get(subject)?.origin.find(({ env }) => env !== undefined)?.env;
      if (variable !== undefined) return `It depends on the environment variable ${variable}.`;
    }
    const model = source.models.find(({ label }) => subject === label || subject.startsWith(`${label}.`));
    const field = model?.fields.find(({ name }) => subject === `${model.label}.${name}`);
    const because = field?.because ?? model?.because;
    if (because !== undefined) return `The source was not sure: ${because}`;
    if (general !== null) return general;
    const inherited = field?.inherited_from ?? null;
    if (readDjango !== null && ranDjango !== null && readDjango !== ranDjango && (inherited ?? "").startsWith("django."))
      return `The source was read for Django ${readDjango}, and Django ${ranDjango} runs.`;
    return null;
  };
};

/** What explains any difference: other settings, another release of Django, no environment to read from. */
const generalCause = (source: Facts, live: LiveFacts): string | null => {
  const [read, ran] = [source.project.settings_module, live.project?.settings_module ?? null];
  if (read !== null && ran !== null && read !== ran) return `The source was read with ${read}, and the project runs with ${ran}.`;
  const [readDjango, ranDjango] = [source.project.django_version, live.project?.django_version ?? null];
  const release = (version: string | null): string | null => /^\d+\.\d+/.exec(version ?? "")?.[0] ?? null;
  if (readDjango !== null && ranDjango !== null && release(readDjango) !== release(ranDjango))
    return `The source was read for Django ${readDjango}, and Django ${ranDjango} runs.`;
  if (source.project.environment === null)
    return "The source was read without an environment; code of installed packages comes from the catalogue.";
  return null;
};
