/** What an operation's arguments come to, in a few plain words: names, classes and targets rather than whole values. */
import type { Evaluator, InstanceValue, Value } from "../../evaluate/value.ts";
import { nestedOperations } from "./read-migration.ts";
import type { LinkedOperation } from "./migration.ts";
import { operationArguments } from "./state/operation-parts.ts";

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
  for (const [name, value] of operationArguments(evaluator, operation)) Object.assign(summary, summariseOne(evaluator, name, value));
  return summary;
};
