import { CircleCheck, CircleX } from "lucide-react";
import { useId, useMemo } from "react";
import type { UrlFacts } from "../../../contract/shapes/facts.ts";
import { SourceLink } from "../../pieces/source-link.tsx";
import { RouteText } from "./route-text.tsx";
import { tryPath, type Tried } from "./try-path.ts";

interface Props {
  readonly root: string;
  readonly urls: readonly UrlFacts[];
  readonly path: string;
  readonly onChange: (path: string) => void;
}

/** Type a path and see which route answers, with what, and who was asked before. */
export const PathTester = ({ root, urls, path, onChange }: Props) => {
  const id = useId();
  const tried = useMemo(() => (path.trim() === "" ? null : tryPath(urls, path)), [urls, path]);
  return (
    <section className="tester" aria-label="Which route answers a path">
      <label htmlFor={id}>Try a path</label>
      <input
        id={id}
        className="code"
        value={path}
        placeholder="/articles/2026/11/"
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
      />
      <div className="tester-answer" aria-live="polite">
        {tried === null ? null : <Outcome root={root} tried={tried} />}
      </div>
    </section>
  );
};

const Outcome = ({ root, tried: { answer, before, hidden, unknown } }: { readonly root: string; readonly tried: Tried }) => {
  const rest = unknown === 0 ? "" : ` ${unknown} with expressions that only Python understands could not be tried.`;
  if (answer === null) {
    return (
      <p>
        <span className="mark tone-danger">
          <CircleX size={14} aria-hidden /> No route
        </span>{" "}
        <span className="soft">
          None of {before} routes matches: Django answers 404.{rest}
        </span>
      </p>
    );
  }
  const { url, values, certain } = answer;
  return (
    <>
      <p className="tester-route">
        <span className="mark tone-success">
          <CircleCheck size={14} aria-hidden /> Answered by
        </span>
        <code>
          /<RouteText route={url.route} />
        </code>
        <code className="soft">{url.view ?? "?"}</code>
        {url.file === null ? null : <SourceLink root={root} file={url.file} line={url.line} />}
      </p>
      <p className="soft">
        {values.length === 0 ? null : (
          <>
            with <code>{values.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(", ")}</code>;{" "}
          </>
        )}
        {before} {before === 1 ? "route was" : "routes were"} tried before it
        {hidden.length === 0 ? "" : `; ${hidden.length} further down would match too: /${hidden[0]?.route ?? ""}`}.
        {certain ? "" : " A converter of the project's own decides whether its part fits."}
        {rest}
      </p>
    </>
  );
};
