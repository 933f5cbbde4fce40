import { Dialog } from "@base-ui/react/dialog";
import { useQuery } from "@tanstack/react-query";
import { ArrowUpRight, X } from "lucide-react";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { guideQuery } from "../data/queries.ts";
import { Markdown, toAnchor } from "../pieces/markdown.tsx";
import { SearchField } from "../pieces/search-field.tsx";
import { Empty, Failure, Skeleton } from "../pieces/states.tsx";
import { searchGuide } from "./search-guide.ts";
import "../style/markdown.css";
import "./guide.css";

interface Props {
  /** `cli`, or `cli#exit-codes`. */
  readonly place: string;
  readonly onGo: (place: string) => void;
  readonly onClose: () => void;
}

/** This product's guide beside what one is doing: pages, search, no network. */
export const GuideDrawer = ({ place, onGo, onClose }: Props) => {
  const { data, error } = useQuery(guideQuery);
  const [query, setQuery] = useState("");
  const body = useRef<HTMLDivElement>(null);
  const [name = "index", anchor] = place.split("#");
  const page = data?.pages.find((each) => each.name === name);
  useEffect(() => {
    if (page === undefined) return;
    const target = anchor === undefined ? null : body.current?.querySelector(`#${CSS.escape(anchor)}`);
    if (target == null) body.current?.scrollTo({ top: 0 });
    else target.scrollIntoView({ block: "start" });
  }, [page, anchor]);
  const toGuideLink = (href: string, children: ReactNode): ReactNode => GuideLink({ href, onGo: go, text: children });
  const go = (next: string): void => {
    setQuery("");
    onGo(next);
  };
  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className="veil" />
        <Dialog.Popup className="guide">
          <header className="guide-head">
            <Dialog.Title className="guide-title">Guide</Dialog.Title>
            <SearchField label="Search the guide" value={query} onChange={setQuery} />
            <a
              className="icon-button"
              href={`/docs/${name === "index" ? "" : `${name}/`}`}
              target="_blank"
              rel="noreferrer"
              aria-label="Open this page alone"
            >
              <ArrowUpRight size={15} aria-hidden />
            </a>
            <Dialog.Close className="icon-button" aria-label="Close the guide">
              <X size={16} aria-hidden />
            </Dialog.Close>
          </header>
          <nav className="guide-pages" aria-label="Pages of the guide">
            {data?.pages.map((each) => (
              <button
                key={each.name}
                type="button"
                className="guide-page"
                aria-current={each.name === name ? "page" : undefined}
                onClick={() => go(each.name)}
              >
                {each.title}
              </button>
            ))}
          </nav>
          <div className="guide-body" ref={body} tabIndex={0} role="region" aria-label={page?.title ?? "Guide"}>
            {data === undefined && error === null ? <Skeleton rows={10} label="Loading the guide" /> : null}
            {data === undefined && error !== null ? <Failure error={error} /> : null}
            {query.trim() !== "" && data !== undefined ? <Hits pages={data.pages} query={query} onGo={go} /> : null}
            {query.trim() === "" && data !== undefined && page === undefined ? <Empty title={`The guide has no page ${name}`} /> : null}
            {query.trim() === "" && page !== undefined ? <Markdown text={page.markdown} link={toGuideLink} /> : null}
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
};

interface HitsProps {
  readonly pages: Parameters<typeof searchGuide>[0];
  readonly query: string;
  readonly onGo: (place: string) => void;
}

const Hits = ({ pages, query, onGo }: HitsProps) => {
  const hits = searchGuide(pages, query);
  if (hits.length === 0) return <Empty title={`The guide does not speak of “${query}”`} />;
  return (
    <ul className="guide-hits" aria-label="Found in the guide">
      {hits.map((hit) => (
        <li key={`${hit.page} ${hit.title}`}>
          <button type="button" className="guide-hit" onClick={() => onGo(`${hit.page}#${toAnchor(hit.title)}`)}>
            <strong>{hit.title}</strong> <span className="faint">{hit.pageTitle}</span>
            <span className="soft guide-excerpt">{hit.excerpt}</span>
          </button>
        </li>
      ))}
    </ul>
  );
};

interface GuideLinkProps {
  readonly href: string;
  readonly text: ReactNode;
  readonly onGo: (place: string) => void;
}

/** Links between pages stay in the drawer; others open beside. */
const GuideLink = ({ href, text, onGo }: GuideLinkProps) => {
  const inside = /^(?:\.\/)?([a-z0-9-]+)\.md(#.*)?$/.exec(href);
  if (inside !== null) {
    return (
      <button type="button" className="link guide-link" onClick={() => onGo(`${inside[1] ?? ""}${inside[2] ?? ""}`)}>
        {text}
      </button>
    );
  }
  return (
    <a href={href} target="_blank" rel="noreferrer" className="link">
      {text}
    </a>
  );
};
