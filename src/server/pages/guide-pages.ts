/** The product's own guide, from its Markdown files: readable without a network, at `/docs/` and `/docs/<name>/`. */
import { readFileSync, readdirSync } from "node:fs";
import { Marked } from "marked";
import type { Answer } from "../http/answer.ts";

export interface GuidePages {
  find(path: string): Answer | null;
}

const stylePath = "/docs/style.css";
const style = new URL("./guide.css", import.meta.url);
const policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export const createGuidePages = (folder: string): GuidePages => ({
  find(path) {
    if (path === stylePath) return toText("text/css", readFileSync(style, "utf8"));
    const name = /^\/docs(?:\/([a-z0-9-]+))?\/?$/.exec(path);
    if (name === null) return null;
    const wanted = name[1] ?? "index";
    const names = listPages(folder);
    if (!names.includes(wanted)) return null;
    return toText("text/html", render(folder, wanted, names));
  },
});

const toText = (type: string, body: string): Answer => ({
  status: 200,
  headers: { "Content-Type": `${type}; charset=utf-8`, "Cache-Control": "no-cache", "Content-Security-Policy": policy },
  body,
});

const listPages = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith(".md"))
      .map((file) => file.slice(0, -3))
      .sort((a, b) => Number(b === "index") - Number(a === "index") || (a < b ? -1 : 1));
  } catch {
    return [];
  }
};

const readPage = (folder: string, name: string): string => readFileSync(`${folder}/${name}.md`, "utf8");
const titleOf = (text: string, name: string): string => /^# (.+)$/m.exec(text)?.[1] ?? name;
const addressOf = (name: string): string => (name === "index" ? "/docs/" : `/docs/${name}/`);
const escape = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

const render = (folder: string, name: string, names: readonly string[]): string => {
  const text = readPage(folder, name);
  const links = names.map((other) => {
    const here = other === name ? ' aria-current="page"' : "";
    return `<li><a href="${addressOf(other)}"${here}>${escape(titleOf(readPage(folder, other), other))}</a></li>`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(titleOf(text, name))} – DJDesk</title>
<link rel="stylesheet" href="${stylePath}">
</head>
<body>
<header><a href="/">DJDesk</a></header>
<nav aria-label="Guide"><ul>${links.join("")}</ul></nav>
<main>
${renderMarkdown(text)}</main>
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
