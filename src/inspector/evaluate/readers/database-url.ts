import type { Origin, Value } from "../value.ts";
import { unknown } from "../value.ts";
import { dict, integer, text } from "../values/make.ts";

const engines: Readonly<Record<string, string>> = {
  postgres: "django.db.backends.postgresql",
  postgresql: "django.db.backends.postgresql",
  psql: "django.db.backends.postgresql",
  pgsql: "django.db.backends.postgresql",
  postgis: "django.contrib.gis.db.backends.postgis",
  mysql: "django.db.backends.mysql",
  mysql2: "django.db.backends.mysql",
  mysqlgis: "django.contrib.gis.db.backends.mysql",
  sqlite: "django.db.backends.sqlite3",
  spatialite: "django.contrib.gis.db.backends.spatialite",
  oracle: "django.db.backends.oracle",
  oraclegis: "django.contrib.gis.db.backends.oracle",
  cockroach: "django_cockroachdb",
  mssql: "mssql",
  redshift: "django_redshift_backend",
  timescale: "timescale.db.backends.postgresql",
};

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

/** `postgres://user:password@host:5432/name` as an entry of DATABASES. */
export const databaseFromUrl = (url: string, origin: Origin): Value => {
  if (url === "") return dict([], origin);
  const entry = (name: string, value: Value): { key: Value; value: Value } => ({ key: text(name), value });
  if (url === "sqlite://:memory:" || url === "sqlite://")
    return dict([entry("ENGINE", text("django.db.backends.sqlite3", origin)), entry("NAME", text(":memory:", origin))], origin);
  const [, scheme = "", user, password, host = "", port, path = ""] =
    /^([\w+]+):\/\/(?:([^:@/]*)(?::([^@]*))?@)?([^:/?]*)(?::(\d+))?(\/[^?#]*)?/u.exec(url) ?? [];
  const engine = engines[scheme] ?? (scheme.includes(".") ? scheme : undefined);
  if (engine === undefined) return unknown(`the database URL has a scheme that is not known: ${scheme}`, origin);
  const isFile = engine.endsWith("sqlite3") || engine.endsWith("spatialite");
  const name = isFile ? decoded(`${host}${path}`.replace(/^\//u, "")) : decoded(path.replace(/^\//u, ""));
  const entries = [entry("ENGINE", text(engine, origin)), entry("NAME", text(isFile && name === "" ? ":memory:" : name, origin))];
  if (!isFile) {
    entries.push(
      entry("USER", text(decoded(user ?? ""), origin)),
      entry("PASSWORD", text(decoded(password ?? ""), origin)),
      entry("HOST", text(decoded(host), origin)),
    );
    entries.push(entry("PORT", port === undefined ? text("", origin) : integer(Number(port), origin)));
  }
  return dict(entries, origin);
};
