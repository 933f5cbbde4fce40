/** Stage 4 of a scan: every room of `link/` in the order in which one needs the other. */
import { posix } from "node:path";
import type { AppFacts, MigrationsFacts, ModelFacts, UnreadFacts, UrlFacts } from "../contract/shapes/facts.ts";
import { readAppliedMigrations, type DatabaseSetting, type ToldApplied } from "./applied/read-applied-migrations.ts";
import { endLateSteps } from "./evaluate/state/deeds.ts";
import { always, readBy } from "./evaluate/state/readings.ts";
import type { ClassValue, Evaluator, InstalledApp, InstanceValue } from "./evaluate/value.ts";
import { isUnreadable, type ProjectFiles } from "./files/project-files.ts";
import { defaultSite } from "./link/admin/default-site.ts";
import { discoversAdmin, onlyImported } from "./link/admin/discovers-admin.ts";
import { importAdminModules } from "./link/admin/import-admin-modules.ts";
import { readAdminSites } from "./link/admin/read-admin-sites.ts";
import type { AdminSites } from "./link/admin/admin-site.ts";
import { findConfig } from "./link/apps/find-config.ts";
import { reusableApps } from "./link/apps/reusable-apps.ts";
import { linkApps } from "./link/apps/link-apps.ts";
import { findCommands } from "./link/commands/find-commands.ts";
import { findDrift, type Drift } from "./link/migrations/find-drift.ts";
import { readMigrations } from "./link/migrations/read-migrations.ts";
import { watchList } from "./link/migrations/pending/watch-list.ts";
import type { LinkedMigrations } from "./link/migrations/migration.ts";
import { decisive, loadingFault, toDriftFacts, toMigrationsFacts } from "./link/migrations/to-migrations-facts.ts";
import { linkModels, type ProjectModels } from "./link/models/link-models.ts";
import { findAppFolders } from "./link/project/find-app-folders.ts";
import type { SettingsSheet } from "./link/settings/link-settings.ts";
import { readUrls } from "./link/urls/read-urls.ts";
import type { OpenedProject } from "./open-project.ts";

export interface LinkedProject {
  readonly settings: SettingsSheet;
  readonly apps: readonly AppFacts[];
  readonly models: readonly ModelFacts[];
  readonly migrations: MigrationsFacts;
  readonly urls: readonly UrlFacts[];
  readonly commands: Readonly<Record<string, string>>;
  readonly admin: readonly string[];
  /** What could not be read, with paths as facts show them. */
  readonly unread: readonly UnreadFacts[];
  /** What depends on the bodies of models, made again after some have changed; null where that was not to be. */
  readonly again: ((stale: StaleParts) => RelinkedModels) | null;
}

export interface StaleParts {
  /** Classes whose model is to be prepared anew. */
  readonly models: ReadonlySet<unknown>;
  /** Parts of drifts that are to be judged anew in any case. */
  readonly drifts: ReadonlySet<string>;
}

export interface RelinkedModels {
  readonly models: readonly ModelFacts[];
  readonly drift: Pick<MigrationsFacts, "drift" | "drift_unknown">;
  readonly again: (stale: StaleParts) => RelinkedModels;
}

interface Desk extends OpenedProject {
  readonly files: ProjectFiles;
  readonly told: ToldApplied | undefined;
  readonly isKept: boolean;
  readonly settings: SettingsSheet;
  readonly apps: readonly AppFacts[];
  readonly unread: UnreadFacts[];
}

interface Problem {
  readonly file: string | null;
  readonly line: number | null;
  readonly code: string;
  readonly message: string;
}

const note = (desk: Pick<Desk, "unread" | "showPath">, problems: readonly Problem[]): void => {
  for (const { file, line, code, message } of problems)
    desk.unread.push({ file: file === null ? "" : desk.showPath(file), line, code, message });
};

const text = (value: unknown): string | null => (typeof value === "string" ? value : null);
const flag = (value: unknown): boolean | null => (typeof value === "boolean" ? value : null);

