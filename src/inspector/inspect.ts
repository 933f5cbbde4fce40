/**
 * The inspector's door: a project's files in, its facts out. Same files, same facts, byte for byte (but for `timing`).
 * It never runs the project's code and never throws on it.
 */
import { posix } from "node:path";
import type { Facts, InsightFacts, ModelFacts, Timing, UnreadFacts } from "../contract/shapes/facts.ts";
import { endLateSteps } from "./evaluate/state/deeds.ts";
import { createReadings, writingReadings, type Readings } from "./evaluate/state/readings.ts";
import { parseEnvFile, secretsOfVariables } from "./evaluate/readers/env-file.ts";
import { isUnreadable, type ProjectFiles } from "./files/project-files.ts";
import { findAll, heedSilence } from "./insights/judge.ts";
import type { Judged } from "./insights/rule.ts";
import { linkProject, type RelinkedModels } from "./link-project.ts";
import type { ProjectLocation } from "./link/project/project-location.ts";
import { linkSettings } from "./link/settings/link-settings.ts";
import { openProject, type OpenedProject } from "./open-project.ts";
import type { ParseCache } from "./python/parse-cache.ts";
import type { InspectOptions } from "./inspect-options.ts";
import type { LineMap } from "./trace/match-trees.ts";
import { createFileUses, forgetfulUses, type FileUses } from "./trace/file-uses.ts";
import { createWatch, type Watch } from "./watch.ts";

export { type InspectOptions, type Stage } from "./inspect-options.ts";

export type Inspect = (options: InspectOptions) => Facts;

/** What an inspection gives, with what is needed to judge whether an edit can matter to it. */
export interface Inspection {
  readonly linked: Judged["facts"];
  /** All, also those that a line silences; `insights` are the others. */
  readonly findings: readonly InsightFacts[];
  readonly insights: InsightFacts[];
  readonly timing: Timing;
  readonly location: ProjectLocation;
  readonly uses: FileUses;
  readonly showPath: (path: string) => string;
  /** File that has changed since → the lines of its tree in `uses`, which was evaluated, as they are now. */
  readonly lines: ReadonlyMap<string, LineMap>;
  /** The evaluation, where a later inspection may go on with it. */
  readonly kept?: Kept;
}

export interface Kept {
  readonly readings: Readings;
  /** With the lines of the trees. */
  readonly models: readonly ModelFacts[];
  readonly again: RelinkedModels["again"];
  /** Has it come near to the limits of what is followed? */
  readonly isTiring: () => boolean;
}

/** See the head of this file. */
export const inspect: Inspect = (options) => toFacts(inspectClosely(options));

export const toFacts = ({ linked, insights, timing }: Pick<Inspection, "linked" | "insights" | "timing">): Facts => ({
  ...linked,
  insights,
  timing,
});

export const inspectClosely = (options: InspectOptions): Inspection => {
  const readings = options.keepsTrees === true ? createReadings() : undefined;
  try {
    return writingReadings(readings, () => inspectOnce(options, readings));
  } finally {
    endLateSteps();
  }
};

