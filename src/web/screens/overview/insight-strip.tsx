import { Link } from "@tanstack/react-router";
import type { Insight } from "../../../contract/shapes/status.ts";
import { SeverityMark } from "../../pieces/severity.tsx";
import { SourceLink } from "../../pieces/source-link.tsx";

interface Props {
  readonly slug: string;
  readonly root: string;
  readonly insights: readonly Insight[];
}

const headlines = ["models", "pending-migrations", "drift", "conflicts", "findings"];

/**
 * The measured ones, in their order, and before them that source and life disagree; each kind of finding has an insight
 * too, and stands among the findings below.
 */
export const toHeadlines = (insights: readonly Insight[]): readonly Insight[] => [
  ...insights.filter(({ code, mark }) => code === "live" && mark === "differs"),
  ...headlines.flatMap((code) => insights.find((insight) => insight.code === code) ?? []),
];

const marks = { source: "source", live: "live", both: "both agree", differs: "differ" } as const;

/** The instruments: one figure each, with its change since the last scan and how to take it. */
export const InsightStrip = ({ slug, root, insights }: Props) => {
  const wasAsked = insights.some(({ code }) => code === "live");
  return (
    <ul className="strip" aria-label="Insights">
      {toHeadlines(insights).map((insight) => (
        <li key={insight.code} className={`cell cell-${insight.severity}`}>
          <div className="cell-head">
            <CellTitle slug={slug} insight={insight} />
            {insight.severity === "info" ? null : <SeverityMark severity={insight.severity} quiet />}
          </div>
          <p className="cell-figure">
            <span className={/^[\d.,%+\s]+$/.test(insight.value) ? "cell-value num" : "cell-value cell-word"}>{insight.value}</span>
            {insight.delta === "" ? null : <span className="cell-delta num">{insight.delta}</span>}
          </p>
          <p className="cell-caption">{insight.caption}</p>
          {insight.file === null ? null : <SourceLink root={root} file={insight.file} line={insight.line} />}
          {wasAsked && insight.code !== "live" ? <p className={`cell-mark cell-mark-${insight.mark}`}>{marks[insight.mark]}</p> : null}
        </li>
      ))}
    </ul>
  );
};

const CellTitle = ({ slug, insight }: { readonly slug: string; readonly insight: Insight }) => {
  const { code, title } = insight;
  if (code === "live" || code.includes("finding")) {
    return (
      <a className="cell-title" href={code === "live" ? "#live" : "#findings"}>
        {title}
      </a>
    );
  }
  const to =
    code.includes("model") && !code.includes("drift")
      ? "/w/$slug/models"
      : /migration|drift|conflict|phantom/.test(code)
        ? "/w/$slug/migrations"
        : null;
  if (to === null) return <span className="cell-title">{title}</span>;
  return (
    <Link to={to} params={{ slug }} className="cell-title">
      {title}
    </Link>
  );
};
