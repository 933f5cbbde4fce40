/** What an operation's arguments come to, in a few plain words: names, classes and targets rather than whole values. */
import type { Evaluator, InstanceValue, Value } from "../../evaluate/value.ts";
import { nestedOperations } from "./read-migration.ts";
import type { LinkedOperation } from "./migration.ts";

/** Parameters of Django's operations, in order, for arguments given by position. */
const signatures: Readonly<Record<string, readonly string[]>> = {
  CreateModel: ["name", "fields", "options", "bases", "managers"],
  DeleteModel: ["name"],
  RenameModel: ["old_name", "new_name"],
  AlterModelTable: ["name", "table"],
  AlterModelTableComment: ["name", "table_comment"],
  AlterUniqueTogether: ["name", "unique_together"],
  AlterIndexTogether: ["name", "index_together"],
  AlterOrderWithRespectTo: ["name", "order_with_respect_to"],
  AlterModelOptions: ["name", "options"],
  AlterModelManagers: ["name", "managers"],
  AddField: ["model_name", "name", "field", "preserve_default"],
  RemoveField: ["model_name", "name"],
  AlterField: ["model_name", "name", "field", "preserve_default"],
  RenameField: ["model_name", "old_name", "new_name"],
  AddIndex: ["model_name", "index"],
  RemoveIndex: ["model_name", "name"],
  RenameIndex: ["model_name", "new_name", "old_name", "old_fields"],
  AddConstraint: ["model_name", "constraint"],
  RemoveConstraint: ["model_name", "name"],
  AlterConstraint: ["model_name", "name", "constraint"],
  RunPython: ["code", "reverse_code", "atomic", "hints", "elidable"],
  RunSQL: ["sql", "reverse_sql", "state_operations", "hints", "elidable"],
  SeparateDatabaseAndState: ["database_operations", "state_operations"],
};

/** The signature of the operation's class or of the nearest base that Django itself defines. */
const signatureOf = (evaluator: Evaluator, operation: LinkedOperation): readonly string[] => {
  const own = signatures[operation.op];
  if (own !== undefined) return own;
  const { class: type } = operation.instance;
  if (type.kind !== "class") return [];
  for (const base of evaluator.mro(type)) {
    if (base.kind === "class" && base.tree !== undefined && base.namespace.has("__init__") && !base.module.startsWith("django.")) return [];
    const name = (base.kind === "unknown" ? null : evaluator.pathOf(base))?.split(".").at(-1);
    const found = name === undefined || name === null ? undefined : signatures[name];
    if (found !== undefined) return found;
  }
  return [];
};

/** Arguments by the name of their parameter. */
const argumentsByName = (evaluator: Evaluator, operation: LinkedOperation): ReadonlyMap<string, Value> => {
  const names = signatureOf(evaluator, operation);
  const { args, kwargs } = operation.instance;
  const positional = args.flatMap((value, index): [string, Value][] => {
    const name = names[index];
    return name === undefined ? [] : [[name, value]];
  });
  return new Map([...positional, ...kwargs]);
};

const fieldSummary = (evaluator: Evaluator, field: InstanceValue): Record<string, unknown> => {
  const target = field.kwargs.get("to") ?? field.args[0];
  const to = target === undefined ? undefined : evaluator.toPlain(target);
  const summary: Record<string, unknown> = { field_class: evaluator.pathOf(field.class) };
  if (typeof to === "string" && to.includes(".")) summary["to"] = to;
  return summary;
};

/** Field names of `fields=[("id", …), …]`; null when the list is not fully known. */
const fieldNames = (evaluator: Evaluator, value: Value): readonly (string | null)[] | null => {
  const list = evaluator.force(value);
  if (list.kind !== "sequence") return null;
  return list.items.map((item) => {
    const pair = evaluator.force(item);
    const name = pair.kind === "sequence" && pair.items[0] !== undefined ? evaluator.toPlain(pair.items[0]) : undefined;
    return typeof name === "string" ? name : null;
  });
};

const keysOf = (evaluator: Evaluator, value: Value): readonly string[] | null => {
  const dict = evaluator.force(value);
  if (dict.kind !== "dict") return null;
  return dict.entries.map((entry) => String(evaluator.toPlain(entry.key))).sort();
};

const plainJson = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plainJson);
  if (value instanceof Set) return [...value].map(plainJson);
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [String(key), plainJson(item)]));
  return typeof value === "bigint" ? value.toString() : value;
};

const nested = (evaluator: Evaluator, value: Value): unknown =>
  nestedOperations(evaluator, value)?.map((operation) => ({ op: operation.op, args: summariseArguments(evaluator, operation) })) ?? null;

const summariseOne = (evaluator: Evaluator, name: string, value: Value): Record<string, unknown> => {
  const forced = evaluator.force(value);
  switch (name) {
    case "field":
      return forced.kind === "instance" ? fieldSummary(evaluator, forced) : {};
    case "fields":
      return { fields: fieldNames(evaluator, forced) };
    case "options":
      return { options: keysOf(evaluator, forced) };
    case "database_operations":
    case "state_operations":
      return { [name]: nested(evaluator, forced) };
    case "index":
    case "constraint": {
      const named = forced.kind === "instance" ? forced.kwargs.get("name") : undefined;
      return { [name]: named === undefined ? null : (evaluator.toPlain(named) ?? null) };
    }
    case "code":
      return { code: evaluator.pathOf(forced) };
    case "reverse_code":
    case "reverse_sql":
      return { reversible: !(forced.kind === "constant" && forced.value === null) };
    case "bases":
    case "managers":
    case "sql":
    case "hints":
      return {};
    default: {
      const plain = evaluator.toPlain(forced);
      return plain === undefined ? {} : { [name]: plainJson(plain) };
    }
  }
};

/** The summary that facts show as `args`. */
export const summariseArguments = (evaluator: Evaluator, operation: LinkedOperation): Record<string, unknown> => {
  const summary: Record<string, unknown> = {};
  for (const [name, value] of argumentsByName(evaluator, operation)) Object.assign(summary, summariseOne(evaluator, name, value));
  return summary;
};
