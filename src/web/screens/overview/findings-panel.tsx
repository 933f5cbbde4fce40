import { CircleCheck } from "lucide-react";
import { useState } from "react";
import type { InsightFacts } from "../../../contract/shapes/facts.ts";
import { useFacts } from "../../data/queries.ts";
import { findingKey, useEarlierVisit } from "../../data/visits.ts";
import { Panel } from "../../pieces/panel.tsx";
import { Prose } from "../../pieces/prose.tsx";
import { SeverityMark } from "../../pieces/severity.tsx";
import { SourceLink } from "../../pieces/source-link.tsx";
import { Empty, Failure, Skeleton } from "../../pieces/states.tsx";

const harm = { danger: 0, warning: 1, info: 2, success: 3 } as const;
const atFirst = 7;

/** At most seven findings, the most harmful first, each with why it matters and how to mend it. */
export const FindingsPanel = ({ slug, root }: { readonly slug: string; readonly root: string }) => {
  const { data, error } = useFacts(slug, "insights");
  const [all, setAll] = useState(false);
  const before = useEarlierVisit(slug);
  const isNew = (finding: InsightFacts): boolean => before !== null && !before.findings.includes(findingKey(finding));
  const findings = [...(data?.insights ?? [])].sort((a, b) => harm[a.severity] - harm[b.severity] || Number(isNew(b)) - Number(isNew(a)));
  const shown = all ? findings : findings.slice(0, atFirst);
  const newBelow = findings.slice(atFirst).filter(isNew).length;
  const notes = findings.filter(({ severity }) => severity === "info" || severity === "success").length;
  return (
    <Panel title="Findings" className="findings" {...(data === undefined ? {} : { note: toNote(findings.length - notes, notes) })}>
      <span id="findings" />
      {data === undefined && error === null ? <Skeleton rows={4} label="Loading findings" /> : null}
      {data === undefined && error !== null ? <Failure error={error} /> : null}
      {data !== undefined && findings.length === 0 ? (
        <Empty title="Nothing to mend" icon={<CircleCheck size={20} aria-hidden />}>
          The source was read and no rule found anything.
        </Empty>
      ) : null}
      <ol>
        {shown.map((finding) => (
          <Finding
            key={`${finding.code} ${finding.file} ${finding.line} ${finding.title}`}
            root={root}
            finding={finding}
            isNew={isNew(finding)}
          />
        ))}
      </ol>
      {findings.length > atFirst ? (
        <button type="button" className="more" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? `Only the first ${atFirst}` : `Show all ${findings.length}${newBelow === 0 ? "" : `, ${newBelow} of them new`}`}
        </button>
      ) : null}
    </Panel>
  );
};

/** Counted as the card above counts: a note is no finding. */
const toNote = (harmful: number, notes: number): string =>
  notes === 0 ? String(harmful) : `${harmful}, and ${notes} ${notes === 1 ? "note" : "notes"}`;

interface FindingProps {
  readonly root: string;
  readonly finding: InsightFacts;
  /** Since the last visit. */
  readonly isNew: boolean;
}

const Finding = ({ root, finding, isNew }: FindingProps) => (
  <li className={`finding finding-${finding.severity}`}>
    <SeverityMark severity={finding.severity} />
    <div className="finding-body">
      <h3 title={finding.code}>
        <Prose text={finding.title} /> {isNew ? <span className="tag">new</span> : null}
      </h3>
      <p className="soft">
        <Prose text={finding.message} />{" "}
        <span className="finding-fix">
          <Prose text={finding.fix} />
        </span>
      </p>
      {finding.file === null ? null : <SourceLink root={root} file={finding.file} line={finding.line} />}
    </div>
  </li>
);
