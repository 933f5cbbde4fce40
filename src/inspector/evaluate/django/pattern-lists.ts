/**
 * Values that are lists of URL patterns in Python and stand for all of their patterns here: `i18n_patterns(…)`,
 * `static(…)`, `router.urls`, `super().get_urls()`. In a list such a value is one item; whoever reads the list knows what it brings.
 */
import type { SequenceValue, Value } from "../value.ts";

const calls: ReadonlySet<string> = new Set([
  "django.conf.urls.i18n.i18n_patterns",
  "django.conf.urls.static.static",
  "django.contrib.staticfiles.urls.staticfiles_urlpatterns",
  "rest_framework.urlpatterns.format_suffix_patterns",
  "debug_toolbar.toolbar.debug_toolbar_urls",
]);

const isRouterUrls = (path: string): boolean => /^rest_framework(?:_\w+)?\.routers\.\w+\.urls$/.test(path);

/** Is the value a list of patterns whose items are not here? */
export const isPatternList = (value: Value): boolean => {
  if (value.kind === "external") return isRouterUrls(value.path);
  if (value.kind !== "instance" || value.class.kind !== "external") return false;
  return calls.has(value.class.path) || value.class.path.endsWith(".get_urls");
};

/** The value as a list with itself as the one item; any other value as it is. */
export const patternsOf = <V extends Value>(value: V): V | SequenceValue =>
  isPatternList(value)
    ? { kind: "sequence", type: "list", items: [value], ...(value.origin === undefined ? {} : { origin: value.origin }) }
    : value;
