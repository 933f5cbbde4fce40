/** A small project that has packages as sources: what this inspector says of it becomes facts of the catalogue. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createDiskFiles } from "../../src/inspector/files/disk-files.ts";
import { inspect } from "../../src/inspector/inspect.ts";
import { createParseCache } from "../../src/inspector/python/parse-cache.ts";

export interface Route {
  readonly route: string;
  readonly fullName: string | null;
  readonly view: string | null;
}

export interface ProjectFacts {
  readonly urls: readonly Route[];
  /** Labels of the models on the default admin site. */
  readonly admin: readonly string[];
  /** Count of routes that could not be read. */
  readonly doubts: number;
}

export interface SmallProject {
  /** Facts under these apps (beside Django's own) and settings. */
  read(apps: readonly string[], settings?: Readonly<Record<string, boolean>>): ProjectFacts;
  /** Writes a file of the project. */
  put(path: string, text: string): void;
  close(): void;
}

const contrib = ["admin", "auth", "contenttypes", "sessions", "messages", "sites", "staticfiles"].map((app) => `django.contrib.${app}`);

const settingsText = (apps: readonly string[], settings: Readonly<Record<string, boolean>>): string =>
  [
    `INSTALLED_APPS = ${JSON.stringify([...contrib, ...apps])}`,
    'ROOT_URLCONF = "config.urls"',
    'DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db"}}',
    "SITE_ID = 1",
    ...Object.entries(settings).map(([name, value]) => `${name} = ${value ? "True" : "False"}`),
  ].join("\n");

/** `packages` are the folders in which the packages stand. */
export const openProject = (packages: readonly string[], urls: string, others: Readonly<Record<string, string>> = {}): SmallProject => {
  const root = mkdtempSync(join(tmpdir(), "catalogue-"));
  mkdirSync(join(root, "config"));
  writeFileSync(join(root, "manage.py"), 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")\n');
  writeFileSync(join(root, "config/__init__.py"), "");
  // With a requirement, packages that nothing requires and that are not among the sources are taken as not installed.
  writeFileSync(join(root, "requirements.txt"), "django\n");
  writeFileSync(join(root, "config/urls.py"), urls);
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const [path, text] of Object.entries(others)) put(path, text);
  const pythonPath = [...new Set(packages)];
  const cache = createParseCache();
  return {
    read: (apps, settings = {}) => {
      writeFileSync(join(root, "config/settings.py"), settingsText(apps, settings));
      const files = createDiskFiles({ roots: [root, ...pythonPath] });
      const facts = inspect({ root, files, pythonPath, cache, clock: () => 0, systemPrefixes: [] });
      return {
        urls: facts.urls.map(({ route, full_name: fullName, view }) => ({ route, fullName, view })),
        admin: facts.admin,
        doubts: facts.unread.filter(({ code }) => code.startsWith("unresolved-")).length,
      };
    },
    put,
    close: () => rmSync(root, { recursive: true, force: true }),
  };
};
