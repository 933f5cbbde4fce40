/** A log file of any length as pages of lines: only the pages in sight are fetched, and kept while the file is the same. */
import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import type { ProjectLogLine } from "../../../contract/shapes/project-log.ts";
import { call } from "../../data/client.ts";

export interface LogSearch {
  readonly slug: string;
  readonly file: string;
  readonly q: string;
  readonly levels: string;
}

const pageSize = 200;
const followMs = 1_000;
const lookMs = 5_000;

/** How many lines there are and fit; asked again and again, more often while the end is followed. */
export const useLogHead = (search: LogSearch, follow: boolean) =>
  useQuery({
    queryKey: ["log-head", search],
    queryFn: ({ signal }) => call("readLogFile", { ...search, limit: 0 }, signal),
    refetchInterval: follow ? followMs : lookMs,
    placeholderData: keepPreviousData,
    enabled: search.file !== "",
  });

interface Range {
  readonly first: number;
  readonly last: number;
}

/** The line at each place in sight; undefined until its page has come. */
export const useLogLines = (
  search: LogSearch,
  head: { readonly generation: string; readonly matches: number } | undefined,
  range: Range,
) => {
  const pages =
    head === undefined || head.matches === 0
      ? []
      : Array.from(
          { length: Math.floor(range.last / pageSize) - Math.floor(range.first / pageSize) + 1 },
          (_, page) => Math.floor(range.first / pageSize) + page,
        ).filter((page) => page * pageSize < head.matches);
  const answers = useQueries({
    queries: pages.map((page) => {
      // The last page grows: how far it reaches is part of what it is.
      const limit = Math.min(pageSize, (head?.matches ?? 0) - page * pageSize);
      return {
        queryKey: ["log-page", search, head?.generation, page, limit],
        queryFn: ({ signal }: { readonly signal: AbortSignal }) => call("readLogFile", { ...search, from: page * pageSize, limit }, signal),
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 30_000,
      };
    }),
  });
  const byPlace = new Map<number, ProjectLogLine>();
  for (const { data } of answers) data?.lines.forEach((line, index) => byPlace.set(data.from + index, line));
  return byPlace;
};
