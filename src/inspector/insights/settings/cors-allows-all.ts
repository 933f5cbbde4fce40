/** Every site may read answers with the visitor's cookies: django-cors-headers opened wide with credentials. */
import type { InsightRule } from "../rule.ts";
import { placeOf, settingNamed } from "./production-setting.ts";

export const corsAllowsAll: InsightRule = {
  code: "cors-allows-all",
  judge: (judged) => {
    const all = settingNamed(judged, "CORS_ALLOW_ALL_ORIGINS") ?? settingNamed(judged, "CORS_ORIGIN_ALLOW_ALL");
    const credentials = settingNamed(judged, "CORS_ALLOW_CREDENTIALS");
    if (all?.value !== true || all.certainty !== "certain") return [];
    if (credentials?.value !== true || credentials.certainty !== "certain") return [];
    return [
      {
        severity: "danger",
        title: "Every site may read answers with the visitor's session",
        message: `${all.name} and CORS_ALLOW_CREDENTIALS together let any web page that a visitor opens act and read in their name.`,
        ...placeOf(all),
        fix: "List the sites in CORS_ALLOWED_ORIGINS, or turn CORS_ALLOW_CREDENTIALS off.",
      },
    ];
  },
};
