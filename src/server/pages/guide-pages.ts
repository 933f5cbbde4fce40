/** The product's own guide, from its Markdown files: readable without a network, at `/docs/` and `/docs/<name>/`. */
import { readFileSync } from "node:fs";
import { Marked } from "marked";
import { readGuidePages, type GuidePage } from "../../operations/guide/guide-files.ts";
import type { Answer } from "../http/answer.ts";

export interface GuidePages {
  find(path: string): Answer | null;
}

const stylePath = "/docs/style.css";
const style = new URL("./guide.css", import.meta.url);
const policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export const createGuidePages = (): GuidePages => ({
  find(path) {
    if (path === stylePath) return toText("text/css", readFileSync(style, "utf8"));
    const name = /^\/docs(?:\/([a-z0-9-]+))?\/?$/.exec(path);
    if (name === null) return null;
    const wanted = name[1] ?? "index";
    const pages = readGuidePages();
    const page = pages.find((each) => each.name === wanted);
    return page === undefined ? null : toText("text/html", render(page, pages));
  },
});

const toText = (type: string, body: string): Answer => ({
  status: 200,
  headers: { "Content-Type": `${type}; charset=utf-8`, "Cache-Control": "no-cache", "Content-Security-Policy": policy },
  body,
});

const addressOf = (name: string): string => (name === "index" ? "/docs/" : `/docs/${name}/`);
const escape = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

const render = ({ name, title, markdown }: GuidePage, pages: readonly GuidePage[]): string => {
  const links = pages.map((other) => {
    const here = other.name === name ? ' aria-current="page"' : "";
    return `<li><a href="${addressOf(other.name)}"${here}>${escape(other.title)}</a></li>`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)} – DJDesk</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${stylePath}">
</head>
<body>
<header><a href="/">DJDesk</a></header>
<nav aria-label="Guide"><ul>${links.join("")}</ul></nav>
<main>
${renderMarkdown(markdown)}</main>
</body>
</html>
`;
};

/** Headings get an anchor; links between the files become links between the pages. */
const renderMarkdown = (text: string): string => {
  const marked = new Marked({
    gfm: true,
    async: false,
    walkTokens(token) {
      if (token.type === "link")
        token["href"] = String(token["href"]).replace(/^(?:\.\/)?([a-z0-9-]+)\.md/, (_match, page: string) => addressOf(page));
    },
    renderer: {
      heading({ tokens, depth, text: title }) {
        const id = title
          .toLowerCase()
          .replace(/[^a-z0-9]+/g, "-")
          .replace(/^-|-$/g, "");
        return `<h${depth} id="${id}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
    },
  });
  return marked.parse(text, { async: false });
};
