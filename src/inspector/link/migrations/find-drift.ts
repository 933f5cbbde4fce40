/** Drift: changes in models that no migration holds yet, by app. */
import { forGood } from "../../evaluate/state/readings.ts";
import type { Evaluator, FunctionValue } from "../../evaluate/value.ts";
import type { ProjectModels } from "../models/link-models.ts";
import { isDjango, type ModelSettings } from "../models/prepare/workshop.ts";
import { detectChanges, type Detected, type Verdict } from "./autodetect/detect-changes.ts";
import { fieldCanon } from "./deconstruct/compare-fields.ts";
import { takenAwayBy } from "./deconstruct/own-deconstruct.ts";
import type { Scope } from "./deconstruct/scope.ts";
import type { LinkedMigrations } from "./migration.ts";
import { ALTER_OPTION_KEYS } from "./state/change-models.ts";
import { followCommand } from "./own-command.ts";
import type { WatchList } from "./pending/watch-list.ts";
import { replayMigrations, type Replayed } from "./state/replay-migrations.ts";

/** A function of the project that was assigned to `models.Field.deconstruct`. */
const findReplaced = (evaluator: Evaluator): FunctionValue | null => {
  const module = evaluator.importModule("django.db.models.fields");
  const field = module.kind === "module" ? evaluator.force(evaluator.attribute(module, "Field")) : null;
  const binding = field?.kind === "class" ? field.namespace.get("deconstruct") : undefined;
  const value = binding === undefined ? undefined : evaluator.force(binding.value);
  return value?.kind === "function" && !value.module.startsWith("django.") ? value : null;
};

/** `ALTER_OPTION_KEYS` of `AlterModelOptions`: projects take keys away that they want no migrations for. */
const findOptionKeys = (evaluator: Evaluator): ReadonlySet<string> => {
  const module = evaluator.importModule("django.db.migrations.operations.models");
  const type = module.kind === "module" ? evaluator.force(evaluator.attribute(module, "AlterModelOptions")) : null;
  const keys = type?.kind === "class" ? evaluator.toPlain(evaluator.attribute(type, "ALTER_OPTION_KEYS")) : undefined;
  return Array.isArray(keys) ? new Set(keys.map(String)) : ALTER_OPTION_KEYS;
};

export interface FindDriftOptions {
  readonly evaluator: Evaluator;
  readonly models: ProjectModels;
  readonly linked: LinkedMigrations;
  /** Labels of the apps to judge. */
  readonly apps: ReadonlySet<string>;
  /** Migrations of which each change is noted. */
  readonly watched: WatchList;
  /** The app whose `makemigrations` runs; `django.core` for Django's. */
  readonly command: string;
  /** Are the texts of Django's own settings those of the project's release? */
  readonly knowsDjangosTexts: boolean;
}

/** Whose own `makemigrations` may leave changes out, there only agreement is certain. */
const withDoubt = (verdict: Verdict, doubt: string | null): Verdict => {
  return doubt === null || (verdict.changes ?? []).length === 0 ? verdict : { changes: null, because: doubt };
};

/** Arguments that projects take away from all fields because no table depends on them. */
const COMMONLY_TAKEN_AWAY = ["choices", "help_text", "verbose_name", "validators", "error_messages", "blank", "editable"];

const createScope = (evaluator: Evaluator, settings: ModelSettings, knowsDjangosTexts: boolean): Scope => {
  const versions = new Map<number, boolean>();
  const replaced = findReplaced(evaluator);
  const scope: Scope = {
    evaluator,
    isDjango: (major, minor = 0) => {
      const key = major * 100 + minor;
      const known = versions.get(key) ?? isDjango(settings, major, minor);
      versions.set(key, known);
      return known;
    },
    knowsDjangosTexts,
    replacedDeconstruct: replaced,
    takenAway: new Set(),
    optionKeys: findOptionKeys(evaluator),
    states: new WeakMap(),
    likenesses: new WeakMap(),
    sharedBy: forGood,
    spellField: fieldCanon,
  };
  return replaced === null ? scope : { ...scope, takenAway: takenAwayBy(scope, replaced, COMMONLY_TAKEN_AWAY) };
};

/** `stale` holds labels of apps, and of single models of an app. */
const withoutStale = (found: ReadonlyMap<string, Detected>, stale: ReadonlySet<string>): ReadonlyMap<string, Detected["models"]> =>
  new Map(
    [...found]
      .filter(([label]) => !stale.has(label))
      .map(([label, { models }]) => [label, new Map([...models].filter(([key]) => !stale.has(`${label} ${key}`)))]),
  );

export interface Drift {
  /** By app: only those that have a package of migrations, empty or not, which was read. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  readonly changes: Replayed["changes"];
  /** The same with other models; what is in `stale` is judged anew in any case. */
  readonly again: (models: ProjectModels, stale: ReadonlySet<string>) => Drift;
}

const nothingToJudge: Drift = { verdicts: new Map(), changes: new Map(), again: () => nothingToJudge };

export const findDrift = ({ evaluator, models, linked, apps, watched, command, knowsDjangosTexts }: FindDriftOptions): Drift => {
  const judged = linked.apps.filter((app) => app.isRead && apps.has(app.label) && app.module !== null).map(({ label }) => label);
  if (judged.length === 0) return nothingToJudge;
  const doubt = command === "django.core" ? null : followCommand(evaluator, command);
  const scope = createScope(evaluator, models.workshop.settings, knowsDjangosTexts);
  const { state, changes } = replayMigrations(evaluator, linked.apps, watched);
  const migrated = new Set(linked.apps.filter((app) => app.isRead && app.module !== null).map(({ label }) => label));
  const djangos = new Set(models.workshop.apps.filter((app) => app.name.startsWith("django.")).map(({ label }) => label));
  const unread = new Set(linked.apps.filter((app) => !app.isRead && !djangos.has(app.label)).map(({ label }) => label));
  const detect = (current: ProjectModels, before: ReadonlyMap<string, Detected["models"]>): Drift => {
    const found = detectChanges(scope, current, state, { apps: judged, migrated, unread, before });
    return {
      verdicts: new Map([...found].map(([label, { verdict }]) => [label, withDoubt(verdict, doubt)])),
      changes,
      again: (next, stale) => detect(next, withoutStale(found, stale)),
    };
  };
  return detect(models, new Map());
};
