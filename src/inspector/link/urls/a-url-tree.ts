/** Projects of which only the URLconf is read: for tests. */
import { anEvaluator } from "../../evaluate/a-project.ts";
import { readUrls } from "./read-urls.ts";
import type { UrlSettings } from "./url-context.ts";

const settings: UrlSettings = { debug: true, languageCode: "en", useI18n: true, staticUrl: "/static/", djangoSeries: null };
const none = { sites: [{ instance: null, isDefault: true, registrations: [], isOrderKnown: true }], unreadApps: [], problems: [] };
/** Only `over.declared` is known to be required, where it is given. */
export const readTree = (
  contents: Record<string, string>,
  { declared, ...over }: Partial<UrlSettings> & { readonly declared?: ReadonlySet<string> } = {},
) =>
  readUrls({
    evaluator: anEvaluator(contents, declared === undefined ? {} : { declared }),
    rootUrlconf: "urls",
    settings: { ...settings, ...over },
    admin: none,
    classOf: () => null,
    isRead: () => true,
    showPath: (path) => path.replace("/project/", ""),
  });
export const routesOf = (contents: Record<string, string>, over: Partial<UrlSettings> = {}) =>
  readTree(contents, over).facts.map((url) => `${url.route} [${url.full_name ?? ""}]`);
export const urlImports = "from django.urls import include, path, re_path\nfrom django.views.generic import View\n";
export const aRootUrlconf = (patterns: string, before = "") => ({ "urls.py": `${urlImports}${before}\nurlpatterns = ${patterns}\n` });
