/** A setting of a module that is named after production, where it is known for certain. */
import type { SettingValue } from "../../../contract/shapes/facts.ts";
import type { Finding, Judged } from "../rule.ts";
import { settingsPurpose } from "./settings-purpose.ts";

export const isProduction = ({ facts }: Judged): boolean => settingsPurpose(facts.project.settings_module) === "production";

/** Undefined when no file of the project sets it. */
export const settingNamed = ({ facts }: Judged, name: string): SettingValue | undefined =>
  facts.settings.values.find((setting) => setting.name === name);

export const placeOf = (setting: SettingValue | undefined): Pick<Finding, "file" | "line"> => {
  const origin = setting?.origin.at(-1);
  return { file: origin?.file ?? null, line: origin?.line ?? null };
};
