/**
 * A url that never answers because an earlier one takes every path that it would match. Only routes of `path()` are
 * compared, and the later one must be free of parameters, or be spelled the same.
 */
import type { UrlFacts } from "../../../contract/shapes/facts.ts";
import type { Finding, InsightRule } from "../rule.ts";

/** What Django's own converters match. */
const CONVERTERS: Readonly<Record<string, string>> = {
  str: "[^/]+",
  int: "[0-9]+",
  slug: "[-a-zA-Z0-9_]+",
  uuid: "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
};

const PARAMETER = /<(?:(\w+):)?\w+>/gu;
const isPlain = (route: string): boolean => !/[\^$()[\]*+?\\|]/u.test(route);

/** Null when a converter is the project's own, or `path`, which is meant to take the rest. */
const toPattern = (route: string): RegExp | null => {
  let isKnown = true;
  const source = route
    .replaceAll(/[.{}]/gu, (sign) => `\\${sign}`)
    .replaceAll(PARAMETER, (_whole, converter: string | undefined) => {
      const found = CONVERTERS[converter ?? "str"];
      if (found === undefined) isKnown = false;
      return found ?? "";
    });
  return isKnown ? new RegExp(`^${source}$`, "u") : null;
};

/** A pattern needs as many slashes as the path that it takes. */
const slashes = (route: string): number => route.split("/").length;

interface Known {
  readonly url: UrlFacts;
  readonly pattern: RegExp | null;
}

const shadow = (url: UrlFacts, earlier: UrlFacts): Finding => ({
  // The same path twice may be meant: a name to link to, or a fallback for another setting.
  severity: url.route === earlier.route ? "info" : "warning",
  title: `/${url.route} is never reached`,
  message: `/${earlier.route} stands before it${earlier.file === null ? "" : ` (${earlier.file}:${String(earlier.line ?? 1)})`} and takes the same path, so ${url.view ?? "its view"} is never called.`,
  file: url.file,
  line: url.line,
  fix: "Put the more exact route first, or give one of them another path.",
});

/** By the list of routes: that of a later scan is the same object when no route has changed. */
const known = new WeakMap<readonly UrlFacts[], readonly Finding[]>();

export const shadowedUrl: InsightRule = {
  code: "shadowed-url",
  judge: ({ facts }) => {
    const findings = known.get(facts.urls) ?? findShadowed(facts.urls);
    known.set(facts.urls, findings);
    return findings;
  },
};

const findShadowed = (urls: readonly UrlFacts[]): readonly Finding[] => {
  const exact = new Map<string, UrlFacts>();
  const patterns = new Map<number, Known[]>();
  return urls.flatMap((url): Finding[] => {
    if (!isPlain(url.route) || url.view === null) return [];
    const same = exact.get(url.route);
    exact.set(url.route, same ?? url);
    const hasParameters = url.route.includes("<");
    const among = patterns.get(slashes(url.route)) ?? [];
    if (hasParameters && same === undefined) {
      among.push({ url, pattern: toPattern(url.route) });
      patterns.set(slashes(url.route), among);
    }
    const earlier = same ?? (hasParameters ? undefined : among.find(({ pattern }) => pattern?.test(url.route) === true)?.url);
    // One view under one path twice does no harm, and a route without a place was made by code.
    if (earlier === undefined || earlier.view === url.view || url.file === null || earlier.file === null) return [];
    return [shadow(url, earlier)];
  });
};
