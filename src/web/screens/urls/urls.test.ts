import { describe, expect, it } from "vitest";
import type { UrlFacts } from "../../../contract/shapes/facts.ts";
import { findShadowed } from "./find-shadowed.ts";
import { toPattern } from "./to-pattern.ts";
import { toTreeRows } from "./to-url-rows.ts";
import { tryPath } from "./try-path.ts";

const aRoute = (route: string): UrlFacts => ({
  route,
  name: null,
  full_name: null,
  view: null,
  methods: null,
  requires: null,
  converters: {},
  file: null,
  line: null,
});
const routes = (...all: readonly string[]): readonly UrlFacts[] => all.map(aRoute);

describe("toPattern", () => {
  it.each([
    ["books/<int:pk>/", "books/7/", true],
    ["books/<int:pk>/", "books/seven/", false],
    ["books/<slug>/", "books/war-and-peace/", true],
    ["files/<path:rest>", "files/a/b.txt", true],
    ["a.b/", "axb/", false],
    ["api/^items/(?P<pk>[^/.]+)/$", "api/items/3/", true],
    ["api/^items/$", "api/items/3/", false],
    ["^archive/", "archive/1999/", true],
    [String.raw`^old/\Z`, "old/x", false],
    ["^(?P<a>x)/(?P<a>y)/$", "x/y/", true],
  ])("%s matches %s: %s", (route, path, matches) => {
    expect(toPattern(route)?.regex.test(path)).toBe(matches);
  });

  it("says when a converter of the project decides, and gives up on what is no expression", () => {
    expect(toPattern("y/<four_digits:year>/")?.certain).toBe(false);
    expect(toPattern("^(?P<a>[/$")).toBeNull();
  });
});

describe("tryPath", () => {
  const urls = routes("books/", "books/<int:pk>/", "books/<str:name>/", "^(?P<rest>[$");

  it("finds the route that answers, its values, and who stands in its shadow", () => {
    const { answer, before, hidden, unknown } = tryPath(urls, "http://127.0.0.1:8000/books/12/?page=2#x");
    expect(answer?.url.route).toBe("books/<int:pk>/");
    expect(answer?.values).toEqual([["pk", "12"]]);
    expect([before, hidden.map(({ route }) => route), unknown]).toEqual([1, ["books/<str:name>/"], 1]);
  });

  it("says that nobody answers", () => {
    expect(tryPath(urls, "/shelves/")).toMatchObject({ answer: null, before: 3, hidden: [] });
  });
});

describe("findShadowed", () => {
  const shadowed = (...all: readonly string[]): readonly (readonly [string, string])[] =>
    [...findShadowed(routes(...all))].map(([url, winner]) => [url.route, winner.route] as const);

  it("names routes whose every path is taken before", () => {
    expect(shadowed("books/<slug:name>/", "books/add/", "books/<int:pk>/")).toEqual([
      ["books/add/", "books/<slug:name>/"],
      ["books/<int:pk>/", "books/<slug:name>/"],
    ]);
    expect(shadowed("<path:rest>", "about/")).toEqual([["about/", "<path:rest>"]]);
  });

  it("keeps still where some paths get through, or nobody knows", () => {
    expect(shadowed("books/<int:pk>/", "books/<str:name>/")).toEqual([]);
    expect(shadowed("books/<slug:name>/", "books/<str:name>/")).toEqual([]);
    expect(shadowed("books/<own:name>/", "books/add/")).toEqual([]);
    expect(shadowed("books/add/", "books/<slug:name>/")).toEqual([]);
  });
});

describe("toTreeRows", () => {
  const urls = routes("", "books/", "books/<int:pk>/", "books/<int:pk>/edit/", "about/");
  const shown = (open: readonly string[]): readonly string[] =>
    toTreeRows(urls, new Set(open)).map(
      (row) => `${" ".repeat(row.depth)}${row.kind === "url" ? row.url.route : `${row.prefix} ${row.count}`}`,
    );

  it("folds routes under their prefixes, and opens those that are named", () => {
    expect(shown([])).toEqual(["", "books/ 3", "about/"]);
    expect(shown(["books/"])).toEqual(["", "books/ 3", " books/", " books/<int:pk>/ 2", "about/"]);
  });
});
