/** The cards of the overview: what was counted, whether it needs attention, where it points. */
import type { Facts, InsightFacts } from "../../contract/shapes/facts.ts";
import type { Counts } from "./count-project.ts";
import type { Insight } from "../../contract/shapes/status.ts";

/** An insight before it is compared with an earlier scan. `measure` names the count behind `value`. */
export interface MeasuredInsight extends Omit<Insight, "delta" | "mark"> {
  readonly measure: string | null;
  /** Told by the running project; else read from source. */
  readonly mark?: "live";
}

type Measures = Readonly<Record<string, number | null>>;

const topFindings = 7;
const nowhere = { file: null, line: null } as const;
const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

export const toMeasuredInsights = (
  facts: Facts,
  counts: Counts,
): { readonly insights: readonly MeasuredInsight[]; readonly measures: Measures } => {
  const measures: Measures = {
    models: counts.models,
    apps: counts.apps,
    migrations: counts.migrations,
    "pending-migrations": pendingCount(facts),
    drift: driftCount(facts),
    conflicts: Object.keys(facts.migrations.conflicts).length,
    findings: counts.findings,
  };
  const insights = [
    toModelsInsight(counts),
    toPendingInsight(facts),
    toDriftInsight(facts, measures["drift"] ?? null),
    toConflictsInsight(facts),
    toFindingsInsight(facts, counts),
    ...toTopFindings(facts.insights),
  ];
  return { insights, measures };
};

interface Pending {
  /** Migrations that wait, and the apps that have some, as far as it is known. */
  readonly known: number;
  readonly apps: number;
  readonly knownApps: number;
  /** Apps of which it is not known, most often because their migrations are not here. */
  readonly unknownApps: number;
}

/** Null where no database says what is applied. */
const countPending = ({ migrations }: Facts): Pending | null => {
  if (Object.values(migrations.applied).every((database) => database.source === "unknown")) return null;
  const lists = Object.values(migrations.pending);
  const known = lists.filter((names) => names !== null);
  return {
    known: known.reduce((sum, names) => sum + names.length, 0),
    apps: known.filter((names) => names.length > 0).length,
    knownApps: known.length,
    unknownApps: lists.length - known.length,
  };
};

/** Null as soon as one app's applied state is unknown: a partial sum would be a guess. */
const pendingCount = (facts: Facts): number | null => {
  const pending = countPending(facts);
  return pending === null || pending.unknownApps > 0 ? null : pending.known;
};

const driftCount = (facts: Facts): number | null => {
  if (facts.migrations.drift === null) return null;
  let sum = 0;
  for (const changes of Object.values(facts.migrations.drift)) {
    if (changes === null) return null;
    sum += changes.length;
  }
  return sum;
};

const toModelsInsight = (counts: Counts): MeasuredInsight => ({
  code: "models",
  measure: "models",
  title: "Models",
  value: String(counts.models),
  severity: "info",
  caption: `in ${plural(counts.apps, "app")} of the project`,
  ...nowhere,
});

const toPendingInsight = (facts: Facts): MeasuredInsight => {
  const common = { code: "pending-migrations", measure: "pending-migrations", title: "Pending migrations", ...nowhere } as const;
  const pending = countPending(facts);
  if (pending === null || pending.knownApps === 0) {
    const because = Object.values(facts.migrations.applied).find((applied) => applied.source === "unknown")?.because;
    return { ...common, value: "unknown", severity: "info", caption: because ?? "The applied state is not known from source." };
  }
  const { known, apps, knownApps, unknownApps } = pending;
  const told = Object.values(facts.migrations.applied).find(({ source }) => source === "live")?.because ?? null;
  const mark = told === null ? {} : ({ mark: "live" } as const);
  const others = `of ${plural(unknownApps, "other app")} the migrations are not here`;
  if (known > 0) {
    const caption = `in ${plural(apps, "app")}${unknownApps > 0 ? `; ${others}` : ""}${told === null ? "" : `. ${told}`}`;
    return { ...common, ...mark, value: `${known}${unknownApps > 0 ? "+" : ""}`, severity: "warning", caption };
  }
  return unknownApps > 0
    ? { ...common, value: "unknown", severity: "info", caption: `None in ${plural(knownApps, "app")}; ${others}.` }
    : { ...common, value: "0", severity: "success", caption: told ?? "The database has every migration on disk.", ...mark };
};

const whyDriftUnknown = ({ migrations }: Facts): string => {
  const [first, ...others] = Object.entries(migrations.drift_unknown);
  if (first === undefined) return "Whether the models match their migrations is not known from source.";
  const known = Object.keys(migrations.drift ?? {}).length - others.length - 1;
  return `Known for ${plural(known, "app")}, not for ${first[0]}${others.length === 0 ? "" : ` and ${String(others.length)} more`}: ${first[1]}`;
};

const toDriftInsight = (facts: Facts, count: number | null): MeasuredInsight => {
  const common = { code: "drift", measure: "drift", title: "Model drift", ...nowhere } as const;
  if (count === null) {
    return {
      ...common,
      value: "unknown",
      severity: "info",
      caption: whyDriftUnknown(facts),
    };
  }
  const first = Object.entries(facts.migrations.drift ?? {}).find(([, changes]) => (changes?.length ?? 0) > 0);
  const example = first?.[1]?.[0]?.describe;
  return {
    ...common,
    value: String(count),
    severity: count > 0 ? "warning" : "success",
    caption: example === undefined ? "Models and migrations agree." : `${first?.[0] ?? ""}: ${example}`,
  };
};

const toConflictsInsight = (facts: Facts): MeasuredInsight => {
  const conflicts = Object.entries(facts.migrations.conflicts);
  const first = conflicts[0];
  return {
    code: "conflicts",
    measure: "conflicts",
    title: "Migration conflicts",
    value: String(conflicts.length),
    severity: conflicts.length > 0 ? "danger" : "success",
    caption: first === undefined ? "Every app has one newest migration." : `${first[0]}: ${first[1].join(", ")}`,
    ...nowhere,
  };
};

const toFindingsInsight = (facts: Facts, counts: Counts): MeasuredInsight => {
  const dangers = facts.insights.filter((insight) => insight.severity === "danger").length;
  return {
    code: "findings",
    measure: "findings",
    title: "Findings",
    value: String(counts.findings),
    severity: dangers > 0 ? "danger" : counts.findings > 0 ? "warning" : "success",
    caption:
      counts.findings === 0
        ? "Nothing that needs attention was found."
        : dangers > 0
          ? `${dangers} of them dangerous`
          : "none of them dangerous",
    ...nowhere,
  };
};

const harm = { danger: 0, warning: 1, info: 2, success: 3 } as const;

/** One card per kind of finding, most harmful first; the value says in how many places. */
const toTopFindings = (insights: readonly InsightFacts[]): readonly MeasuredInsight[] => {
  const byCode = new Map<string, InsightFacts[]>();
  for (const insight of insights) {
    const group = byCode.get(insight.code);
    if (group === undefined) byCode.set(insight.code, [insight]);
    else group.push(insight);
  }
  return [...byCode.values()]
    .flatMap((group) => {
      const [first] = group.sort((a, b) => harm[a.severity] - harm[b.severity]);
      if (first === undefined) return [];
      const { code, severity, title, message, file, line } = first;
      return [{ code, measure: null, severity, title, value: plural(group.length, "place"), caption: message, file, line }];
    })
    .sort((a, b) => harm[a.severity] - harm[b.severity])
    .slice(0, topFindings);
};
