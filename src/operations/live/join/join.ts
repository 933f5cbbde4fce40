/** Sets the facts of the source against what the running project told. Only apps of the project itself are compared. */
import type { Facts } from "../../../contract/shapes/facts.ts";
import type { LiveReport } from "../../../contract/shapes/live.ts";
import { joinModels } from "./join-models.ts";
import type { LiveFacts } from "../live-facts.ts";
import { createTally, nowhere, type Place, type Tally } from "./tally.ts";

type Figures = LiveReport["figures"];

export const joinFacts = (source: Facts, live: LiveFacts): Tally => {
  const tally = createTally();
  const own = new Set(source.apps.filter((app) => app.first_party).map((app) => app.label));
  joinApps(source, live, tally);
  if (live.models.length > 0) joinModels(source, live, own, tally);
  joinMigrations(source, live, own, tally);
  joinDrift(source, live, own, tally);
  joinApplied(source, live, tally);
  joinUrls(source, live, tally);
  joinSettings(source, live, tally);
  joinLists(source, live, own, tally);
  return tally;
};

const joinApps = (source: Facts, live: LiveFacts, tally: Tally): void => {
  if (live.apps.length === 0) return;
  tally.things({
    section: "apps",
    source: new Map(source.apps.map((app) => [`${app.label} = ${app.name}`, { file: app.file, line: app.line }])),
    live: new Map(live.apps.map((app) => [`${app.label} = ${app.name}`, nowhere])),
    isPartial: source.settings.INSTALLED_APPS === null,
  });
};

const joinMigrations = (source: Facts, live: LiveFacts, own: ReadonlySet<string>, tally: Tally): void => {
  const told = new Map(live.migrations.map((app) => [app.app, app]));
  if (told.size === 0) return;
  for (const label of own) {
    const read = source.migrations.apps[label];
    const found = told.get(label);
    const files = new Map((read?.migrations ?? []).map((each) => [each.name, each]));
    tally.things({
      section: "migrations",
      source: new Map([...files.values()].map((each) => [`${label}.${each.name}`, { file: each.file, line: null }])),
      live: new Map((found?.migrations ?? []).map((each) => [`${label}.${each.name}`, nowhere])),
      isPartial: read?.leaf_nodes === null,
    });
    for (const each of found?.migrations ?? []) {
      const file = files.get(each.name);
      if (file === undefined) continue;
      const ask = (property: string, reading: unknown, telling: unknown): void =>
        tally.value(
          { section: "migrations", subject: `${label}.${each.name}`, property, at: { file: file.file, line: null } },
          reading,
          telling,
        );
      ask("dependencies", file.dependencies?.toSorted(), each.dependencies.toSorted());
      ask("replaces", file.replaces, each.replaces);
      ask(
        "operations",
        file.operations?.map(({ op }) => op),
        each.operations,
      );
    }
    if (found !== undefined)
      tally.value({ section: "migrations", subject: label, property: "leaf_nodes", at: nowhere }, read?.leaf_nodes, found.leaf_nodes);
  }
};

const joinDrift = (source: Facts, live: LiveFacts, own: ReadonlySet<string>, tally: Tally): void => {
  const words = (changes: readonly { readonly describe: string }[] | null | undefined): readonly string[] | null =>
    changes?.map(({ describe }) => describe).toSorted() ?? null;
  for (const [label, changes] of Object.entries(live.drift ?? {})) {
    if (!own.has(label)) continue;
    const read = source.migrations.drift === null ? null : source.migrations.drift[label];
    tally.value({ section: "drift", subject: label, property: "unmigrated changes", at: nowhere }, words(read), words(changes));
  }
};

/** Only what a file said: for other databases the source has no answer. */
const joinApplied = (source: Facts, live: LiveFacts, tally: Tally): void => {
  for (const { alias, rows } of live.applied) {
    const read = source.migrations.applied[alias];
    const isUnknown = read?.source !== "sqlite-file";
    const told = rows.map(([app, name]) => `${app}.${name}`);
    tally.things({
      section: "applied",
      source: new Map(isUnknown ? [] : read.rows.map(({ app, name }): [string, Place] => [`${alias}: ${app}.${name}`, nowhere])),
      live: new Map(told.map((name) => [`${alias}: ${name}`, nowhere])),
      isPartial: isUnknown,
    });
  }
};

/** Where the source says that there may be more routes than it read. */
const unknownRoutes: ReadonlySet<string> = new Set(["unresolved-urls", "unresolved-route", "urls-not-here"]);

