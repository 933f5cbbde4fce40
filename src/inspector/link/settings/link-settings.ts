/**
 * Stage 4 for settings: the evaluated settings module in, the sheet of settings out. Each value keeps the statements that
 * made it. What is not fully known is null or unknown; secrets are masked here and go no further.
 */
import type { SettingsFacts, SettingValue } from "../../../contract/shapes/facts.ts";
import type { Binding, Evaluator, Forced, SettingsNamespace, Value } from "../../evaluate/value.ts";
import { changingDefaults, djangoDefault } from "./django-defaults.ts";
import { toJson } from "./to-json.ts";

export interface LinkSettingsInput {
  readonly evaluator: Evaluator;
  /** How facts name a file. */
  readonly showPath: (file: string) => string;
  /** `5.2.19`; null when it is not known. */
  readonly djangoVersion: string | null;
  /** A published release whose settings these are, where the module itself is not here. */
  readonly inferredFrom?: string | null;
  /** Told of each secret that is masked: for masking it elsewhere, never to be kept. */
  readonly onSecret?: ((value: string) => void) | undefined;
}

/** The settings of one scan, for the facts and for the rooms that link after this one. */
export interface SettingsSheet {
  readonly facts: SettingsFacts;
  /** A setting as plain data, Django's default included; undefined when it is not set or not known. Never masked. */
  readonly read: (name: string) => unknown;
  /** A setting as value; undefined when the settings do not set it. */
  readonly value: (name: string) => Forced | undefined;
  /** Entries of INSTALLED_APPS that are known, even where the list as a whole is not. */
  readonly installedApps: readonly string[];
}

const isSettingName = (name: string): boolean => /^[A-Z][A-Z0-9_]*$/u.test(name);

const toSettingValue = (input: LinkSettingsInput, name: string, binding: Binding): SettingValue => {
  const { json, because } = toJson(input.evaluator, name, binding.value, input.onSecret);
  const origin = binding.origins.map(({ file, line, env }) => ({
    file: input.showPath(file),
    line,
    ...(env === undefined ? {} : { env }),
  }));
  if (because !== undefined) return { name, value: json, origin, certainty: "unknown", because };
  const published = input.inferredFrom ?? null;
  const assumed = binding.because ?? binding.inferred ?? (published === null ? undefined : `so say the settings of ${published}`);
  return assumed === undefined
    ? { name, value: json, origin, certainty: "certain" }
    : { name, value: json, origin, certainty: "inferred", because: assumed };
};

const isStrings = (value: unknown): value is string[] => Array.isArray(value) && value.every((item) => typeof item === "string");
const strings = (value: unknown): string[] | null => (isStrings(value) ? value : null);
const textOrNull = (value: unknown): string | null => (typeof value === "string" ? value : null);
const booleanOrNull = (value: unknown): boolean | null => (typeof value === "boolean" ? value : null);

/** Alias → engine; null when the aliases or an engine are not known. Django's dummy stands for what names none. */
const databases = (evaluator: Evaluator, value: Forced | undefined): Record<string, string> | null => {
  const dummy = "django.db.backends.dummy";
  if (value === undefined) return { default: dummy };
  if (value.kind !== "dict" || value.open !== undefined) return null;
  const result: Record<string, string> = {};
  for (const entry of value.entries) {
    const alias = evaluator.toPlain(entry.key);
    const database = evaluator.force(entry.value);
    if (typeof alias !== "string" || database.kind !== "dict") return null;
    const engine = database.entries.find((each) => evaluator.toPlain(each.key) === "ENGINE");
    const name = engine === undefined ? (database.open === undefined ? dummy : undefined) : evaluator.toPlain(engine.value);
    if (typeof name !== "string") return null;
    result[alias] = name === "" ? dummy : name;
  }
  return result["default"] === undefined ? { ...result, default: dummy } : result;
};

