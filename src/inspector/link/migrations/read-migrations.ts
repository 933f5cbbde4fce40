/** Every app's migrations, as `MigrationLoader.load_disk()` reads them. */
import { posix } from "node:path";
import type { Evaluator } from "../../evaluate/value.ts";
import type { ProjectFiles } from "../../files/project-files.ts";
import { findMigrationFiles } from "./find-migration-files.ts";
import type { LinkedAppMigrations, LinkedMigrations, MigrationProblem } from "./migration.ts";
import { readMigration } from "./read-migration.ts";

export interface AppWithMigrations {
  readonly label: string;
  /** `AppConfig.name`. */
  readonly name: string;
  /** False when the app's code is not here. */
  readonly isHere: boolean;
}

export interface ReadMigrationsOptions {
  readonly files: ProjectFiles;
  readonly evaluator: Evaluator;
  /** Import path: the project's folders, then site-packages. */
  readonly roots: readonly string[];
  readonly apps: readonly AppWithMigrations[];
  /** `MIGRATION_MODULES`: label → dotted package, or null for "no migrations". */
  readonly migrationModules: ReadonlyMap<string, string | null>;
}

/** Does it lie, wherever it may lie, in a folder that could not be entered? */
const isHidden = ({ files, roots }: ReadMigrationsOptions, module: string): boolean => {
  const places = roots.map((root) => posix.join(root, module.replaceAll(".", "/")));
  return files.problems().some(({ path }) => places.some((place) => place === path || place.startsWith(`${path}/`)));
};

/** In the order of `apps`; what could not be read is in `problems`. */
export const readMigrations = (options: ReadMigrationsOptions): LinkedMigrations => {
  const problems: MigrationProblem[] = [];
  const apps = options.apps.map((app): LinkedAppMigrations => {
    const override = options.migrationModules.get(app.label);
    const module = override === undefined ? `${app.name}.migrations` : override;
    if (module === null) return { label: app.label, module: null, migrations: [], isRead: true };
    const { folder, files } = findMigrationFiles(options.files, options.roots, module);
    if (folder === null) return { label: app.label, module: null, migrations: [], isRead: app.isHere && !isHidden(options, module) };
    const migrations = files.flatMap((file) => readMigration(options.evaluator, app.label, file, problems) ?? []);
    return { label: app.label, module, migrations, isRead: migrations.length === files.length && !isHidden(options, module) };
  });
  return { apps, problems };
};
