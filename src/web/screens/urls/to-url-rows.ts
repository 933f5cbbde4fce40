import type { UrlFacts } from "../../../contract/shapes/facts.ts";

export type UrlRow =
  | { readonly kind: "url"; readonly url: UrlFacts; readonly depth: number }
  | { readonly kind: "prefix"; readonly prefix: string; readonly depth: number; readonly count: number; readonly open: boolean };

interface Branch {
  readonly prefix: string;
  readonly urls: UrlFacts[];
  readonly children: Map<string, Branch>;
  count: number;
}

/** Segments of a route; an expression is not cut inside its groups. */
const toSegments = (route: string): readonly string[] => route.match(/(?:\([^)]*\)|<[^>]*>|[^/])*\/|(?:\([^)]*\)|<[^>]*>|[^/])+$/g) ?? [];

const plant = (urls: readonly UrlFacts[]): Branch => {
  const root: Branch = { prefix: "", urls: [], children: new Map(), count: 0 };
  for (const url of urls) {
    let branch = root;
    for (const segment of toSegments(url.route)) {
      branch.count += 1;
      const child: Branch = branch.children.get(segment) ?? { prefix: branch.prefix + segment, urls: [], children: new Map(), count: 0 };
      branch.children.set(segment, child);
      branch = child;
    }
    branch.count += 1;
    branch.urls.push(url);
  }
  return root;
};

/** A prefix with one way on is shown with it, as file trees do. */
const shorten = (branch: Branch): Branch => {
  const [only] = branch.children.values();
  return branch.urls.length === 0 && branch.children.size === 1 && only !== undefined ? shorten(only) : branch;
};

/** The routes as an opened tree of prefixes. A prefix of one route is that route. */
export const toTreeRows = (urls: readonly UrlFacts[], open: ReadonlySet<string>): readonly UrlRow[] => {
  const rows: UrlRow[] = [];
  const walk = (branch: Branch, depth: number): void => {
    for (const url of branch.urls) rows.push({ kind: "url", url, depth });
    for (const child of branch.children.values()) {
      const shown = shorten(child);
      if (shown.count === 1) {
        for (const url of shown.urls) rows.push({ kind: "url", url, depth });
        continue;
      }
      const isOpen = open.has(shown.prefix);
      rows.push({ kind: "prefix", prefix: shown.prefix, depth, count: shown.count, open: isOpen });
      if (isOpen) walk(shown, depth + 1);
    }
  };
  walk(plant(urls), 0);
  return rows;
};
