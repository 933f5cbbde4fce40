import { expect, it } from "vitest";
import { searchGuide } from "./search-guide.ts";

const pages = [
  {
    name: "index",
    title: "The desk",
    markdown: "# The desk\n\nRead a project.\n\n## Run a command\n\nTrust the [folder](x.md) first: `djdesk trust`.",
  },
  {
    name: "cli",
    title: "The terminal",
    markdown: "# The terminal\n\n| command | does |\n|---|---|\n| `djdesk run` | runs a command in a folder |\n",
  },
];

it("finds sections that hold all words, those with a word in their title first", () => {
  expect(searchGuide(pages, "command folder").map(({ page, title }) => [page, title])).toEqual([
    ["index", "Run a command"],
    ["cli", "The terminal"],
  ]);
  expect(searchGuide(pages, "command unicorn")).toEqual([]);
  expect(searchGuide(pages, " ")).toEqual([]);
});

it("shows plain words around what was found", () => {
  expect(searchGuide(pages, "trust")[0]?.excerpt).toBe("Trust the folder first: djdesk trust .");
});
