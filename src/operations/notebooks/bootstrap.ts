import type { ProjectFacts } from "../../contract/shapes/facts.ts";
import { code, python, text, type Draft } from "./cells.ts";

export interface BootstrapFacts {
  readonly project: ProjectFacts;
  /** Further folders to import from, as the workspace's settings say. */
  readonly pythonPath: readonly string[];
}

/**
 * The first cells: find the project, open its databases so that they refuse to write, set Django up. A SQLite file is
 * opened in its read-only mode, servers are asked for read-only transactions, and every statement is looked at besides.
 */
export const toBootstrap = ({ project, pythonPath }: BootstrapFacts): readonly Draft[] => [
  text(
    "## Open the project, read-only",
    "Set `DJDESK_PROJECT` when the project has moved. The next cell runs the project's own settings and apps, and lets no statement write.",
  ),
  code(
    "import os",
    "import re",
    "import sys",
    "from pathlib import Path",
    "from urllib.parse import quote",
    "",
    `HOME = Path(os.environ.get("DJDESK_PROJECT", ${python(project.root)}))`,
    "here = [folder for folder in (Path.cwd(), *Path.cwd().parents) if (folder / 'manage.py').is_file()]",
    "PROJECT = HOME if HOME.is_dir() else here[0] if here else None",
    `assert PROJECT is not None, "Set DJDESK_PROJECT to the folder of the project."`,
    `for folder in [${[...pythonPath].reverse().map(python).join(", ")}${pythonPath.length === 0 ? "" : ", "}str(PROJECT / ${python(folderOf(project.manage_py))})]:`,
    "    if folder not in sys.path:",
    "        sys.path.insert(0, folder)",
    "os.chdir(PROJECT)",
    `os.environ.setdefault("DJANGO_SETTINGS_MODULE", ${python(project.settings_module ?? "settings")})`,
    'os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # a notebook has an event loop of its own',
    "",
    "from django.conf import settings",
    "",
    "for database in settings.DATABASES.values():",
    "    engine, options = database.get('ENGINE', ''), database.setdefault('OPTIONS', {})",
    "    if re.search('sqlite|spatialite', engine):",
    "        name = str(database['NAME'])",
    "        if name != ':memory:' and not name.startswith('file:'):",
    "            database['NAME'] = f'file:{quote(str(Path(name).resolve()))}?mode=ro'",
    "            options['uri'] = True",
    "    elif re.search('postgres|postgis', engine):",
    "        options['options'] = (options.get('options', '') + ' -c default_transaction_read_only=on').strip()",
    "    elif 'mysql' in engine:",
    "        options['init_command'] = 'SET SESSION TRANSACTION READ ONLY'",
    "",
    "import django",
    "",
    "django.setup()",
    "",
    "from django.db import connections",
    "from django.db.backends.signals import connection_created",
    "",
    "READS = re.compile(r'\\s*(?:SELECT|WITH|EXPLAIN|PRAGMA|SHOW|VALUES|SAVEPOINT|RELEASE|ROLLBACK)\\b', re.I)",
    "",
    "def only_read(execute, sql, params, many, context):",
    "    if not READS.match(str(sql)):",
    "        raise PermissionError(f'This notebook only reads: {str(sql)[:80]}')",
    "    return execute(sql, params, many, context)",
    "",
    "def guard(connection, **_):",
    "    if only_read not in connection.execute_wrappers:",
    "        connection.execute_wrappers.append(only_read)",
    "",
    "connection_created.connect(guard, weak=False)",
    "for connection in connections.all():",
    "    guard(connection)",
    "",
    "from django.apps import apps",
    "",
    "print('Django', django.get_version(), 'with', len(apps.get_models()), 'models of', PROJECT)",
  ),
];

/** Folder of manage.py below the root. */
const folderOf = (managePy: string | null): string => managePy?.replace(/\/?[^/]*$/, "") ?? "";