const inspectOnce = (options: InspectOptions, readings: Readings | undefined): Inspection => {
  const watch = createWatch(options.clock, options.onStage);
  const before = options.cache?.stats ?? { parsed: 0, cached: 0, bytes: 0 };
  const uses = options.keepsTrees === true ? createFileUses() : forgetfulUses;
  const observed: InspectOptions = { ...options, files: uses.counting(options.files) };
  const project = watch.stage("discover", () => openProject(observed, watch, uses));
  options.onStage?.("parse");
  const settings = watch.stage("evaluate", () =>
    linkSettings({
      evaluator: project.evaluator,
      showPath: project.showPath,
      djangoVersion: project.djangoVersion ?? project.djangoSeries,
      inferredFrom: project.settingsFrom,
      onSecret: options.onSecret,
    }),
  );
  tellOfEnvFiles(project, observed);
  const found = watch.stage("link", () =>
    linkProject(project, { files: observed.files, settings, told: options.toldApplied, isKept: readings !== undefined }),
  );
  const { location, showPath } = project;
  const linked = watch.stage("derive", (): Judged["facts"] => ({
    facts: 1,
    project: projectFacts(project),
    apps: [...found.apps],
    models: [...found.models],
    migrations: found.migrations,
    urls: [...found.urls],
    settings: settings.facts,
    commands: { ...found.commands },
    admin: [...found.admin],
    unread: tidy(found.unread),
  }));
  const findings = watch.stage("judge", () => findAll({ facts: linked, location }));
  const insights = watch.within("judge", () => withoutSilenced(findings, location, options.files));
  const inspection = {
    linked,
    findings,
    insights,
    timing: timingFacts(watch, project, before),
    location,
    uses,
    showPath,
    lines: new Map(),
  };
  const { again } = found;
  if (readings === undefined || again === null) return inspection;
  const { evaluator } = project;
  return { ...inspection, kept: { readings, models: linked.models, again, isTiring: () => evaluator.isTiring() } };
};

/** `files` are asked for the lines that findings point at. */
export const withoutSilenced = (findings: readonly InsightFacts[], { root }: ProjectLocation, files: ProjectFiles): InsightFacts[] =>
  heedSilence(findings, (file, line) => lineOf(files, posix.resolve(root, file), line));

const envFiles = [".env", ".env.local", ".env.dev", ".env.development", ".env.prod", ".env.production"];

/** Commands may print what the project loads by code of its own, whether settings hold it or not. */
const tellOfEnvFiles = ({ workingFolder }: OpenedProject, { root, files, onSecret }: InspectOptions): void => {
  if (onSecret === undefined) return;
  for (const folder of new Set([root, workingFolder])) {
    for (const path of envFiles.map((name) => posix.join(folder, name)).filter((path) => files.isFile(path))) {
      const read = files.read(path);
      if (!isUnreadable(read)) for (const secret of secretsOfVariables(parseEnvFile(read.text))) onSecret(secret);
    }
  }
};

const projectFacts = ({ location, environment, djangoVersion, showPath }: OpenedProject): Facts["project"] => ({
  root: location.root,
  name: posix.basename(location.root),
  manage_py: location.managePy === null ? null : showPath(location.managePy),
  settings_module: location.settingsModule,
  settings_candidates: [...location.candidates],
  django_version: djangoVersion,
  python: { path: environment.python, version: environment.pythonVersion, pythonpath: [...environment.pythonPath] },
  environment: environment.kind,
});

/** One entry for each place and kind of problem, in the order of the places. */
const tidy = (unread: readonly UnreadFacts[]): UnreadFacts[] => {
  const kept = new Map<string, UnreadFacts>();
  for (const entry of unread) {
    const place = `${entry.file}\0${String(entry.line ?? 0).padStart(9, "0")}\0${entry.code}`;
    if (!kept.has(place)) kept.set(place, entry);
  }
  return [...kept].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
};

const lineOf = (files: ProjectFiles, path: string, line: number): string => {
  const source = files.read(path);
  return isUnreadable(source) ? "" : (source.text.split("\n", line)[line - 1] ?? "");
};

const timingFacts = (watch: Watch, project: OpenedProject, before: ParseCache["stats"]): Timing => {
  const { parsed, cached, bytes } = project.cache.stats;
  return {
    files: parsed + cached - before.parsed - before.cached,
    bytes: bytes - before.bytes,
    parsed: parsed - before.parsed,
    cached: cached - before.cached,
    discover_ms: watch.spent("discover"),
    parse_ms: watch.spent("parse"),
    extract_ms: watch.spent("evaluate"),
    link_ms: watch.spent("link"),
    derive_ms: watch.spent("derive") + watch.spent("judge"),
    total_ms: watch.total(),
  };
};
