/** The files in which a project declares its dependencies: each to requirement lines, optional groups apart. */
import { parse as parseToml } from "smol-toml";

export interface DeclaredLine {
  /** `Django>=5.2,<5.3` as written. */
  readonly text: string;
  /** Declared by an extra, a group or a file for development alone. */
  readonly optional: boolean;
}

type Table = Readonly<Record<string, unknown>>;

const isTable = (value: unknown): value is Table => typeof value === "object" && value !== null && !Array.isArray(value);
const tableAt = (table: Table, ...path: readonly string[]): Table => {
  let at: Table = table;
  for (const name of path) {
    const next = at[name];
    if (!isTable(next)) return {};
    at = next;
  }
  return at;
};

const stringsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter((item) => typeof item === "string") : []);
const lines = (texts: readonly string[], optional: boolean): DeclaredLine[] => texts.map((text) => ({ text, optional }));

/** Poetry's `5.2.1`, `^5.2` and `*` as pip would write them. */
const toSpecification = (version: string): string => {
  if (/^\d/.test(version)) return `==${version}`;
  return version === "*" ? "" : version.replace(/^\^/, "~=");
};

/** Poetry's `name = "^5.2"` or `name = { version = "…", optional = true }`. */
const poetryLines = (table: Table, optional: boolean): DeclaredLine[] =>
  Object.entries(table).map(([name, stated]) => {
    const version = typeof stated === "string" ? stated : isTable(stated) && typeof stated["version"] === "string" ? stated["version"] : "";
    const isOptional = optional || (isTable(stated) && stated["optional"] === true);
    return { text: name + toSpecification(version), optional: isOptional };
  });

const groupsOf = (table: Table): DeclaredLine[] => Object.values(table).flatMap((group) => lines(stringsOf(group), true));

/** pyproject.toml and Pipfile. */
export const readTomlDependencies = (text: string): readonly DeclaredLine[] => {
  let table: Table;
  try {
    table = parseToml(text);
  } catch {
    return [];
  }
  const poetry = tableAt(table, "tool", "poetry");
  const pdm = tableAt(table, "tool", "pdm");
  return [
    ...lines(stringsOf(tableAt(table, "project")["dependencies"]), false),
    ...groupsOf(tableAt(table, "project", "optional-dependencies")),
    ...groupsOf(tableAt(table, "dependency-groups")),
    ...groupsOf(tableAt(pdm, "dev-dependencies")),
    ...lines(stringsOf(tableAt(table, "tool", "uv")["dev-dependencies"]), true),
    ...poetryLines(tableAt(poetry, "dependencies"), false),
    ...poetryLines(tableAt(poetry, "dev-dependencies"), true),
    ...Object.values(tableAt(poetry, "group")).flatMap((group) =>
      isTable(group) ? poetryLines(tableAt(group, "dependencies"), true) : [],
    ),
    ...poetryLines(tableAt(table, "packages"), false),
    ...poetryLines(tableAt(table, "dev-packages"), true),
  ];
};

/** Files for everyone by their name: `requirements.txt`, `requirements/base.txt`, `requirements-production.txt`. */
const isForEveryone = (name: string): boolean =>
  /^(?:requirements|base|common|main|core|install|prod\w*|deploy\w*|requirements[-_.](?:base|common|prod\w*|deploy\w*|install|lock))\.(?:txt|in)$/.test(
    name,
  );

export const readRequirements = (text: string, name: string): readonly DeclaredLine[] =>
  lines(
    text.split("\n").filter((line) => !/^\s*(?:#|-|$)/.test(line)),
    !isForEveryone(name),
  );

/** `Requires-Dist:` of METADATA and PKG-INFO. */
export const readMetadata = (text: string): readonly DeclaredLine[] =>
  [...text.matchAll(/^Requires-Dist:\s*(.+)$/gm)].map(([, line = ""]) => ({ text: line, optional: /;.*\bextra\s*==/.test(line) }));

/** `requires.txt` of an egg: sections in brackets are extras. */
export const readEggRequirements = (text: string): readonly DeclaredLine[] => {
  let optional = false;
  const found: DeclaredLine[] = [];
  for (const line of text.split("\n")) {
    const [, section] = /^\[([^\]]*)\]/.exec(line) ?? [];
    if (section !== undefined) optional = !section.startsWith(":");
    else if (line.trim() !== "") found.push({ text: line, optional });
  }
  return found;
};

/** `install_requires` and `extras_require` of setup.cfg. */
export const readSetupConfig = (text: string): readonly DeclaredLine[] => {
  let section = "";
  let isInside = false;
  const found: DeclaredLine[] = [];
  for (const line of text.split("\n")) {
    const [, name] = /^\[([^\]]*)\]/.exec(line) ?? [];
    if (name !== undefined) section = name;
    const [, key, rest = ""] = /^([\w.-]+)\s*[=:]\s*(.*)$/.exec(line) ?? [];
    if (key !== undefined) isInside = key === "install_requires" || section === "options.extras_require";
    const stated = key === undefined ? line : rest;
    if (isInside && (key !== undefined || /^\s/.test(line)) && stated.trim() !== "")
      found.push({ text: stated, optional: section === "options.extras_require" });
  }
  return found;
};

/** Quoted requirements of setup.py: those of `install_requires`, then all others as optional. */
export const readSetupScript = (text: string): readonly DeclaredLine[] => {
  const quoted = (part: string, optional: boolean): DeclaredLine[] =>
    [...part.matchAll(/["']([A-Za-z0-9][^"'\n]{0,200})["']/g)].map(([, line = ""]) => ({ text: line, optional }));
  const required = [...text.matchAll(/(?:install_requires|requirements?|requires|dependencies)\s*=\s*[[(]([\s\S]*?)[\])]\s*(?:,|$)/gim)]
    .map(([, part = ""]) => part)
    .join("\n");
  return [...quoted(required, false), ...quoted(text, true)];
};

/** `name = "django"` with `version = "5.2.1"` of poetry.lock, uv.lock and pdm.lock. */
export const readLock = (text: string): readonly DeclaredLine[] =>
  [...text.matchAll(/^name = "([^"]+)"\nversion = "([^"]+)"/gm)].map(([, name = "", version = ""]) => ({
    text: `${name}==${version}`,
    optional: true,
  }));
