/** A setting: every statement that set or changed it, the last first. */
import type { SettingValue } from "../../contract/shapes/facts.ts";
import type { Why, WhyStep } from "../../contract/shapes/why.ts";

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? "null";
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
};

/** Statements that give a setting its value, the deciding one first. */
export const settingSteps = (setting: SettingValue): readonly WhyStep[] =>
  setting.origin.toReversed().map(({ file, line, env }, index, all) => ({
    says:
      (index === 0
        ? `${setting.name} gets its value here`
        : index === all.length - 1
          ? `${setting.name} is first set here`
          : `${setting.name} is changed here`) + (env === undefined ? "" : ` from the environment variable ${env}`),
    file,
    line,
  }));

export const explainSetting = (setting: SettingValue): Why => ({
  name: setting.name,
  kind: "setting",
  certainty: setting.certainty,
  because: setting.because ?? null,
  steps: [
    { says: `${setting.name} is ${setting.certainty === "unknown" ? "not known" : shown(setting.value)}`, file: null, line: null },
    ...settingSteps(setting),
  ],
});
