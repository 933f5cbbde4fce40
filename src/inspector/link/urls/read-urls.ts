/** The project's routes, from ROOT_URLCONF on, as facts. */
import type { UrlFacts } from "../../../contract/shapes/facts.ts";
import type { Evaluator, Value } from "../../evaluate/value.ts";
import type { AdminSites } from "../admin/admin-site.ts";
import { importUrlconf } from "../import-urlconf.ts";
import type { LinkedUrl, UrlProblem } from "./linked-url.ts";
import { mostRoutes, type UrlContext, type UrlSettings } from "./url-context.ts";
import { walkPatterns } from "./walk-urls.ts";

export interface ReadUrlsOptions {
  readonly evaluator: Evaluator;
  readonly rootUrlconf: string;
  readonly settings: UrlSettings;
  readonly admin: AdminSites;
  /** The class of the model with this label. */
  readonly classOf: (label: string) => Value | null;
  /** False for a module that is known from another release than the project's alone. */
  readonly isRead: (module: string) => boolean;
  /** Absolute path → path as facts show it. */
  readonly showPath: (path: string) => string;
}

export interface ReadUrls {
  readonly facts: readonly UrlFacts[];
  readonly problems: readonly UrlProblem[];
}

const toFacts = (url: LinkedUrl, showPath: (path: string) => string): UrlFacts => ({
  route: url.route,
  name: url.name,
  full_name: url.name === null ? null : [...url.namespaces, url.name].join(":"),
  view: url.view,
  methods: url.methods === null ? null : [...url.methods],
  requires: url.requires === null ? null : [...url.requires],
  converters: { ...url.converters },
  file: url.origin === null ? null : showPath(url.origin.file),
  line: url.origin?.line ?? null,
});

/** In the order in which Django would try them. */
export const readUrls = (options: ReadUrlsOptions): ReadUrls => {
  const { evaluator, settings, admin, classOf, isRead } = options;
  const context: UrlContext = {
    evaluator,
    settings,
    admin,
    classOf,
    isRead,
    found: [],
    budget: { left: mostRoutes },
    problems: [],
    walk: (inside, patterns, prefix) => walkPatterns(inside, patterns, prefix, 1),
  };
  const root = importUrlconf(evaluator, options.rootUrlconf);
  const patterns = root.kind === "module" ? root.namespace.get("urlpatterns") : undefined;
  if (patterns === undefined)
    context.problems.push({
      file: root.kind === "module" ? root.file : null,
      line: null,
      code: root.kind === "external" ? "urls-not-here" : "unresolved-urls",
      message: `The root URLconf ${options.rootUrlconf} ${root.kind === "module" ? "sets no urlpatterns that can be read" : "is not here"}.`,
    });
  else walkPatterns(context, patterns.value, { route: "", namespaces: [], converters: {} }, 0);
  if (context.budget.left <= 0) {
    const message = `There are more than ${mostRoutes} routes: the others are not known.`;
    context.problems.push({ file: null, line: null, code: "unresolved-urls", message });
  }
  return { facts: context.found.map((url) => toFacts(url, options.showPath)), problems: context.problems };
};
