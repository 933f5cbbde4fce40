/** Joins source and life away from the server's own thread: both are documents of megabytes. */
import { parentPort, workerData } from "node:worker_threads";
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { z } from "zod";
import { facts as factsShape, factSections, type Facts } from "../../../contract/shapes/facts.ts";
import type { LiveReport } from "../../../contract/shapes/live.ts";
import type { ToldApplied } from "../../../inspector/applied/read-applied-migrations.ts";
import { messageOf } from "../../../kit/message-of.ts";
import { fromSections } from "../../scans/facts-sections.ts";
import { shownMoment } from "../shown-moment.ts";
import { counted } from "../../scans/scan-words.ts";
import { createCauseFinder } from "./find-cause.ts";
import { joinFacts, toFigures } from "./join.ts";
import { readLiveLines, type LiveFacts } from "../live-facts.ts";
import type { JoinAnswer } from "./join-messages.ts";

const mostShown = 500;

const bytes = z.instanceof(Uint8Array);
const task = z.object({
  run: z.int(),
  askedAt: z.number(),
  sourceAt: z.number(),
  sections: z.array(z.object({ section: z.enum(factSections), body: bytes })),
  told: z.object({ as: z.enum(["lines", "kept"]), bytes }),
});

const toReport = (source: Facts, live: LiveFacts, { run, askedAt, sourceAt }: z.infer<typeof task>): LiveReport => {
  const tally = joinFacts(source, live);
  const causeOf = createCauseFinder({ source, live, askedAt });
  return {
    run,
    asked_at: new Date(askedAt).toISOString(),
    source_at: new Date(sourceAt).toISOString(),
    django_version: live.project?.django_version ?? null,
    python_version: live.project?.python_version ?? null,
    settings_module: live.project?.settings_module ?? null,
    sections: [...tally.counts()],
    disagreements: tally.differences.slice(0, mostShown).map((difference) => ({ ...difference, cause: causeOf(difference) })),
    disagreement_count: tally.differences.length,
    untold: live.faults,
    figures: toFigures(source, live),
  };
};

const toToldApplied = (live: LiveFacts, askedAt: number): ToldApplied =>
  Object.fromEntries(
    live.applied.map(({ alias, database, rows }) => [
      alias,
      {
        ...database,
        because: `The database said so when the running project was asked at ${shownMoment(askedAt)}.`,
        rows: rows.map(([app, name]) => ({ app, name })),
      },
    ]),
  );

const summaryOf = ({ sections, disagreement_count: differ, untold }: LiveReport): string => {
  const sum = (key: "agree" | "told"): number => sections.reduce((all, section) => all + section[key], 0);
  return [
    `${counted(sum("agree"), "answer")} agree`,
    differ === 0 ? "none disagree" : counted(differ, "disagreement"),
    ...(sum("told") > 0 ? [`${counted(sum("told"), "answer")} only life knew`] : []),
    ...(untold.length > 0 ? [`${counted(untold.length, "part")} could not be told`] : []),
  ].join(", ");
};

const join = (): JoinAnswer => {
  const given = task.parse(workerData);
  const text =
    given.told.as === "lines" ? Buffer.from(given.told.bytes).toString("utf8") : zstdDecompressSync(given.told.bytes).toString("utf8");
  const live = readLiveLines(text);
  if (!live.isWhole) return { kind: "failed", message: "The project ended before it had told everything." };
  const source = factsShape.parse(fromSections(given.sections));
  const report = toReport(source, live, given);
  return {
    kind: "done",
    report: JSON.stringify(report),
    kept: given.told.as === "kept" ? given.told.bytes : zstdCompressSync(text),
    toldApplied: toToldApplied(live, given.askedAt),
    newlyTold: live.applied.map(({ alias }) => alias).filter((alias) => source.migrations.applied[alias]?.source === "unknown"),
    summary: summaryOf(report),
    measures: { disagreements: report.disagreement_count },
  };
};

const answer = (): JoinAnswer => {
  try {
    return join();
  } catch (error) {
    return { kind: "failed", message: messageOf(error) };
  }
};

parentPort?.postMessage(answer());
