/**
 * Reads the files in which tools are told the settings module: pyproject.toml (pytest, django-stubs, `[tool.django]`),
 * setup.cfg, tox.ini, pytest.ini and `.env`. A file that is broken says nothing.
 */
import { posix } from "node:path";
import { parse as parseToml } from "smol-toml";
import { isUnreadable, type ProjectFiles } from "../../files/project-files.ts";

export interface ConfiguredSettings {
  readonly module: string;
  /** Absolute path of the file that names it. */
  readonly file: string;
  /** `pytest` and `django-stubs` often name settings of their own, so they count less. */
  readonly by: "django" | "pytest" | "django-stubs" | "dotenv";
}

const isTable = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

const lookUp = (table: unknown, path: readonly string[]): unknown => {
  let here = table;
  for (const step of path) here = isTable(here) ? here[step] : undefined;
  return here;
};

const tomlPlaces = [
  { by: "django", path: ["tool", "django", "settings_module"] },
  { by: "django", path: ["tool", "django", "DJANGO_SETTINGS_MODULE"] },
  { by: "django", path: ["tool", "django", "settings"] },
  { by: "django-stubs", path: ["tool", "django-stubs", "django_settings_module"] },
  { by: "pytest", path: ["tool", "pytest", "ini_options", "DJANGO_SETTINGS_MODULE"] },
  { by: "pytest", path: ["tool", "pytest", "DJANGO_SETTINGS_MODULE"] },
] as const;

const readToml = (file: string, text: string): readonly ConfiguredSettings[] => {
  let document: unknown;
  try {
    document = parseToml(text);
  } catch {
    return [];
  }
  return tomlPlaces.flatMap(({ by, path }) => {
    const module = lookUp(document, path);
    return typeof module === "string" ? [{ module, file, by }] : [];
  });
};

/** Python's configparser as far as single-line values go: `[section]`, `key = value`, `key: value`, `#` and `;` comments. */
const readIni = (text: string): ReadonlyMap<string, ReadonlyMap<string, string>> => {
  const sections = new Map<string, Map<string, string>>();
  let section = new Map<string, string>();
  for (const line of text.split("\n")) {
    const header = /^\[([^\]]+)\]/.exec(line);
    const entry = /^([^\s#;=:][^=:]*?)\s*[=:]\s*(.*?)\s*$/.exec(line);
    if (header?.[1] !== undefined) sections.set(header[1].trim(), (section = new Map()));
    else if (entry?.[1] !== undefined && entry[2] !== undefined) section.set(entry[1].toLowerCase(), entry[2]);
  }
  return sections;
};

const iniPlaces = [
  { name: "setup.cfg", sections: ["tool:pytest"], key: "django_settings_module", by: "pytest" },
  { name: "setup.cfg", sections: ["mypy.plugins.django-stubs"], key: "django_settings_module", by: "django-stubs" },
  { name: "mypy.ini", sections: ["mypy.plugins.django-stubs"], key: "django_settings_module", by: "django-stubs" },
  { name: "pytest.ini", sections: ["pytest"], key: "django_settings_module", by: "pytest" },
  { name: "tox.ini", sections: ["pytest"], key: "django_settings_module", by: "pytest" },
] as const;

/** `KEY=value` lines of a `.env` file, quotes removed, `export` allowed. */
const readDotEnv = (text: string): Readonly<Record<string, string>> => {
  const found: Record<string, string> = {};
  for (const line of text.split("\n")) {
    const entry = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line);
    if (entry?.[1] === undefined || entry[2] === undefined) continue;
    const quoted = /^(["'])(.*)\1$/.exec(entry[2]);
    found[entry[1]] = quoted?.[2] ?? entry[2].replace(/\s+#.*$/, "");
  }
  return found;
};

const isModuleName = (text: string): boolean => /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(text);

/** Every settings module that the configuration files directly in `folder` name. */
export const readProjectConfig = (files: ProjectFiles, folder: string): readonly ConfiguredSettings[] => {
  const names = new Set(files.children(folder).map((entry) => entry.name));
  const found: ConfiguredSettings[] = [];
  const textOf = (name: string): string => {
    if (!names.has(name)) return "";
    const result = files.read(posix.join(folder, name));
    return isUnreadable(result) ? "" : result.text;
  };
  found.push(...readToml(posix.join(folder, "pyproject.toml"), textOf("pyproject.toml")));
  for (const { name, sections, key, by } of iniPlaces) {
    const ini = readIni(textOf(name));
    for (const section of sections) {
      const module = ini.get(section)?.get(key);
      if (module !== undefined) found.push({ module, file: posix.join(folder, name), by });
    }
  }
  const fromDotEnv = readDotEnv(textOf(".env"))["DJANGO_SETTINGS_MODULE"];
  if (fromDotEnv !== undefined) found.push({ module: fromDotEnv, file: posix.join(folder, ".env"), by: "dotenv" });
  return found.filter(({ module }) => isModuleName(module));
};