/** Absolute folder of an app; null when its code is not on disk. */
const folderOf = (desk: Desk, app: AppFacts): string | null => {
  const module = desk.evaluator.importModule(app.name);
  if (module.kind !== "module") return null;
  const folder = module.isPackage && !module.file.endsWith(".py") ? module.file : posix.dirname(module.file);
  return desk.files.isFolder(folder) ? folder : null;
};

const isPlainMap = (value: unknown): value is ReadonlyMap<unknown, unknown> => value instanceof Map;

/** Alias, engine and name of each entry of DATABASES, null where they are not known. */
const databaseSettings = (desk: Desk): readonly DatabaseSetting[] => {
  const { evaluator, settings } = desk;
  const dict = settings.value("DATABASES");
  if (dict?.kind !== "dict") return [];
  return dict.entries.flatMap((entry): DatabaseSetting[] => {
    const alias = evaluator.toPlain(entry.key);
    if (typeof alias !== "string") return [];
    const database = evaluator.force(entry.value);
    const part = (name: string): string | null => {
      const found = database.kind === "dict" ? database.entries.find((each) => evaluator.toPlain(each.key) === name) : undefined;
      return found === undefined ? null : text(evaluator.toPlain(found.value));
    };
    return [{ alias, engine: part("ENGINE"), name: part("NAME") }];
  });
};

/** The catalogue knows every migration of Django's own apps, so one without migrations there (messages, staticfiles) has none. */
const hasNoMigrations = ({ catalogue }: Desk, name: string): boolean =>
  name.startsWith("django.contrib.") && !catalogue.has(`${name}.migrations`);

/** Whose commands are Django's own, in the words of `get_commands()`. */
const DJANGOS_COMMANDS = "django.core";

const linkMigrations = (desk: Desk, folders: ReadonlyMap<string, string | null>, models: ProjectModels, command: string): LinkedDrift => {
  const given = desk.settings.read("MIGRATION_MODULES");
  const modules = new Map<string, string | null>();
  if (isPlainMap(given)) for (const [label, module] of given) if (typeof label === "string") modules.set(label, text(module));
  const before = new Set(desk.evaluator.modules.keys());
  const linked = readMigrations({
    files: desk.files,
    evaluator: desk.evaluator,
    roots: desk.roots,
    apps: desk.apps.map(({ label, name }) => ({ label, name, isHere: folders.get(label) !== null || hasNoMigrations(desk, name) })),
    migrationModules: modules,
  });
  note(desk, linked.problems);
  const applied = readAppliedMigrations({
    databases: databaseSettings(desk),
    workingFolder: desk.workingFolder,
    showPath: desk.showPath,
    ...(desk.told === undefined ? {} : { told: desk.told }),
  });
  const own = new Set(desk.apps.filter((app) => app.first_party).map((app) => app.label));
  const watched = watchList(linked.apps, decisive(applied), own);
  const drift = findDrift({
    evaluator: desk.evaluator,
    models,
    linked,
    apps: own,
    watched,
    command,
    knowsDjangosTexts: desk.hasCataloguedDjango,
  });
  const installed = desk.location.settingsFile === null || desk.settings.facts.INSTALLED_APPS === null ? null : desk.apps;
  const facts = toMigrationsFacts({ evaluator: desk.evaluator, linked, applied, drift, installed, showPath: desk.showPath });
  if (!desk.isKept) letGoOfMigrations(desk, linked, before);
  return { facts, drift, fault: loadingFault(facts.apps, installed) };
};

/** Nobody asks for a migration once its facts are made: together they hold as much as the models do. */
const letGoOfMigrations = ({ evaluator }: Desk, { apps }: LinkedMigrations, before: ReadonlySet<string>): void => {
  const modules = apps.flatMap(({ module, migrations }) => (module === null ? [] : migrations.map(({ name }) => `${module}.${name}`)));
  evaluator.letGoOf(modules.filter((name) => !before.has(name)));
};

interface LinkedDrift {
  readonly facts: MigrationsFacts;
  readonly drift: Drift;
  /** Why Django cannot load the migrations. */
  readonly fault: string | null;
}

