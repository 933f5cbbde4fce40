import { useMemo } from "react";
import type { InsightFacts } from "../../../contract/shapes/facts.ts";
import type { Status } from "../../../contract/shapes/status.ts";
import { useFacts } from "../../data/queries.ts";
import { findingKey, putAway, useEarlierVisit, useVisit, type Sight } from "../../data/visits.ts";
import { Button } from "../../pieces/button.tsx";
import { Moment } from "../../pieces/moment.tsx";
import { toHeadlines } from "./insight-strip.tsx";

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** What has changed since, a few words each; empty when nothing has. */
const changesSince = (before: Sight, status: Status, findings: readonly InsightFacts[]): readonly string[] => {
  const figures = toHeadlines(status.insights).flatMap(({ code, title, value }) => {
    const earlier = before.figures[code];
    return earlier === undefined || earlier === value ? [] : [`${title} ${earlier} → ${value}`];
  });
  const seen = new Set(before.findings);
  const here = new Set(findings.map(findingKey));
  const added = [...here].filter((key) => !seen.has(key)).length;
  const gone = before.findings.filter((key) => !here.has(key)).length;
  const runs = status.tasks.filter(({ requested_at }) => Date.parse(requested_at) > before.at);
  const failed = runs.filter((run) => run.status === "failed").length;
  return [
    ...figures,
    ...(added === 0 ? [] : [counted(added, "new finding", "new findings")]),
    ...(gone === 0 ? [] : [counted(gone, "finding gone", "findings gone")]),
    ...(runs.length === 0 ? [] : [counted(runs.length, "run", "runs") + (failed === 0 ? "" : `, ${failed} failed`)]),
  ];
};

/** One line above the figures: what is new since this browser showed them last. */
export const SinceLastVisit = ({ slug, status }: { readonly slug: string; readonly status: Status }) => {
  const { data } = useFacts(slug, "insights");
  const findings = data?.insights;
  const sight = useMemo(
    () =>
      findings === undefined
        ? undefined
        : {
            figures: Object.fromEntries(toHeadlines(status.insights).map(({ code, value }) => [code, value])),
            findings: findings.map(findingKey),
          },
    [status.insights, findings],
  );
  useVisit(slug, sight);
  const before = useEarlierVisit(slug);
  if (before === null || findings === undefined) return null;
  const changes = changesSince(before, status, findings);
  return (
    <section className="since" aria-label="Since your last visit">
      <p>
        <span className="soft">
          Since your last visit, <Moment at={new Date(before.at).toISOString()} />:
        </span>{" "}
        {changes.length === 0 ? "nothing has changed." : <strong>{`${changes.join(" · ")}.`}</strong>}
      </p>
      <Button onClick={() => putAway(slug)}>Seen</Button>
    </section>
  );
};
