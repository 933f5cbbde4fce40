/** Stage 4 for apps: the entries of INSTALLED_APPS in, apps out, in their order, each label once. */
import { posix } from "node:path";
import type { AppFacts } from "../../../contract/shapes/facts.ts";
import type { Evaluator, ModuleValue } from "../../evaluate/value.ts";
import { configAttribute, configText } from "./app-config.ts";
import { findConfig, type FoundApp } from "./find-config.ts";

export interface LinkAppsInput {
  readonly evaluator: Evaluator;
  /** INSTALLED_APPS as far as it is known. */
  readonly entries: readonly string[];
  /** `DEFAULT_AUTO_FIELD`; null when it is not known. */
  readonly defaultAutoField: string | null;
  /** How facts name a file, and whether it is the project's own. */
  readonly place: (file: string) => { readonly file: string; readonly firstParty: boolean };
}

/** Python's `str.title()`, as Django makes a verbose name of a label. */
const titled = (label: string): string =>
  label.toLowerCase().replaceAll(/(^|[^\p{L}])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());

const folderOf = (module: ModuleValue): string =>
  module.isPackage && !module.file.endsWith(".py") ? module.file : posix.dirname(module.file);

const autoField = ({ evaluator, defaultAutoField }: LinkAppsInput, found: FoundApp): string | null => {
  const own = found.config === null ? undefined : configAttribute(evaluator, found.config, "default_auto_field");
  if (own === undefined)
    return found.configPath !== null && found.config === null && found.configPath !== "django.apps.config.AppConfig"
      ? null
      : defaultAutoField;
  const plain = evaluator.toPlain(own);
  return typeof plain === "string" ? plain : null;
};

const toApp = (input: LinkAppsInput, entry: string): AppFacts => {
  const { evaluator, place } = input;
  const found = findConfig(evaluator, entry);
  const module = evaluator.importModule(found.name);
  const isHere = module.kind === "module";
  const label =
    (found.config === null ? undefined : configText(evaluator, found.config, "label")) ?? found.name.slice(found.name.lastIndexOf(".") + 1);
  const stated = found.config === null ? undefined : configAttribute(evaluator, found.config, "verbose_name");
  const verbose = stated === undefined ? (isHere ? titled(label) : null) : evaluator.toPlain(stated);
  const written = found.config?.origin ?? (isHere && module.file.endsWith(".py") ? { file: module.file, line: 1 } : undefined);
  return {
    label,
    name: found.name,
    path: isHere ? place(folderOf(module)).file : null,
    first_party: isHere && place(module.file).firstParty,
    config_class: found.configPath,
    default_auto_field: isHere ? autoField(input, found) : null,
    verbose_name: typeof verbose === "string" ? verbose : null,
    file: written === undefined ? null : place(written.file).file,
    line: written?.line ?? null,
  };
};

export const linkApps = (input: LinkAppsInput): readonly AppFacts[] => {
  const apps = new Map<string, AppFacts>();
  for (const entry of input.entries) {
    const app = toApp(input, entry);
    if (!apps.has(app.label)) apps.set(app.label, app);
  }
  return [...apps.values()];
};
