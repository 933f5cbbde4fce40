/** Parts of operations as plain data; `undefined` for what is not known. */
import type { Evaluator, Value } from "../../../evaluate/value.ts";
import type { Known } from "../../models/model.ts";
import type { NamedValue, StateField, Together } from "./project-state.ts";

export const textOf = (evaluator: Evaluator, value: Value | undefined): Known<string> => {
  const plain = value === undefined ? undefined : evaluator.toPlain(value);
  return typeof plain === "string" ? plain : undefined;
};

export const isNone = (evaluator: Evaluator, value: Value | undefined): boolean => value === undefined || evaluator.toPlain(value) === null;

/** Items of a list, tuple or set that is wholly known. */
export const itemsOf = (evaluator: Evaluator, value: Value | undefined): Known<readonly Value[]> => {
  if (value === undefined) return [];
  const forced = evaluator.force(value);
  if (forced.kind === "constant" && forced.value === null) return [];
  if (forced.kind !== "sequence" || forced.open !== undefined || (forced.maybe ?? []).length > 0) return undefined;
  return forced.items;
};

const all = <T>(items: Known<readonly Known<T>[]>): Known<readonly T[]> => {
  const found: T[] = [];
  for (const item of items ?? []) {
    if (item === undefined) return undefined;
    found.push(item);
  }
  return items === undefined ? undefined : found;
};

const namesOf = (evaluator: Evaluator, value: Value): Known<readonly string[]> =>
  all(itemsOf(evaluator, value)?.map((item) => textOf(evaluator, item)));

/** `unique_together`: one tuple of names, or several: always the latter (`normalize_together`). */
export const togetherOf = (evaluator: Evaluator, value: Value | undefined): Known<Together> => {
  const items = itemsOf(evaluator, value);
  const [first] = items ?? [];
  if (items === undefined || first === undefined) return items === undefined ? undefined : [];
  if (textOf(evaluator, first) === undefined) return all(items.map((item) => namesOf(evaluator, item)));
  const single = all(items.map((item) => textOf(evaluator, item)));
  return single === undefined ? undefined : [single];
};

/** Indexes or constraints. */
export const namedValue = (evaluator: Evaluator, value: Value): Known<NamedValue> => {
  const forced = evaluator.force(value);
  if (forced.kind !== "instance") return undefined;
  const written = (forced.reached ?? forced).kwargs.get("name");
  return { name: textOf(evaluator, written) ?? null, value: forced };
};

export const namedValues = (evaluator: Evaluator, value: Value | undefined): Known<readonly NamedValue[]> =>
  all(itemsOf(evaluator, value)?.map((item) => namedValue(evaluator, item)));

export const fieldOf = (evaluator: Evaluator, value: Value | undefined, dropsDefault = false): Known<StateField> => {
  const forced = value === undefined ? undefined : evaluator.force(value);
  return forced?.kind === "instance" ? { value: forced, dropsDefault } : undefined;
};

/** The entries of a dict with known text keys. */
export const entriesOf = (evaluator: Evaluator, value: Value | undefined): Known<Map<string, Value>> => {
  if (value === undefined) return new Map();
  const forced = evaluator.force(value);
  if (forced.kind === "constant" && forced.value === null) return new Map();
  if (forced.kind !== "dict" || forced.open !== undefined) return undefined;
  const entries = new Map<string, Value>();
  for (const entry of forced.entries) {
    const key = textOf(evaluator, entry.key);
    if (key === undefined) return undefined;
    entries.set(key, entry.value);
  }
  return entries;
};

/** `[("name", field), …]`, or a dict of them. */
export const pairsOf = (evaluator: Evaluator, value: Value | undefined): Known<readonly (readonly [string, Value])[]> => {
  const forced = value === undefined ? undefined : evaluator.force(value);
  if (forced?.kind === "dict") {
    const entries = entriesOf(evaluator, forced);
    return entries === undefined ? undefined : [...entries];
  }
  return all(
    itemsOf(evaluator, value)?.map((item): Known<readonly [string, Value]> => {
      const pair = itemsOf(evaluator, item);
      const name = textOf(evaluator, pair?.[0]);
      const second = pair?.[1];
      return name === undefined || second === undefined ? undefined : [name, second];
    }),
  );
};