const joinUrls = (source: Facts, live: LiveFacts, tally: Tally): void => {
  if (live.faults.some(({ section }) => section === "urls")) return;
  const key = (url: { readonly route: string; readonly full_name: string | null }): string =>
    url.full_name === null ? url.route : `${url.route} [${url.full_name}]`;
  const read = new Map(source.urls.map((url) => [key(url), url]));
  tally.things({
    section: "urls",
    source: new Map(source.urls.map((url) => [key(url), { file: url.file, line: url.line }])),
    live: new Map(live.urls.map((url) => [key(url), nowhere])),
    isPartial: source.unread.some(({ code }) => unknownRoutes.has(code)),
  });
  for (const url of live.urls) {
    const found = read.get(key(url));
    if (found === undefined) continue;
    tally.value({ section: "urls", subject: key(url), property: "view", at: { file: found.file, line: found.line } }, found.view, url.view);
  }
};

const settingNames = [
  "INSTALLED_APPS",
  "MIDDLEWARE",
  "AUTH_USER_MODEL",
  "ROOT_URLCONF",
  "DATABASES",
  "LANGUAGE_CODE",
  "TIME_ZONE",
  "USE_TZ",
  "DEFAULT_AUTO_FIELD",
  "DEBUG",
] as const;

const joinSettings = (source: Facts, live: LiveFacts, tally: Tally): void => {
  if (live.settings === null) return;
  const values = new Map(source.settings.values.map((value) => [value.name, value]));
  for (const name of settingNames) {
    const origin = values.get(name)?.origin.at(-1);
    const at = { file: origin?.file ?? null, line: origin?.line ?? null };
    tally.value({ section: "settings", subject: name, property: "value", at }, source.settings[name], live.settings[name]);
  }
};

const joinLists = (source: Facts, live: LiveFacts, own: ReadonlySet<string>, tally: Tally): void => {
  const there = (names: readonly string[]): ReadonlyMap<string, Place> => new Map(names.map((name) => [name, nowhere]));
  const ownModel = (label: string): boolean => own.has(label.split(".")[0] ?? "");
  if (live.admin !== null)
    tally.things({
      section: "admin",
      source: there(source.admin.filter(ownModel)),
      live: there(live.admin.filter(ownModel)),
      isPartial: source.unread.some(({ code }) => code === "unresolved-admin"),
    });
  if (live.commands === null) return;
  const modules = new Set(source.apps.filter((app) => app.first_party).map((app) => app.name));
  const ofProject = (commands: Readonly<Record<string, string>>): readonly string[] =>
    Object.entries(commands).flatMap(([name, app]) => (modules.has(app) ? [name] : []));
  tally.things({ section: "commands", source: there(ofProject(source.commands)), live: there(ofProject(live.commands)), isPartial: false });
};

/** The figures of the overview as life has them. Migrations that came to the source since are not applied either. */
export const toFigures = (source: Facts, live: LiveFacts): Figures => {
  const own = new Set(source.apps.filter((app) => app.first_party).map((app) => app.label));
  const hasFault = (section: string): boolean => live.faults.some((fault) => fault.section === section);
  const pending = toPending(source, live);
  const drift = live.drift === null ? null : Object.values(live.drift);
  return {
    models:
      live.models.length === 0 || hasFault("models") ? null : live.models.filter((each) => own.has(each.app) && !each.auto_created).length,
    pending_migrations: pending === null ? null : Object.values(pending).reduce((sum, names) => sum + names.length, 0),
    drift: drift?.reduce((sum, changes) => sum + changes.length, 0) ?? null,
    conflicts: live.migrations.length === 0 ? null : live.migrations.filter(({ conflicts }) => conflicts.length > 0).length,
    unmigrated:
      live.drift === null
        ? null
        : Object.fromEntries(Object.entries(live.drift).map(([label, changes]) => [label, changes.map(({ describe }) => describe)])),
  };
};

/** App label → migrations on disk that the deciding database does not have; null when no database answered. */
const toPending = (source: Facts, live: LiveFacts): Readonly<Record<string, readonly string[]>> | null => {
  const decisive = live.applied.find(({ alias }) => alias === "default") ?? (live.applied.length === 1 ? live.applied[0] : undefined);
  if (decisive === undefined) return null;
  const pending: Record<string, string[]> = {};
  const told = new Map(live.migrations.map((app) => [app.app, new Set(app.migrations.map(({ name }) => name))]));
  const labels = new Set([...Object.keys(decisive.pending), ...told.keys()]);
  for (const label of labels) {
    const before = told.get(label) ?? new Set<string>();
    const now = source.migrations.apps[label]?.migrations.map(({ name }) => name);
    const came = (now ?? []).filter((name) => before.size > 0 && !before.has(name));
    const stayed = (decisive.pending[label] ?? []).filter((name) => now === undefined || now.length === 0 || now.includes(name));
    pending[label] = [...stayed, ...came].toSorted();
  }
  return pending;
};
