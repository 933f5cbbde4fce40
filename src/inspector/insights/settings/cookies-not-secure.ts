/** Session or CSRF cookies that a browser also sends without TLS, in settings that are named after production. */
import type { Finding, InsightRule } from "../rule.ts";
import { isProduction, placeOf, settingNamed } from "./production-setting.ts";

export const cookiesNotSecure: InsightRule = {
  code: "cookies-not-secure",
  judge: (judged) =>
    !isProduction(judged)
      ? []
      : ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"].flatMap((name): Finding[] => {
          const setting = settingNamed(judged, name);
          if (setting === undefined || setting.certainty !== "certain" || setting.value !== false) return [];
          return [
            {
              severity: "warning",
              title: `${name} is off in production`,
              message: "The browser also sends the cookie over plain HTTP, where anyone on the way can read it.",
              ...placeOf(setting),
              fix: `Set \`${name} = True\` where the site is served over TLS.`,
            },
          ];
        }),
};
