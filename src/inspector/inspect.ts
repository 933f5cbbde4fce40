/**
 * The inspector's door: a project's files in, its facts out. Same files, same facts, byte for byte (but for `timing`).
 * It never runs the project's code and never throws on it.
 */
import { posix } from "node:path";
import type { Facts, InsightFacts, Timing, UnreadFacts } from "../contract/shapes/facts.ts";
import { isUnreadable, type ProjectFiles } from "./files/project-files.ts";
import { judge } from "./insights/judge.ts";
import type { Judged } from "./insights/rule.ts";
import { linkProject } from "./link-project.ts";
import { linkSettings } from "./link/settings/link-settings.ts";
import { openProject, type OpenedProject } from "./open-project.ts";
import type { ParseCache } from "./python/parse-cache.ts";
import type { InspectOptions } from "./inspect-options.ts";
import { createWatch, type Watch } from "./watch.ts";

export { type InspectOptions, type Stage } from "./inspect-options.ts";

export type Inspect = (options: InspectOptions) => Facts;

/** See the head of this file. */
export const inspect: Inspect = (options) => {
  const watch = createWatch(options.clock, options.onStage);
  const before = options.cache?.stats ?? { parsed: 0, cached: 0, bytes: 0 };
  const project = watch.stage("discover", () => openProject(options, watch));
  options.onStage?.("parse");
  const settings = watch.stage("evaluate", () =>
    linkSettings({
      evaluator: project.evaluator,
      showPath: project.showPath,
      djangoVersion: project.djangoVersion,
      onSecret: options.onSecret,
    }),
  );
  const linked = watch.stage("link", () => linkProject(project, options.files, settings));
  const facts = watch.stage("derive", (): Judged["facts"] => ({
    facts: 1,
    project: projectFacts(project),
    apps: [...linked.apps],
    models: [...linked.models],
    migrations: linked.migrations,
    urls: [...linked.urls],
    settings: settings.facts,
    commands: { ...linked.commands },
    admin: [...linked.admin],
    unread: tidy(linked.unread),
  }));
  const insights = watch.stage("judge", (): InsightFacts[] =>
    judge({ facts, location: project.location }, (file, line) => lineOf(options.files, posix.resolve(options.root, file), line)),
  );
  return { ...facts, insights, timing: timingFacts(watch, project, before) };
};

const projectFacts = ({ location, environment, djangoVersion, showPath }: OpenedProject): Facts["project"] => ({
  root: location.root,
  name: posix.basename(location.root),
  manage_py: location.managePy === null ? null : showPath(location.managePy),
  settings_module: location.settingsModule,
  settings_candidates: [...location.candidates],
  django_version: djangoVersion,
  python: { path: environment.python, version: environment.pythonVersion },
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
    derive_ms: watch.spent("derive"),
    total_ms: watch.total(),
  };
};
