/**
 * Writes `src/inspector/catalogue/data/`: facts of Django and common packages, read from their published sources.
 *
 *   node tools/make-catalogue.ts FOLDER [TOP…]
 *
 * FOLDER holds a folder for each package, named by its top-level name, made by `pip install --no-deps --target FOLDER/TOP NAME`
 * (`tools/make-catalogue/packages.txt` lists TOP and NAME). All are read together, so that names can be followed between them;
 * TOP limits what is written.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { StoredModule } from "../src/inspector/catalogue/stored-facts.ts";
import { findPackages, type Library, openLibrary, type PackageSource } from "./make-catalogue/library.ts";
import { trimMigration } from "./make-catalogue/store-migration.ts";
import { storeModule } from "./make-catalogue/store-module.ts";
import { withoutProse } from "./make-catalogue/without-prose.ts";

/** What no project's models, settings or urls are made of. */
const leftOut =
  /(^|\.)(tests?|testing|test_\w+|conftest|locale|migrations_south|south_migrations|examples?|benchmarks?|sandbox|ckeditor_demo|sample_taggit|django_lifecycle_checks)(\.|$)|^django\.(conf\.locale|conf\.(app|project)_template|contrib\.gis\.(gdal|geos)\.prototypes)\b/;
const isMigration = (name: string): boolean => /\.(\w*migrations)\.\w+$/.test(name) && !name.startsWith("django.db.");
const isCommand = (name: string): boolean => /\.management\.commands\.\w+$/.test(name);

const toStoredModule = (library: Library, name: string): StoredModule | null => {
  const module = library.module(name);
  if (module === undefined) return null;
  if (isCommand(name)) return { file: module.file, names: {} };
  const stored = storeModule(library, module);
  return isMigration(name) ? trimMigration(stored) : stored;
};

const toText = (library: Library, { top, distribution, version }: PackageSource): string => {
  const lines = [JSON.stringify({ distribution, version })];
  for (const name of library.modulesOf(top)) {
    if (leftOut.test(name)) continue;
    const stored = toStoredModule(library, name);
    if (stored !== null) lines.push(withoutProse(JSON.stringify([name, stored])));
  }
  return `${lines.join("\n")}\n`;
};

const [folder, ...only] = process.argv.slice(2);
if (folder === undefined) throw new Error("usage: node tools/make-catalogue.ts FOLDER [TOP…]");
const packages = findPackages(folder);
const library = openLibrary(packages);
const target = fileURLToPath(new URL("../src/inspector/catalogue/data/", import.meta.url));
mkdirSync(target, { recursive: true });
for (const one of packages) {
  if (only.length > 0 && !only.includes(one.top)) continue;
  if (leftOut.test(one.top)) continue;
  const text = toText(library, one);
  writeFileSync(`${target}${one.top}.facts`, text);
  console.log(`${one.top} ${one.version}: ${(text.length / 1024).toFixed(0)} kB`);
}
