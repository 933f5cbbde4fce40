/** Options that code sets on a model that is made already: `Model._meta.db_table = "loaves"`, in a metaclass too. */
import { META_SETTING } from "../../../evaluate/django/model-meta.ts";
import { unknown, type ClassValue, type Evaluator, type Value } from "../../../evaluate/value.ts";
import { OPTION_NAMES, type Meta } from "../prepare/model-meta.ts";

export type MetaChanges = ReadonlyMap<ClassValue, ReadonlyMap<string, Value>>;

/** What decides what is a model, and where, Django has read by then. */
const SETTLED: ReadonlySet<string> = new Set(["abstract", "app_label", "apps", "proxy", "swappable"]);
const CHANGING: ReadonlySet<string> = new Set(OPTION_NAMES.filter((name) => !SETTLED.has(name)));

export const collectMetaChanges = (evaluator: Evaluator): MetaChanges => {
  const changes = new Map<ClassValue, Map<string, Value>>();
  for (const { path, callee, args, because, origin } of evaluator.effects) {
    if (path !== META_SETTING || callee.kind !== "external" || callee.of === undefined) continue;
    const model = evaluator.force(callee.of);
    const [given, value] = args;
    const name = given === undefined ? undefined : evaluator.toPlain(given);
    if (model.kind !== "class" || value === undefined || typeof name !== "string" || !CHANGING.has(name)) continue;
    const known = changes.get(model) ?? new Map<string, Value>();
    known.set(name, because === undefined ? value : unknown(because, origin));
    changes.set(model, known);
  }
  return changes;
};

/** The Meta of a model with what was set later. */
export const changedMeta = (meta: Meta, changes: ReadonlyMap<string, Value> | undefined): Meta =>
  changes === undefined ? meta : { ...meta, get: (name) => changes.get(name) ?? meta.get(name) };
