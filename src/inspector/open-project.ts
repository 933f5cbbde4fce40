/** Stages 1 to 3 of a scan: where the project is, what it runs on, and an evaluator over its code. */
import { posix } from "node:path";
import { catalogueRoot, loadCatalogue, type Catalogue } from "./catalogue/catalogue.ts";
import { findDjango } from "./environment/find-django.ts";
import { findEnvironment, type PythonEnvironment } from "./environment/find-environment.ts";
import { createEvaluator } from "./evaluate/evaluator.ts";
import type { EvaluatorOptions } from "./evaluate/machine.ts";
import type { Evaluator } from "./evaluate/value.ts";
import type { InspectOptions } from "./inspect-options.ts";
import { findProject } from "./link/project/find-project.ts";
import type { ProjectLocation } from "./link/project/project-location.ts";
import { readEntryPointGroups } from "./link/project/read-distributions.ts";
import { readDependencies, seriesOf } from "./link/project/read-dependencies.ts";
import { allowsVersion, namesMajor } from "./link/project/version-specification.ts";
import { createParseCache, type ParseCache } from "./python/parse-cache.ts";
import { bodyOf } from "./python/parsed-bodies.ts";
import { createShowPath } from "./show-path.ts";
import type { FileUses } from "./trace/file-uses.ts";
import type { Watch } from "./watch.ts";

export interface OpenedProject {
  readonly location: ProjectLocation;
  /** The published release whose settings stand for a module that is not here: `pulpcore 3.123.1`. */
  readonly settingsFrom: string | null;
  readonly environment: PythonEnvironment;
  readonly djangoVersion: string | null;
  /** Series of that release, else the newest that the project's declarations allow. */
  readonly djangoSeries: string | null;
  readonly catalogue: Catalogue;
  /** Is the catalogue's Django surely of the same series? */
  readonly hasCataloguedDjango: boolean;
  /** Do the project's declarations allow this release of a distribution? */
  readonly allowsRelease: (distribution: string, version: string) => boolean;
  readonly evaluator: Evaluator;
  /** Another one over the same code, for what must leave no trace in the first. */
  readonly probe: () => Evaluator;
  readonly cache: ParseCache;
  /** Import path: the project's folders, then installed packages. */
  readonly roots: readonly string[];
  /** Folder in which commands run. */
  readonly workingFolder: string;
  /** Absolute path → path as facts show it. */
  readonly showPath: (path: string) => string;
  readonly place: (path: string) => { readonly file: string; readonly firstParty: boolean };
}

const isBelow = (folder: string, path: string): boolean => path === folder || path.startsWith(folder === "/" ? "/" : `${folder}/`);

const lookAround = (options: InspectOptions, location: ProjectLocation, workingFolder: string): PythonEnvironment =>
  findEnvironment({
    root: options.root,
    manageFolder: workingFolder,
    given: options.python,
    env: { ...options.toolEnv, ...options.env },
    home: options.home ?? null,
    platform: options.platform ?? "linux",
    ...(options.systemPrefixes === undefined ? {} : { systemPrefixes: options.systemPrefixes }),
  });

/** Asked for each class and field; a path's answer never changes. */
const createPlace = (showPath: (path: string) => string, isFirstParty: (path: string) => boolean): OpenedProject["place"] => {
  const known = new Map<string, ReturnType<OpenedProject["place"]>>();
  return (path) => {
    let place = known.get(path);
    if (place === undefined) {
      place = { file: showPath(path), firstParty: isFirstParty(path) };
      known.set(path, place);
    }
    return place;
  };
};

/** A Django among the project's own code is imported before an installed one. */
const bundledDjango = (importRoots: readonly string[]): string | null =>
  importRoots.map(findDjango).find((version) => version !== null) ?? null;

const releaseText = (catalogue: Catalogue, module: string): string | null => {
  const release = catalogue.release(module.split(".")[0] ?? "");
  return release === undefined ? null : `${release.distribution} ${release.version}`;
};

/** Nothing is parsed or evaluated yet: that happens when a later stage asks for a module. */
export const openProject = (options: InspectOptions, watch: Watch, uses: FileUses): OpenedProject => {
  const { root, files } = options;
  const location = findProject(options);
  const workingFolder = location.managePy === null ? root : posix.dirname(location.managePy);
  const environment = lookAround(options, location, workingFolder);
  const installed = [...environment.pythonPath, ...environment.sitePackages];
  const isInstalled = (file: string): boolean => installed.some((folder) => isBelow(folder, file));
  const roots = [...new Set([...location.importRoots, ...environment.linkedFolders, ...installed])];
  const showPath = createShowPath(root, [...installed, catalogueRoot]);
  const dependencies = readDependencies(files, [root, workingFolder, posix.dirname(root)]);
  const cache = options.cache ?? createParseCache();
  const requiredOf = (distribution: string): readonly string[] =>
    dependencies.requirements.get(distribution.toLowerCase().replaceAll(/[-_.]+/g, "-")) ?? [];
  const openCatalogue = (): Catalogue =>
    loadCatalogue((distribution, version) => {
      const required = requiredOf(distribution);
      if (required.every((each) => allowsVersion(each, version))) return "allowed";
      return required.every((each) => allowsVersion(each, version) || namesMajor(each, version)) ? "near" : "other";
    });
  const catalogue = openCatalogue();
  const published = location.settingsFile === null && location.settingsModule !== null && catalogue.has(location.settingsModule);
  const isSettled = !published || catalogue.fits(location.settingsModule);
  const djangoVersion = bundledDjango(location.importRoots) ?? environment.djangoVersion ?? dependencies.djangoVersion;
  const djangoSeries = djangoVersion === null ? dependencies.newestDjango : seriesOf(djangoVersion);
  const isCatalogued = (series: string | null): boolean => series === seriesOf(catalogue.release("django")?.version ?? "");
  let points: ReturnType<typeof readEntryPointGroups> | undefined;
  const evaluating: Omit<EvaluatorOptions, "catalogue"> = {
    files,
    roots,
    parse: {
      module: (file, source) => {
        const tree = watch.within("parse", () => cache.parse(source.text, source.hash));
        if (!isInstalled(file)) uses.asModule(file, source, tree);
        return tree;
      },
      body: (tree, text) => watch.within("parse", () => bodyOf(tree, text)),
    },
    env: options.env ?? {},
    hasCataloguedDjango: djangoSeries === null || isCatalogued(djangoSeries),
    environmentKnown: environment.djangoVersion !== null,
    declared: dependencies.importNames,
    optional: dependencies.optionalNames,
    entryPoints: () => (points ??= readEntryPointGroups(files, roots, root)),
    isForeign: isInstalled,
    workingFolder,
    onSecret: options.onSecret,
    ...(location.settingsModule === null || !isSettled ? {} : { settingsModule: location.settingsModule }),
  };
  const evaluator = createEvaluator({ ...evaluating, catalogue });
  return {
    location,
    settingsFrom: published && isSettled ? releaseText(catalogue, location.settingsModule) : null,
    environment,
    djangoVersion,
    djangoSeries,
    catalogue,
    hasCataloguedDjango: djangoVersion !== null && isCatalogued(djangoSeries),
    allowsRelease: (distribution, version) => requiredOf(distribution).every((each) => allowsVersion(each, version)),
    evaluator,
    probe: () => createEvaluator({ ...evaluating, catalogue: openCatalogue() }),
    cache,
    roots,
    workingFolder,
    showPath,
    place: createPlace(showPath, (path) => isBelow(root, path) && !isInstalled(path)),
  };
};
