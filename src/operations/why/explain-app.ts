/** An app: its label, its configuration, and the setting that installs it. */
import type { AppFacts, Facts } from "../../contract/shapes/facts.ts";
import type { Why, WhyStep } from "../../contract/shapes/why.ts";
import { settingSteps } from "./explain-setting.ts";

export const appSteps = (facts: Facts, app: AppFacts): readonly WhyStep[] => {
  const installed = facts.settings.values.find(({ name }) => name === "INSTALLED_APPS");
  const config =
    app.config_class === null
      ? "no configuration class: the label is the last part of its name"
      : `its configuration is ${app.config_class}`;
  return [
    { says: `The app ${app.label} is the package ${app.name}; ${config}`, file: app.file ?? app.path, line: app.line },
    ...(installed === undefined ? [] : settingSteps(installed)),
  ];
};

export const explainApp = (facts: Facts, app: AppFacts): Why => {
  const drift = facts.migrations.drift?.[app.label];
  const unknown = facts.migrations.drift_unknown[app.label];
  const changes = (drift ?? []).map(({ describe }) => ({ says: `Not in any migration: ${describe}`, file: null, line: null }));
  const verdict =
    unknown === undefined
      ? drift?.length === 0
        ? "Its models are what its migrations make"
        : null
      : `Whether its models match its migrations is not known: ${unknown}`;
  return {
    name: app.label,
    kind: "app",
    certainty: "certain",
    because: null,
    steps: [...appSteps(facts, app), ...changes, ...(verdict === null ? [] : [{ says: verdict, file: null, line: null }])],
  };
};
