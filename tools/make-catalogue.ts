/**
 * Writes `src/inspector/catalogue/data/`: facts of Django and common packages, read from their published sources.
 *
 *   node tools/make-catalogue.ts FOLDER [TOP…]
 *
 * FOLDER holds a folder for each package, named by its top-level name, made by `pip install --no-deps --target FOLDER/TOP NAME`
 * (`tools/make-catalogue/packages.txt` lists TOP and NAME; TOP may be `top@release` for an older release). All are read together, so that names can be followed between them;
 * TOP limits what is written.
 */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { StoredModule, StoredNames } from "../src/inspector/catalogue/stored-facts.ts";
import { findPackages, type Library, openLibrary, type PackageSource } from "./make-catalogue/library.ts";
import { trimMigration } from "./make-catalogue/store-migration.ts";
import { type AdminRecorder, openAdminRecorder } from "./make-catalogue/record-admin.ts";
import { recordUrls } from "./make-catalogue/record-urls.ts";
import { recordedUrls } from "./make-catalogue/recorded-urls.ts";
import { storeModule } from "./make-catalogue/store-module.ts";
import { withoutProse } from "./make-catalogue/without-prose.ts";

/** What no project's models, settings or urls are made of. */
const leftOut =
  /(^|\.)(tests?|testing|test_\w+|conftest|locale|migrations_south|south_migrations|examples?|benchmarks?|sandbox|ckeditor_demo|sample_taggit|django_lifecycle_checks)(\.|$)|^django\.(conf\.locale|conf\.(app|project)_template|contrib\.gis\.(gdal|geos)\.prototypes)\b/;
const isMigration = (name: string): boolean => /\.(\w*migrations)\.\w+$/.test(name) && !name.startsWith("django.db.");
const isCommand = (name: string): boolean => /\.management\.commands\.\w+$/.test(name);

/** Classes with a `get_urls()` get the routes that it makes. */
const withAdminRoutes = (names: StoredNames, module: string, admin: AdminRecorder): StoredNames =>
  Object.fromEntries(
    Object.entries(names).map(([name, entry]) => {
      if (entry === null || typeof entry !== "object" || !("class" in entry) || entry.names["get_urls"] === undefined) return [name, entry];
      const adminRoutes = admin.routesOf(module, name);
      return [name, adminRoutes === undefined ? entry : { ...entry, adminRoutes }];
    }),
  );

const foldersOf = (library: Library): readonly string[] => library.packages.map((one) => one.folder);

const toStoredModule = (library: Library, name: string, admin: AdminRecorder): StoredModule | null => {
  const module = library.module(name);
  if (module === undefined) return null;
  if (isCommand(name)) return { file: module.file, names: {} };
  const stored = storeModule(library, module);
  const recorded = recordedUrls[name];
  if (recorded !== undefined)
    return { ...stored, names: { ...stored.names, urlpatterns: { later: recordUrls(foldersOf(library), name, recorded) } } };
  if (/\.admin(?:\.|$)/.test(name) && !name.startsWith("django.")) {
    const names = withAdminRoutes(stored.names, name, admin);
    return name.endsWith(".admin") ? { ...stored, names, registers: admin.record(name.slice(0, -".admin".length)) } : { ...stored, names };
  }
  return isMigration(name) ? trimMigration(stored) : stored;
};

const toText = (library: Library, { top, distribution, version }: PackageSource, admin: AdminRecorder): string => {
  const lines = [JSON.stringify({ distribution, version })];
  for (const name of library.modulesOf(top)) {
    if (leftOut.test(name)) continue;
    const stored = toStoredModule(library, name, admin);
    if (stored !== null) lines.push(withoutProse(JSON.stringify([name, stored])));
  }
  return `${lines.join("\n")}\n`;
};

const [folder, ...only] = process.argv.slice(2);
if (folder === undefined) throw new Error("usage: node tools/make-catalogue.ts FOLDER [TOP…]");
const target = fileURLToPath(new URL("../src/inspector/catalogue/data/", import.meta.url));
mkdirSync(target, { recursive: true });

/** `release`: `TOP@RELEASE` for an older one, which alone is written; else all are. */
const writeAll = (packages: string, release?: string): void => {
  const library = openLibrary(findPackages(packages, release));
  const admin = openAdminRecorder(foldersOf(library));
  for (const one of library.packages) {
    if (leftOut.test(one.top) || (release !== undefined && !release.startsWith(`${one.top}@`))) continue;
    const name = release ?? one.top;
    if (only.length > 0 && !only.includes(name)) continue;
    const text = toText(library, one, admin);
    writeFileSync(`${target}${name}.facts`, text);
    console.log(`${name} ${one.version}: ${(text.length / 1024).toFixed(0)} kB`);
  }
  admin.close();
};

writeAll(folder);
for (const release of readdirSync(folder).filter((name) => name.includes("@"))) writeAll(folder, release);
