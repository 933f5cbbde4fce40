/** ALLOWED_HOSTS that accepts every Host header, in settings that are not named after development. */
import type { InsightRule } from "../rule.ts";
import { settingsPurpose } from "./settings-purpose.ts";

export const allowedHostsAny: InsightRule = {
  code: "allowed-hosts-any",
  judge: ({ facts }) => {
    const purpose = settingsPurpose(facts.project.settings_module);
    const setting = facts.settings.values.find(({ name }) => name === "ALLOWED_HOSTS");
    if (purpose === "development" || setting?.certainty !== "certain") return [];
    if (!Array.isArray(setting.value) || !setting.value.includes("*")) return [];
    const origin = setting.origin.at(-1);
    return [
      {
        severity: purpose === "production" ? "warning" : "info",
        title: "ALLOWED_HOSTS accepts every host",
        message: 'With `"*"` Django trusts any Host header, which lets others poison caches and password reset links.',
        file: origin?.file ?? null,
        line: origin?.line ?? null,
        fix: "List the host names that the site answers to.",
      },
    ];
  },
};
