import type { Facts, InsightFacts } from "../../contract/shapes/facts.ts";

/** What the project itself holds: installed apps, abstract models and those that Django makes are not counted. */
export interface Counts {
  readonly apps: number;
  readonly models: number;
  readonly migrations: number;
  readonly findings: number;
}

/** Does it ask for something to be done? */
export const isFinding = ({ severity }: InsightFacts): boolean => severity === "danger" || severity === "warning";

export const countProject = ({
  apps,
  models,
  migrations,
  insights,
}: Pick<Facts, "apps" | "models" | "migrations" | "insights">): Counts => {
  const own = new Set(apps.filter((app) => app.first_party).map((app) => app.label));
  return {
    apps: own.size,
    models: models.filter((model) => model.first_party && !model.auto_created && !model.abstract).length,
    migrations: Object.entries(migrations.apps).reduce((sum, [label, app]) => sum + (own.has(label) ? app.migrations.length : 0), 0),
    findings: insights.filter(isFinding).length,
  };
};
