/** SECRET_KEY written in a settings file that is not named after development: whoever reads the repository can sign sessions. */
import type { InsightRule } from "../rule.ts";
import { settingsPurpose } from "./settings-purpose.ts";

export const secretKeyInSource: InsightRule = {
  code: "secret-key-in-source",
  judge: ({ facts }) => {
    const purpose = settingsPurpose(facts.project.settings_module);
    const setting = facts.settings.values.find(({ name }) => name === "SECRET_KEY");
    const origin = setting?.origin.at(-1);
    if (purpose === "development" || setting?.certainty !== "certain" || origin === undefined) return [];
    if (setting.value === null || setting.value === "" || setting.origin.some(({ env }) => env !== undefined)) return [];
    return [
      {
        severity: purpose === "production" ? "danger" : "info",
        title: "SECRET_KEY is written in source",
        message: "Sessions, password reset links and signed data can be forged by anyone who has read this file.",
        file: origin.file,
        line: origin.line,
        fix: 'Read it from the environment: `SECRET_KEY = os.environ["SECRET_KEY"]`, and change the key that was published.',
      },
    ];
  },
};
