import type { UrlFacts } from "../../../contract/shapes/facts.ts";
import { toPattern, type Pattern } from "./to-pattern.ts";

export interface Answered {
  readonly url: UrlFacts;
  readonly values: readonly (readonly [string, string])[];
  readonly certain: boolean;
}

export interface Tried {
  /** The route that Django takes; null when none matches. */
  readonly answer: Answered | null;
  /** How many routes stand before it and did not match. */
  readonly before: number;
  /** Routes further down that would match too, and never get the chance. */
  readonly hidden: readonly UrlFacts[];
  /** Routes that cannot be tried here. */
  readonly unknown: number;
}

const toValues = ({ names }: Pattern, groups: Readonly<Record<string, string | undefined>>) =>
  names.map((name, index) => [name, groups[`g${index}`] ?? ""] as const);

/** Which route answers a path. A host or a query may stand around it; they do not count. */
export const tryPath = (urls: readonly UrlFacts[], typed: string): Tried => {
  const path = typed
    .trim()
    .replace(/^[a-z]+:\/\/[^/]*/i, "")
    .replace(/[?#].*$/, "")
    .replace(/^\//, "");
  let answer: Answered | null = null;
  let before = 0;
  let unknown = 0;
  const hidden: UrlFacts[] = [];
  for (const url of urls) {
    const pattern = toPattern(url.route);
    if (pattern === null) {
      unknown += 1;
      continue;
    }
    const match = pattern.regex.exec(path);
    if (match === null) before += answer === null ? 1 : 0;
    else if (answer === null) answer = { url, values: toValues(pattern, match.groups ?? {}), certain: pattern.certain };
    else hidden.push(url);
  }
  return { answer, before, hidden, unknown };
};
