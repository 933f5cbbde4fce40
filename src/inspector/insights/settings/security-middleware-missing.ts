/** SecurityMiddleware left out in settings that are named after production, while a setting asks for what it does. */
import type { InsightRule } from "../rule.ts";
import { isProduction, placeOf, settingNamed } from "./production-setting.ts";

const SECURITY = "django.middleware.security.SecurityMiddleware";

export const securityMiddlewareMissing: InsightRule = {
  code: "security-middleware-missing",
  judge: (judged) => {
    const { MIDDLEWARE } = judged.facts.settings;
    const middleware = settingNamed(judged, "MIDDLEWARE");
    if (!isProduction(judged) || MIDDLEWARE === null || middleware?.certainty !== "certain") return [];
    if (MIDDLEWARE.some((path) => path.endsWith("SecurityMiddleware"))) return [];
    const asked = ["SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS"].find((name) => {
      const setting = settingNamed(judged, name);
      return setting?.certainty === "certain" && setting.value !== false && setting.value !== 0 && setting.value !== null;
    });
    if (asked === undefined) return [];
    return [
      {
        severity: "warning",
        title: `${asked} has no effect`,
        message: `Only ${SECURITY} acts on it, and MIDDLEWARE does not have that.`,
        ...placeOf(middleware),
        fix: `Put "${SECURITY}" first in MIDDLEWARE.`,
      },
    ];
  },
};
