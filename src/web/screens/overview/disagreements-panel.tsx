import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Disagreement } from "../../../contract/shapes/live.ts";
import type { Status } from "../../../contract/shapes/status.ts";
import { liveQuery } from "../../data/queries.ts";
import { Panel } from "../../pieces/panel.tsx";
import { Prose } from "../../pieces/prose.tsx";
import { SourceLink } from "../../pieces/source-link.tsx";

const atFirst = 7;

interface Props {
  readonly slug: string;
  readonly root: string;
  readonly status: Status;
}

/** Where source and life contradict each other: what each says, why they differ as far as it is known, where to look. */
export const DisagreementsPanel = ({ slug, root, status }: Props) => {
  const { data: report } = useQuery(liveQuery(slug, status));
  const [all, setAll] = useState(false);
  if (report === undefined || report.disagreement_count === 0) return null;
  const { disagreements, disagreement_count: count } = report;
  const shown = all ? disagreements : disagreements.slice(0, atFirst);
  return (
    <Panel title="Source and life disagree" note={count.toLocaleString("en")}>
      <span id="live" />
      <ol className="differences">
        {shown.map((each) => (
          <Difference key={`${each.section} ${each.subject} ${each.property ?? ""}`} root={root} difference={each} />
        ))}
      </ol>
      {disagreements.length > atFirst ? (
        <button type="button" className="more" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? `Only the first ${atFirst}` : `Show all ${disagreements.length}`}
        </button>
      ) : null}
      {all && count > disagreements.length ? (
        <p className="faint">{(count - disagreements.length).toLocaleString("en")} more are not listed.</p>
      ) : null}
    </Panel>
  );
};

const Difference = ({ root, difference }: { readonly root: string; readonly difference: Disagreement }) => {
  const { section, subject, property, source, live, cause, file, line } = difference;
  return (
    <li className="difference">
      <span className="tag">{section}</span>
      <div className="finding-body">
        <h3>
          <code>{subject}</code> {property === null ? null : <span className="soft">{property}</span>}
        </h3>
        {property === null ? (
          <p>{live === null ? "Is in the source, not in the running project." : "Is in the running project, not in the source."}</p>
        ) : (
          <dl className="both">
            <dt>Source</dt>
            <dd>
              <code>{source}</code>
            </dd>
            <dt>Life</dt>
            <dd>
              <code>{live}</code>
            </dd>
          </dl>
        )}
        <p className="soft">{cause === null ? "No cause was found." : <Prose text={cause} />}</p>
        {file === null ? null : <SourceLink root={root} file={file} line={line} />}
      </div>
    </li>
  );
};
