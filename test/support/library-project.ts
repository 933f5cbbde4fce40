/** A small real Django project with a book in its database, and the states that a crash or another program leaves it in: for tests. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Writes a file of the project, and the folders above it. */
export const writeIn = (folder: string, path: string, text: string): void => {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  writeFileSync(join(folder, path), text);
};

/** A library with one app; `settings` is added to its settings, `ready` runs when Django has loaded the apps. */
export const writeLibrary = (
  folder: string,
  { settings = "", ready = "pass" }: { readonly settings?: string; readonly ready?: string } = {},
): void => {
  const write = (path: string, text: string): void => writeIn(folder, path, text);
  write(
    "manage.py",
    `import os, sys
if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "library.settings")
    from django.core.management import execute_from_command_line
    execute_from_command_line(sys.argv)
`,
  );
  write("library/__init__.py", "");
  write(
    "library/settings.py",
    `from pathlib import Path
BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = "do not show this key of the library"
INSTALLED_APPS = ["books.apps.BooksConfig"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(BASE_DIR / "db.sqlite3")}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
${settings}
`,
  );
  write("books/__init__.py", "");
  write(
    "books/apps.py",
    `from django.apps import AppConfig\nclass BooksConfig(AppConfig):\n    name = "books"\n    def ready(self):\n        ${ready}\n`,
  );
  write(
    "books/models.py",
    `from django.db import models\nclass Book(models.Model):\n    title = models.CharField(max_length=50)\n    token = models.CharField(max_length=50, default="")\n`,
  );
  write("books/migrations/__init__.py", "");
  write(
    "books/migrations/0001_initial.py",
    `from django.db import migrations, models
class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.CreateModel(name="Book", fields=[("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")), ("title", models.CharField(max_length=50)), ("token", models.CharField(max_length=50, default=""))])]
`,
  );
};

/** The tables of a database, made by Django itself. */
export const migrate = (folder: string, python: string): void => {
  const env = { PATH: process.env["PATH"], PYTHONDONTWRITEBYTECODE: "1" };
  execFileSync(python, ["manage.py", "migrate", "-v0"], { cwd: folder, env });
};

export const insertBook = "INSERT INTO books_book (title, token) VALUES ('Emma', 'a-secret-token')";

/** The library's database, migrated by Django itself, with one book. */
export const migrateLibrary = (folder: string, python: string): void => {
  migrate(folder, python);
  const database = new DatabaseSync(join(folder, "db.sqlite3"));
  database.exec(insertBook);
  database.close();
};

/** Content, mode and time of a folder and of every file below it. */
export const fingerprint = (folder: string): readonly string[] =>
  [".", ...readdirSync(folder, { recursive: true, encoding: "utf8" })].sort().map((name) => {
    const found = statSync(join(folder, name), { bigint: true });
    const content = found.isFile()
      ? createHash("sha1")
          .update(readFileSync(join(folder, name)))
          .digest("hex")
      : "";
    return `${name} ${found.mode} ${found.mtimeNs} ${content}`;
  });

/** Leaves the library's database as a crash would: in WAL or with a rollback journal, with these files beside it. */
export const crashLibrary = (folder: string, mode: "wal" | "delete", companions: readonly string[]): void => {
  const path = join(folder, "db.sqlite3");
  const crash = join(folder, "crash");
  mkdirSync(crash);
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA journal_mode=${mode}; PRAGMA cache_size=1; PRAGMA wal_autocheckpoint=0`);
  if (mode === "wal") database.exec("INSERT INTO books_book (title, token) VALUES ('Persuasion', '')");
  else
    database.exec(
      "BEGIN; UPDATE books_book SET title = 'half written'; CREATE TABLE filler AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) SELECT i, hex(randomblob(100)) AS x FROM n",
    );
  for (const suffix of ["", ...companions]) copyFileSync(`${path}${suffix}`, join(crash, `db.sqlite3${suffix}`));
  database.exec(mode === "wal" ? "SELECT 1" : "ROLLBACK");
  database.close();
  if (companions.length > 0) cpSync(crash, folder, { recursive: true });
  rmSync(crash, { recursive: true });
};
