/** The log files that are being looked at: their indexes and the newest searches, so that paging through one costs nothing. */
import type { ProjectLogLine } from "../../contract/shapes/project-log.ts";
import { findLines, type LineFilter, type Matches } from "./find-lines.ts";
import { levelNames } from "./level-of.ts";
import { indexLog, openLog, type LogIndex } from "./log-index.ts";
import { toShownLine } from "./shown-line.ts";

export interface LogPage {
  readonly index: LogIndex;
  readonly matches: number;
  readonly from: number;
  readonly lines: readonly ProjectLogLine[];
}

export interface PageRequest extends LineFilter {
  readonly from: number | undefined;
  readonly around: number | undefined;
  readonly limit: number;
}

export interface LogShelf {
  /** Null when there is no regular file that can be read. */
  page(file: string, request: PageRequest): Promise<LogPage | null>;
}

const keptFiles = 4;
const keptSearches = 6;
/** A line is shown up to here. */
const mostBytes = 8_000;

export const createLogShelf = (): LogShelf => {
  const indexes = new Map<string, Promise<LogIndex | null>>();
  const searches = new Map<string, Promise<Matches>>();

  /** One reading of a file at a time; each continues the one before. */
  const indexOf = (file: string): Promise<LogIndex | null> => {
    const before = indexes.get(file) ?? Promise.resolve(null);
    const now = before.catch(() => null).then((index) => indexLog(file, index));
    indexes.delete(file);
    indexes.set(file, now);
    forgetOldest(indexes, keptFiles);
    return now;
  };
  const search = (file: string, index: LogIndex, filter: LineFilter): Promise<Matches> => {
    const key = JSON.stringify([file, index.generation, index.starts[index.count], filter.q, [...filter.levels].toSorted((a, b) => a - b)]);
    const known = searches.get(key);
    if (known !== undefined) return known;
    const started = withFile(file, (handle) => findLines(handle, index, filter));
    searches.set(key, started);
    started.catch(() => searches.delete(key));
    forgetOldest(searches, keptSearches);
    return started;
  };

  return {
    async page(file, request) {
      const index = await indexOf(file);
      if (index === null) return null;
      const matches = await search(file, index, request);
      const count = matches === null ? index.count : matches.length;
      const from = Math.max(0, Math.min(startOf(request, matches, count), count));
      const places = Array.from({ length: Math.min(request.limit, count - from) }, (_, place) => matches?.[from + place] ?? from + place);
      return { index, matches: count, from, lines: await readLines(file, index, places) };
    },
  };
};

const forgetOldest = (map: Map<string, unknown>, kept: number): void => {
  const oldest = map.size > kept ? map.keys().next().value : undefined;
  if (oldest !== undefined) map.delete(oldest);
};

const withFile = async <T>(file: string, use: (handle: Awaited<ReturnType<typeof openLog>>) => Promise<T>): Promise<T> => {
  const handle = await openLog(file);
  try {
    return await use(handle);
  } finally {
    await handle.close();
  }
};

const startOf = ({ from, around, limit }: PageRequest, matches: Matches, count: number): number => {
  if (from !== undefined) return from;
  if (around === undefined) return count - limit;
  const place = matches === null ? around - 1 : placeIn(matches, around - 1);
  return place - Math.floor(limit / 2);
};

/** First place whose line is not before `line`. */
const placeIn = (matches: Uint32Array, line: number): number => {
  let [low, high] = [0, matches.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((matches[middle] ?? 0) < line) low = middle + 1;
    else high = middle;
  }
  return low;
};

const readLines = (file: string, index: LogIndex, places: readonly number[]): Promise<readonly ProjectLogLine[]> =>
  withFile(file, async (handle) => {
    const lines: ProjectLogLine[] = [];
    for (const place of places) {
      const start = index.starts[place] ?? 0;
      const length = (index.starts[place + 1] ?? 0) - start;
      const shown = Math.min(length, mostBytes);
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(shown), 0, shown, start);
      const text = toShownLine(buffer.toString("utf8", 0, bytesRead), length - shown);
      lines.push({ line: place + 1, level: levelNames[index.levels[place] ?? 0] ?? "info", text });
    }
    return lines;
  });