/** Entries that surely are in the list, and those under an undecided branch whose code is here: a dropped model is worse. */
const knownEntries = (evaluator: Evaluator, value: Forced | undefined): string[] => {
  if (value?.kind === "alternatives")
    return [...new Set(value.options.flatMap((option) => knownEntries(evaluator, evaluator.force(option))))];
  if (value?.kind !== "sequence") return [];
  const plain = (items: readonly Value[]): string[] =>
    items.map((item) => evaluator.toPlain(item)).filter((name) => typeof name === "string");
  const isHere = (name: string): boolean => evaluator.hasModule(name) || evaluator.hasModule(name.replace(/\.[A-Z]\w*$/u, ""));
  return [...new Set([...plain(value.items), ...plain(value.maybe ?? []).filter(isHere)])];
};

const noSettings: SettingsFacts = {
  INSTALLED_APPS: null,
  MIDDLEWARE: null,
  AUTH_USER_MODEL: null,
  ROOT_URLCONF: null,
  DATABASES: null,
  LANGUAGE_CODE: null,
  TIME_ZONE: null,
  USE_TZ: null,
  DEFAULT_AUTO_FIELD: null,
  DEBUG: null,
  values: [],
};

const readers = (input: LinkSettingsInput, settings: SettingsNamespace): Pick<SettingsSheet, "read" | "value"> => {
  const { evaluator } = input;
  const value = (name: string): Forced | undefined => {
    const binding = settings.names.get(name);
    return binding === undefined ? undefined : evaluator.force(binding.value);
  };
  const globals = evaluator.importModule("django.conf.global_settings");
  const fallback = (name: string): unknown => {
    if (input.djangoVersion === null && changingDefaults.has(name)) return undefined;
    const binding: { value: Value } | undefined = globals.kind === "module" ? globals.namespace.get(name) : undefined;
    const byVersion = input.djangoVersion === null && binding !== undefined ? undefined : djangoDefault(name, input.djangoVersion);
    return byVersion ?? (binding === undefined ? undefined : evaluator.toPlain(binding.value));
  };
  const read = (name: string): unknown => {
    const own = settings.names.get(name);
    if (own === undefined) return settings.open === undefined ? fallback(name) : undefined;
    return own.because === undefined ? evaluator.toPlain(own.value) : undefined;
  };
  return { read, value };
};

export const linkSettings = (input: LinkSettingsInput): SettingsSheet => {
  const { evaluator } = input;
  const settings = evaluator.settings();
  if (settings === null) return { facts: noSettings, read: () => undefined, value: () => undefined, installedApps: [] };
  const { read, value } = readers(input, settings);
  const names = [...settings.names.keys()].filter(isSettingName).sort();
  const values = names.flatMap((name) => {
    const binding = settings.names.get(name);
    return binding === undefined ? [] : [toSettingValue(input, name, binding)];
  });
  const ownDatabases = value("DATABASES");
  const facts: SettingsFacts = {
    INSTALLED_APPS: strings(read("INSTALLED_APPS")),
    MIDDLEWARE: strings(read("MIDDLEWARE")),
    AUTH_USER_MODEL: textOrNull(read("AUTH_USER_MODEL")),
    ROOT_URLCONF: textOrNull(read("ROOT_URLCONF")),
    DATABASES: ownDatabases === undefined && settings.open !== undefined ? null : databases(evaluator, ownDatabases),
    LANGUAGE_CODE: textOrNull(read("LANGUAGE_CODE")),
    TIME_ZONE: textOrNull(read("TIME_ZONE")),
    USE_TZ: booleanOrNull(read("USE_TZ")),
    DEFAULT_AUTO_FIELD: textOrNull(read("DEFAULT_AUTO_FIELD")),
    DEBUG: booleanOrNull(read("DEBUG")),
    values,
  };
  return { facts, read, value, installedApps: knownEntries(evaluator, value("INSTALLED_APPS")) };
};
