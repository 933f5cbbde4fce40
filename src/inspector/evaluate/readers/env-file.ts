/** `.env` and `.ini` files of the project, read as the settings helpers read them. */
import type { Machine } from "../machine.ts";
import { isUnreadable } from "../../files/project-files.ts";
import { isSecretName, secretsIn } from "../../link/settings/is-secret.ts";
import { parentOf } from "../stdlib/path-value.ts";
import { refuseRevision } from "../state/readings.ts";

const line = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*=\s*(.*)$/u;

/** `KEY=value`, quotes taken off, comments after an unquoted value dropped. */
export const parseEnvFile = (source: string): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  for (const each of source.split("\n")) {
    const [, name, raw = ""] = line.exec(each) ?? [];
    if (name === undefined || each.trimStart().startsWith("#")) continue;
    const quoted = /^"((?:[^"\\]|\\.)*)"|^'([^']*)'/su.exec(raw);
    found.set(
      name,
      quoted === null ? raw.replace(/\s+#.*$/u, "").trim() : (quoted[2] ?? (quoted[1] ?? "").replaceAll(/\\(["\\$])/gu, "$1")),
    );
  }
  return found;
};

export type Sections = Map<string, Map<string, string>>;

/** INI as `configparser` reads it: option names in small letters, continuation lines joined. */
export const parseIni = (source: string, into: Sections): void => {
  let section: Map<string, string> | undefined;
  let option: string | undefined;
  for (const raw of source.split("\n")) {
    const trimmed = raw.trim();
    if (trimmed === "" || trimmed.startsWith("#") || trimmed.startsWith(";")) {
      if (trimmed === "") option = undefined;
      continue;
    }
    if (/^\s/u.test(raw) && option !== undefined && section !== undefined) {
      section.set(option, `${section.get(option) ?? ""}\n${trimmed}`);
      continue;
    }
    const [, name] = /^\[([^\]]+)\]/u.exec(trimmed) ?? [];
    if (name !== undefined) {
      section = into.get(name) ?? new Map();
      into.set(name, section);
      option = undefined;
      continue;
    }
    const [, key, value] = /^([^=:]+?)\s*[=:]\s*(.*)$/u.exec(trimmed) ?? [];
    if (key === undefined || section === undefined) continue;
    option = key.toLowerCase();
    section.set(option, value ?? "");
  }
};

/** The variables of a `.env` file; those that are secrets are told of, whether settings use them or not. */
export const readEnvFile = (m: Machine, path: string): ReadonlyMap<string, string> | undefined => {
  const source = readTextFile(m, path);
  if (source === undefined) return undefined;
  const found = parseEnvFile(source);
  refuseRevision("variables are read from a file");
  for (const secret of secretsOfVariables(found)) m.options.onSecret?.(secret);
  return found;
};

/** Values under the name of a secret, and secrets that other values carry. */
export const secretsOfVariables = (variables: ReadonlyMap<string, string>): readonly string[] =>
  [...variables].flatMap(([name, value]) => [...(isSecretName(name) && value !== "" ? [value] : []), ...secretsIn(value)]);

export const readTextFile = (m: Machine, path: string): string | undefined => {
  if (!m.options.files.isFile(path)) return undefined;
  const read = m.readFile(path);
  return isUnreadable(read) ? undefined : read.text;
};

/** The first of the named files in the folder or one above it, not above the outermost root. */
export const searchUp = (m: Machine, folder: string, names: readonly string[]): string | undefined => {
  for (let at = folder; at !== "/"; at = parentOf(at)) {
    for (const name of names) if (m.options.files.isFile(`${at}/${name}`)) return `${at}/${name}`;
    if (!m.options.roots.some((root) => at.startsWith(`${root}/`) || root.startsWith(`${at}/`) || root === at)) return undefined;
  }
  return undefined;
};
