/** What reading URLs needs beside the values themselves. */
import type { Evaluator, Value } from "../../evaluate/value.ts";
import type { AdminSites } from "../admin/admin-site.ts";
import type { LinkedUrl, UrlPrefix, UrlProblem } from "./linked-url.ts";

export interface UrlSettings {
  readonly debug: boolean | null;
  readonly languageCode: string | null;
  readonly useI18n: boolean | null;
  readonly staticUrl: string | null;
  /** `5.2`; null when it is not known. */
  readonly djangoSeries: string | null;
}

export interface UrlContext {
  readonly evaluator: Evaluator;
  readonly settings: UrlSettings;
  readonly admin: AdminSites;
  readonly found: LinkedUrl[];
  readonly problems: UrlProblem[];
  /** How many more routes are read: lists that hold each other give more than any server has. */
  readonly budget: { left: number };
  /** The class of the model with this label. */
  readonly classOf: (label: string) => Value | null;
  /** False for a module that is known from another release than the project's alone. */
  readonly isRead: (module: string) => boolean;
  /** Reads a list of patterns below a prefix. */
  readonly walk: (context: UrlContext, patterns: Value, prefix: UrlPrefix) => void;
  /** While a `get_urls()` of the admin is read: adds what `super().get_urls()`, by its dotted path, stands for. */
  readonly inherited?: (path: string, prefix: UrlPrefix) => void;
}

export const mostRoutes = 50_000;

/** False once as many routes were read as a scan reads. */
export const mayReadOne = ({ budget }: UrlContext): boolean => {
  budget.left -= 1;
  return budget.left > 0;
};

export const reportUrls = (context: UrlContext, value: Value, code: UrlProblem["code"], message: string): void => {
  context.problems.push({ file: value.origin?.file ?? null, line: value.origin?.line ?? null, code, message });
};

export const extendPrefix = (prefix: UrlPrefix, route: string, converters: Readonly<Record<string, string>>): UrlPrefix => ({
  route: prefix.route + route,
  namespaces: prefix.namespaces,
  converters: { ...prefix.converters, ...converters },
});

export const withNamespace = (prefix: UrlPrefix, namespace: string | null): UrlPrefix =>
  namespace === null || namespace === "" ? prefix : { ...prefix, namespaces: [...prefix.namespaces, namespace] };
