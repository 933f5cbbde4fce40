import type { UrlFacts } from "../../../contract/shapes/facts.ts";

/** Routes in which every word occurs, in route, name, view or demands. */
export const filterUrls = (urls: readonly UrlFacts[], q: string): readonly UrlFacts[] => {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return urls;
  return urls.filter((url) => {
    const text = `/${url.route} ${url.full_name ?? ""} ${url.view ?? ""} ${(url.requires ?? []).join(" ")}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
};
