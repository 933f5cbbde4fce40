import { marked, type Token, type Tokens } from "marked";
import type { ReactNode } from "react";

interface Props {
  readonly text: string;
  /** What a link inside becomes; by default a link that opens beside. */
  readonly link?: (href: string, children: ReactNode) => ReactNode;
}

type LinkMaker = NonNullable<Props["link"]>;

const outward: LinkMaker = (href, children) =>
  /^https?:\/\//.test(href) ? (
    <a href={href} target="_blank" rel="noreferrer" className="link">
      {children}
    </a>
  ) : (
    children
  );

/** Markdown as elements: no text of it is ever taken for HTML. */
export const Markdown = ({ text, link = outward }: Props) => <div className="markdown">{toBlocks(marked.lexer(text), link)}</div>;

/** Anchor of a heading, as the served pages have it. */
export const toAnchor = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");

const keyOf = (token: Token, index: number): string => `${index} ${token.type}`;

const toBlocks = (tokens: readonly Token[], link: LinkMaker): ReactNode[] =>
  tokens.map((token, index) => toBlock(token, keyOf(token, index), link));

const isHeading = (token: Token): token is Tokens.Heading => token.type === "heading";
const isParagraph = (token: Token): token is Tokens.Paragraph => token.type === "paragraph";
const isCode = (token: Token): token is Tokens.Code => token.type === "code";
const isList = (token: Token): token is Tokens.List => token.type === "list";
const isTable = (token: Token): token is Tokens.Table => token.type === "table";
const isText = (token: Token): token is Tokens.Text => token.type === "text";
const isLink = (token: Token): token is Tokens.Link => token.type === "link";
const isCodespan = (token: Token): token is Tokens.Codespan => token.type === "codespan";

const toBlock = (token: Token, key: string, link: LinkMaker): ReactNode => {
  if (isHeading(token)) {
    const Title = token.depth === 1 ? "h2" : token.depth === 2 ? "h3" : "h4";
    return (
      <Title key={key} id={toAnchor(token.text)}>
        {toInline(token.tokens, link)}
      </Title>
    );
  }
  if (isParagraph(token)) return <p key={key}>{toInline(token.tokens, link)}</p>;
  if (isCode(token))
    return (
      <pre key={key} tabIndex={0}>
        <code>{token.text}</code>
      </pre>
    );
  if (isList(token)) {
    const List = token.ordered ? "ol" : "ul";
    return (
      <List key={key}>
        {token.items.map((item, index) => (
          <li key={keyOf(item, index)}>{toBlocks(item.tokens, link)}</li>
        ))}
      </List>
    );
  }
  if (isTable(token)) return <TableView key={key} table={token} link={link} />;
  if (isText(token)) return <span key={key}>{toInline(token.tokens ?? [token], link)}</span>;
  return null;
};

const TableView = ({ table, link }: { readonly table: Tokens.Table; readonly link: LinkMaker }) => (
  <div className="scroll-x" tabIndex={0} role="group" aria-label={`Table of ${table.header.map(({ text }) => text).join(", ")}`}>
    <table className="table">
      <thead>
        <tr>
          {table.header.map((cell, index) => (
            <th key={`${index} ${cell.text}`} scope="col">
              {toInline(cell.tokens, link)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map((row, index) => (
          <tr key={`${index} ${row[0]?.text ?? ""}`}>
            {row.map((cell, column) => (
              <td key={`${column} ${cell.text}`}>{toInline(cell.tokens, link)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

const unescape = (text: string): string =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&amp;", "&");

const toInline = (tokens: readonly Token[], link: LinkMaker): ReactNode[] =>
  tokens.map((token, index) => {
    const key = keyOf(token, index);
    const inner = "tokens" in token && token.tokens !== undefined ? token.tokens : [];
    if (isCodespan(token)) return <code key={key}>{unescape(token.text)}</code>;
    if (isLink(token)) return <span key={key}>{link(token.href, toInline(token.tokens, link))}</span>;
    if (token.type === "strong") return <strong key={key}>{toInline(inner, link)}</strong>;
    if (token.type === "em") return <em key={key}>{toInline(inner, link)}</em>;
    if (inner.length > 0) return <span key={key}>{toInline(inner, link)}</span>;
    return "text" in token ? unescape(String(token.text)) : token.raw;
  });