const relinker =
  (models: ProjectModels, { facts, drift, fault }: LinkedDrift): RelinkedModels["again"] =>
  (stale) => {
    const nextModels = models.again(stale.models);
    const nextDrift = drift.again(nextModels, stale.drifts);
    return {
      models: readBy(always, () => nextModels.toFacts()),
      drift: toDriftFacts(nextDrift, fault),
      again: relinker(nextModels, { facts, drift: nextDrift, fault }),
    };
  };

/** The facts of migrations, and how all that hangs on models is made again: what that takes is held by nothing else. */
const withMigrations = (
  desk: Desk,
  folders: ReadonlyMap<string, string | null>,
  models: ProjectModels,
  command: string,
): { readonly facts: MigrationsFacts; readonly again: LinkedProject["again"] } => {
  const migrations = linkMigrations(desk, folders, models, command);
  return { facts: migrations.facts, again: desk.isKept ? relinker(models, migrations) : null };
};

const linkAdmin = (desk: Desk, models: readonly ModelFacts[], config: InstanceValue | undefined): AdminSites => {
  const byPath = new Map(
    models.filter((model) => !model.abstract && model.swapped === null).map((model) => [`${model.module}.${model.name}`, model.label]),
  );
  const byName = new Map(models.filter((model) => model.swapped === null).map((model) => [model.label.toLowerCase(), model.label]));
  const imported = discoversAdmin(desk.evaluator, config)
    ? importAdminModules(desk.evaluator, desk.apps, desk.catalogue)
    : onlyImported(desk.evaluator);
  const sites = readAdminSites({
    evaluator: desk.evaluator,
    labelOf: (path) => byPath.get(path) ?? null,
    labelNamed: (label) => byName.get(label.toLowerCase()) ?? null,
    imported,
    defaultSite: defaultSite(desk.evaluator, config),
    appNames: desk.apps.map(({ name }) => name),
    labels: desk.apps.map(({ label }) => label),
  });
  note(desk, sites.problems);
  return sites;
};

/** The class of a model by its label. */
const classesOf = (evaluator: Evaluator, models: readonly ModelFacts[]): ((label: string) => ClassValue | null) => {
  const byLabel = new Map(models.map((model) => [model.label, model]));
  return (label) => {
    const model = byLabel.get(label);
    const found = model === undefined ? undefined : evaluator.attribute(evaluator.importModule(model.module), model.name);
    return found?.kind === "class" ? found : null;
  };
};

const linkUrls = (desk: Desk, admin: AdminSites, models: readonly ModelFacts[]): readonly UrlFacts[] => {
  const { settings } = desk;
  const rootUrlconf = settings.facts.ROOT_URLCONF;
  if (rootUrlconf === null) return [];
  const { facts, problems } = readUrls({
    evaluator: desk.evaluator,
    rootUrlconf,
    settings: {
      debug: settings.facts.DEBUG,
      languageCode: settings.facts.LANGUAGE_CODE,
      useI18n: flag(settings.read("USE_I18N")),
      staticUrl: text(settings.read("STATIC_URL")),
      djangoSeries: desk.djangoSeries,
    },
    admin,
    classOf: classesOf(desk.evaluator, models),
    isRead: (module) => module.startsWith("django.") || desk.evaluator.hasModule(module) || desk.catalogue.fits(module),
    showPath: desk.showPath,
  });
  note(desk, problems);
  return facts;
};

const linkCommands = (desk: Desk, folders: ReadonlyMap<string, string | null>): Readonly<Record<string, string>> => {
  const { catalogue, files } = desk;
  const installed = desk.roots
    .map((root) => posix.join(root, "django", "core", "management", "commands"))
    .find((folder) => files.isFolder(folder));
  const core =
    installed === undefined
      ? catalogue.submodules("django.core.management.commands")
      : files.children(installed).flatMap(({ name }) => (/^[a-z]\w*\.py$/.test(name) ? [name.slice(0, -3)] : []));
  return findCommands(
    files,
    desk.apps.map(({ label, name }) => ({
      name,
      folder: folders.get(label) ?? null,
      known: catalogue.submodules(`${name}.management.commands`),
    })),
    core.filter((name) => !name.startsWith("_")),
  );
};

