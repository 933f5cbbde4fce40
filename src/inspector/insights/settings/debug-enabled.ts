/** DEBUG on for certain, in settings that are not named after development. */
import type { InsightRule } from "../rule.ts";
import { settingsPurpose } from "./settings-purpose.ts";

export const debugEnabled: InsightRule = {
  code: "debug-enabled",
  judge: ({ facts }) => {
    const purpose = settingsPurpose(facts.project.settings_module);
    const setting = facts.settings.values.find(({ name }) => name === "DEBUG");
    if (purpose === "development" || setting?.value !== true || setting.certainty !== "certain") return [];
    const origin = setting.origin.at(-1);
    return [
      {
        severity: purpose === "production" ? "danger" : "info",
        title: `DEBUG is on in ${facts.project.settings_module ?? "the settings"}`,
        message: "With DEBUG on, every error page shows settings, source and local variables, and all SQL queries stay in memory.",
        file: origin?.file ?? null,
        line: origin?.line ?? null,
        fix: "Read it from the environment with a default of False, or keep it in settings for development only.",
      },
    ];
  },
};
