/**
 * Routes that never answer because an earlier one takes all of their paths. Judged by sample paths, made so that only
 * a pattern at least as wide matches them all; routes with expressions or converters of the project's own are left out.
 */
import type { UrlFacts } from "../../../contract/shapes/facts.ts";
import { toPattern } from "./to-pattern.ts";

const samples: Readonly<Record<string, readonly [string, string]>> = {
  int: ["7", "4096"],
  str: ["a~.b", "c!@"],
  slug: ["_a-B", "z9"],
  uuid: ["0f0f0f0f-0000-4000-8000-00000000000a", "a1b2c3d4-1111-4111-9111-aaaaaaaaaaaa"],
  path: ["a~/b.c", "d/e!/f"],
};

const parameter = /<(?:([\w.]+):)?\w+>/g;

/** Two paths of the route; null when it cannot be judged. */
const toSamples = (route: string): readonly [string, string] | null => {
  if (/[\^$\\]|\(\?/.test(route)) return null;
  const kinds = [...route.matchAll(parameter)].map(([, kind = "str"]) => kind);
  if (kinds.some((kind) => samples[kind] === undefined)) return null;
  const fill = (which: 0 | 1): string => route.replace(parameter, (_, kind: string | undefined) => samples[kind ?? "str"]?.[which] ?? "");
  return [fill(0), fill(1)];
};

/** First segment when it is plain text: routes of different ones never meet. */
const headOf = (route: string): string | null => /^[\w.~-]*(?=\/)/.exec(route)?.[0] ?? null;

/** Shadowed route → the one that takes its paths. */
export const findShadowed = (urls: readonly UrlFacts[]): ReadonlyMap<UrlFacts, UrlFacts> => {
  const found = new Map<UrlFacts, UrlFacts>();
  const known = urls.map((url) => ({ url, head: headOf(url.route), pattern: toPattern(url.route) }));
  const byHead = new Map<string | null, typeof known>();
  for (const entry of known) {
    const paths = toSamples(entry.url.route);
    if (paths !== null) {
      const rivals = entry.head === null ? [...byHead.values()].flat() : [...(byHead.get(entry.head) ?? []), ...(byHead.get(null) ?? [])];
      const winner = rivals.find(({ pattern }) => pattern?.certain === true && paths.every((path) => pattern.regex.test(path)));
      if (winner !== undefined) found.set(entry.url, winner.url);
    }
    byHead.set(entry.head, [...(byHead.get(entry.head) ?? []), entry]);
  }
  return found;
};