/** As INSTALLED_APPS says; where the settings are not here, what is known of it with the apps of the folders. */
const appEntries = (project: OpenedProject, files: ProjectFiles, settings: SettingsSheet): readonly string[] => {
  const { location, probe } = project;
  if (location.settingsFile !== null) return settings.installedApps;
  return [...settings.installedApps, ...reusableApps(probe(), findAppFolders(files, location.root, location.importRoots))];
};

/** Apps with the class of their configuration; the first of each label, as in `apps`. */
const installedApps = (desk: Pick<Desk, "evaluator" | "apps">, entries: readonly string[]): readonly InstalledApp[] => {
  const configs = new Map<string, ClassValue | null>();
  for (const entry of entries) {
    const { name, config } = findConfig(desk.evaluator, entry);
    if (!configs.has(name)) configs.set(name, config);
  }
  return desk.apps.map(({ label, name }) => ({ label, name, config: configs.get(name) ?? null }));
};

/** manage.py is started and never imported, so the evaluator has not met its faults. */
const managePyProblems = ({ location, files, cache }: Desk): readonly Problem[] => {
  if (location.managePy === null) return [];
  const source = files.read(location.managePy);
  if (isUnreadable(source)) return [];
  const { errors } = cache.parse(source.text, source.hash);
  return errors.map(({ line, message }) => ({ file: location.managePy, line, code: "syntax-error", message }));
};

/** Never throws for what the project holds. */
/** What the project is read from, besides what was opened. */
interface Sources {
  readonly files: ProjectFiles;
  readonly settings: SettingsSheet;
  readonly told: ToldApplied | undefined;
  /** Is `again` asked for? What only it needs is let go of else. */
  readonly isKept: boolean;
}

export const linkProject = (project: OpenedProject, { files, settings, told, isKept }: Sources): LinkedProject => {
  const { evaluator, place } = project;
  const entries = appEntries(project, files, settings);
  const apps = linkApps({ evaluator, entries, defaultAutoField: settings.facts.DEFAULT_AUTO_FIELD, place });
  const desk: Desk = { ...project, files, told, isKept, settings, apps, unread: [] };
  const configs = evaluator.registerApps(
    installedApps(desk, entries),
    settings.facts.INSTALLED_APPS === null ? "INSTALLED_APPS is not fully known" : undefined,
  );
  const folders = new Map(apps.map((app) => [app.label, folderOf(desk, app)]));
  const rootUrlconf = settings.facts.ROOT_URLCONF;
  const linked = linkModels({
    evaluator,
    apps,
    settings: {
      areHere: project.location.settingsFile !== null,
      defaultAutoField: settings.facts.DEFAULT_AUTO_FIELD,
      engine: settings.facts.DATABASES?.["default"] ?? null,
      djangoVersion: project.djangoVersion ?? project.djangoSeries,
      allowsRelease: project.allowsRelease,
      read: settings.read,
    },
    configs,
    entryModules: rootUrlconf === null ? [] : [rootUrlconf],
    place,
  });
  const commands = linkCommands(desk, folders);
  const { facts: migrations, again } = withMigrations(desk, folders, linked, commands["makemigrations"] ?? DJANGOS_COMMANDS);
  const models = readBy(always, () => linked.toFacts());
  note(desk, linked.problems());
  const adminApp = apps.find(({ name }) => name === "django.contrib.admin");
  const admin = linkAdmin(desk, models, configs.get(adminApp?.label ?? ""));
  const urls = linkUrls(desk, admin, models);
  note(desk, [...evaluator.problems, ...managePyProblems(desk)]);
  note(
    desk,
    files.problems().map((problem) => ({ file: problem.path, line: null, code: problem.code, message: problem.message })),
  );
  endLateSteps();
  return {
    settings,
    apps,
    models,
    migrations,
    urls,
    commands,
    admin: admin.sites.find((site) => site.isDefault)?.registrations.map(({ label }) => label) ?? [],
    unread: desk.unread,
    again,
  };
};
