/** Names that Django derives for tables and indexes, shortened as its database backends would. */
import { createHash } from "node:crypto";

/** `django.db.backends.utils.names_digest`. */
const namesDigest = (names: readonly string[], length: number): string => {
  const hash = createHash("md5");
  for (const name of names) hash.update(name, "utf8");
  return hash.digest("hex").slice(0, length);
};

/** `connection.ops.max_name_length()` by the engine's dotted path; null where names have no limit. */
export const maxNameLength = (engine: string | null): number | null => {
  const path = (engine ?? "").toLowerCase();
  if (/postg(res|is)|psycopg|cockroach|timescale|redshift/.test(path)) return 63;
  if (/mysql|mariadb/.test(path)) return 64;
  if (path.includes("oracle")) return 30;
  if (/mssql|sql_server/.test(path)) return 128;
  return null;
};

/** `split_identifier`: `"schema"."table"` in two; the schema is empty when there is none. */
const splitIdentifier = (identifier: string): readonly [string, string] => {
  const parts = identifier.split('"."');
  const strip = (part: string): string => part.replaceAll(/^"+|"+$/g, "");
  return parts.length === 2 ? [strip(parts[0] ?? ""), strip(parts[1] ?? "")] : ["", strip(identifier)];
};

/** `django.db.backends.utils.truncate_name`: keeps the start and ends it with four digits of a digest of the whole. */
export const truncateName = (identifier: string, length: number | null): string => {
  const [namespace, name] = splitIdentifier(identifier);
  if (length === null || name.length <= length) return identifier;
  const shortened = name.slice(0, length - 4) + namesDigest([name], 4);
  return namespace === "" ? shortened : `${namespace}"."${shortened}`;
};

/** `strip_quotes`: a table name may be written in double quotes to be taken literally. */
export const stripQuotes = (name: string): string =>
  name.length > 1 && name.startsWith('"') && name.endsWith('"') ? name.slice(1, -1) : name;

/** `camel_case_to_spaces`: the default verbose name of a model. */
export const camelCaseToSpaces = (name: string): string =>
  name
    .replaceAll(/((?<=[a-z])[A-Z]|[A-Z](?![A-Z]|$))/g, " $1")
    .trim()
    .toLowerCase();

/** `Index.set_name_with_model`: columns with a leading `-` where descending; `suffix` is the index class's own. */
export const indexName = (table: string, columns: readonly string[], suffix: string): string => {
  const [, plain] = splitIdentifier(table);
  const first = (columns[0] ?? "").replace(/^-/, "");
  const name = `${plain.slice(0, 11)}_${first.slice(0, 7)}_${namesDigest([plain, ...columns, suffix], 6)}_${suffix}`;
  return /^[_0-9]/.test(name) ? `D${name.slice(1)}` : name;
};
