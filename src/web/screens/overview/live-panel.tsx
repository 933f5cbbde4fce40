import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { LiveReport } from "../../../contract/shapes/live.ts";
import type { Status } from "../../../contract/shapes/status.ts";
import type { Workspace } from "../../../contract/shapes/workspace.ts";
import { call } from "../../data/client.ts";
import { mayRun } from "../../data/may-run.ts";
import { liveQuery } from "../../data/queries.ts";
import { Button } from "../../pieces/button.tsx";
import { Moment } from "../../pieces/moment.tsx";
import { Panel } from "../../pieces/panel.tsx";
import { Progress } from "../../pieces/progress.tsx";
import { Prose } from "../../pieces/prose.tsx";
import { SeverityMark } from "../../pieces/severity.tsx";
import { Failure } from "../../pieces/states.tsx";

interface Props {
  readonly workspace: Workspace;
  readonly status: Status;
}

/** Whether the running project says what its source says, and the button that asks it. */
export const LivePanel = ({ workspace, status }: Props) => {
  const client = useQueryClient();
  const { slug } = workspace;
  const { data: report } = useQuery(liveQuery(slug, status));
  const ask = useMutation({
    mutationFn: () => call("startScan", { slug, kind: "live" }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["status", slug] }),
  });
  const scan = status.scans.find(({ kind }) => kind === "live");
  const isMoving = ask.isPending || scan?.status === "pending" || scan?.status === "running";
  const mayAsk = mayRun(workspace) && workspace.available && workspace.environment.problem === null;
  return (
    <Panel title="Source and life">
      <div className="live">
        {report === undefined ? (
          <p className="soft">What stands here was read from source. The project&rsquo;s own Python can confirm it, read-only.</p>
        ) : (
          <Verdict report={report} />
        )}
        {isMoving ? (
          <>
            <p className="soft">
              {scan?.summary ?? "Waiting for its turn"} <span className="faint num">{scan?.progress ?? 0} %</span>
            </p>
            <Progress value={scan?.progress ?? 0} label="Live scan" />
          </>
        ) : null}
        {scan?.status === "failed" && !isMoving ? (
          <p className="tone-danger live-fault">
            <Prose text={scan.summary} />
          </p>
        ) : null}
        {ask.error === null ? null : <Failure error={ask.error} />}
        <p className="live-ask">
          <Button onClick={() => ask.mutate()} disabled={!mayAsk || isMoving}>
            {report === undefined ? "Ask the running project" : "Ask again"}
          </Button>
          {mayAsk ? null : <span className="faint">{whyNot(workspace)}</span>}
        </p>
      </div>
    </Panel>
  );
};

/** All that is missing at once: whoever gives the one would else learn of the other after. */
const whyNot = (workspace: Workspace): string => {
  if (!workspace.available) return "The folder is not there.";
  const needs = [
    ...(mayRun(workspace) ? [] : ["your trust in this folder"]),
    ...(workspace.environment.problem === null ? [] : ["a Python environment"]),
  ];
  return `Needs ${needs.join(" and ")}.`;
};

const Verdict = ({ report }: { readonly report: LiveReport }) => {
  const { sections, disagreement_count: differ, untold } = report;
  const sum = (key: "agree" | "told"): number => sections.reduce((all, section) => all + section[key], 0);
  return (
    <>
      <p className="live-verdict">
        <SeverityMark
          severity={differ > 0 ? "warning" : untold.length > 0 ? "info" : "success"}
          word={differ > 0 ? `${differ.toLocaleString("en")} differ` : "Both agree"}
        />
        <span className="soft num">{sum("agree").toLocaleString("en")} answers agree</span>
        {sum("told") === 0 ? null : <span className="soft num">{sum("told").toLocaleString("en")} only life knew</span>}
      </p>
      <p className="faint">
        Asked <Moment at={report.asked_at} />, Django {report.django_version ?? "unknown"}, Python {report.python_version ?? "unknown"}
      </p>
      {untold.map(({ section, message }) => (
        <p key={`${section} ${message}`} className="soft live-fault">
          Life could not tell {section}: <Prose text={message} />
        </p>
      ))}
      <details className="live-parts">
        <summary>By part</summary>
        <table className="table">
          <thead>
            <tr>
              <th>Part</th>
              <th className="right">Agree</th>
              <th className="right">Differ</th>
              <th className="right">Only life</th>
            </tr>
          </thead>
          <tbody>
            {sections.map((section) => (
              <tr key={section.section}>
                <td>{section.section}</td>
                <td className="right num">{section.agree.toLocaleString("en")}</td>
                <td className={`right num${section.differ > 0 ? " tone-warning" : ""}`}>{section.differ}</td>
                <td className="right num">{section.told}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
};
