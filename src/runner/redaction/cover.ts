import type { Span } from "./named-values.ts";

export const mask = "•••";

/** Overlapping spans become one. */
export const joinSpans = (spans: readonly Span[]): readonly Span[] => {
  const joined: Span[] = [];
  for (const [start, end] of spans.toSorted((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last !== undefined && start < last[1]) joined[joined.length - 1] = [last[0], Math.max(last[1], end)];
    else joined.push([start, end]);
  }
  return joined;
};

/** The text with a mask in place of each span. */
export const cover = (text: string, spans: readonly Span[]): string => {
  let covered = "";
  let at = 0;
  for (const [start, end] of spans) {
    covered += `${text.slice(at, start)}${mask}`;
    at = end;
  }
  return covered + text.slice(at);
};
