/** Counts, durations and places as a person writes them. */

/** `1 model`, `3 models`; `plural` for words that do not take an s. */
export const counted = (count: number, singular: string, plural = `${singular}s`): string =>
  `${count.toLocaleString("en")} ${count === 1 ? singular : plural}`;

export const duration = (ms: number): string => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`);

/** `shop/models.py:12`, as editors and terminals make it a link; empty when there is no file. */
export const place = (file: string | null, line: number | null): string => (file === null ? "" : line === null ? file : `${file}:${line}`);
