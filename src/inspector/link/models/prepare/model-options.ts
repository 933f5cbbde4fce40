/** The options of a model from its `Meta`, with Django's defaults: `django.db.models.options.Options`. */
import type { Evaluator, InstanceValue, Value } from "../../../evaluate/value.ts";
import type { Constraint, Index, Known, Options } from "../model.ts";
import { camelCaseToSpaces, truncateName } from "../names/table-names.ts";
import { classPath, isNone, toBoolean, toItems, toStrings, toText } from "../values.ts";
import { OPTION_NAMES, type Meta, type OptionName } from "./model-meta.ts";

interface Naming {
  readonly app: string;
  readonly name: string;
  readonly maxNameLength: number | null;
}

/** `%(app_label)s` and `%(class)s` in the name of a constraint or an index. */
const interpolate = (text: string, naming: Naming): string =>
  text.replaceAll("%(app_label)s", naming.app.toLowerCase()).replaceAll("%(class)s", naming.name.toLowerCase());

/** Either one tuple of names or a tuple of tuples: always the latter. */
const normalizeTogether = (evaluator: Evaluator, value: Value): Known<readonly (readonly string[])[]> => {
  if (isNone(value)) return [];
  const items = toItems(evaluator, value);
  if (items === undefined) return undefined;
  const [first] = items;
  if (first === undefined) return [];
  if (toItems(evaluator, first) === undefined) {
    const names = toStrings(evaluator, value);
    return names === undefined ? undefined : [names];
  }
  const groups = items.map((item) => toStrings(evaluator, item));
  return groups.every((group) => group !== undefined) ? groups : undefined;
};

const instances = (evaluator: Evaluator, value: Value): Known<readonly InstanceValue[]> => {
  if (isNone(value)) return [];
  const items = toItems(evaluator, value)?.map((item) => evaluator.force(item));
  return items?.every((item) => item.kind === "instance") === true ? items : undefined;
};

const nameOf = (evaluator: Evaluator, value: InstanceValue, naming: Naming): string | null => {
  const written = value.reached?.kwargs.get("name") ?? value.kwargs.get("name");
  const text = written === undefined ? null : toText(evaluator, written);
  return typeof text === "string" ? interpolate(text, naming) : null;
};

const lastPart = (path: string): string => path.slice(path.lastIndexOf(".") + 1);

const readIndex = (evaluator: Evaluator, value: InstanceValue, naming: Naming): Known<Index> => {
  const fields = value.reached?.kwargs.get("fields") ?? value.kwargs.get("fields");
  const names = fields === undefined ? [] : toStrings(evaluator, fields);
  if (names === undefined) return undefined;
  return { name: nameOf(evaluator, value, naming), fields: names, class: lastPart(classPath(evaluator, value.class)), value };
};

const readIndexes = (evaluator: Evaluator, value: Value, naming: Naming): Known<readonly Index[]> => {
  const indexes = instances(evaluator, value)?.map((item) => readIndex(evaluator, item, naming));
  return indexes?.every((index) => index !== undefined) === true ? indexes : undefined;
};

const readConstraints = (evaluator: Evaluator, value: Value, naming: Naming): Known<readonly Constraint[]> =>
  instances(evaluator, value)?.map((item) => ({
    name: nameOf(evaluator, item, naming),
    class: lastPart(classPath(evaluator, item.class)),
    value: item,
  }));

/** Reads one option: its default when no Meta sets it, unless a base of the Meta is not here. */
const reader =
  (meta: Meta) =>
  <T>(name: OptionName, fallback: T, read: (value: Value) => Known<T>): Known<T> => {
    const value = meta.get(name);
    if (value !== undefined) return read(value);
    return meta.open === null ? fallback : undefined;
  };

/** `swapper.swappable_setting("app", "Model")` in the catalogue: the setting's name. */
const swapperSetting = (evaluator: Evaluator, value: Value): string | null => {
  if (value.kind !== "instance" || evaluator.pathOf(value.class) !== "swapper.swappable_setting") return null;
  return toText(evaluator, evaluator.call({ kind: "builtin", name: "swapper.swappable_setting" }, value.args, value.kwargs)) ?? null;
};

const tableOf = (written: Known<string | null>, naming: Naming): Known<string> => {
  if (written === undefined) return undefined;
  if (written !== null && written !== "") return written;
  return truncateName(`${naming.app}_${naming.name.toLowerCase()}`, naming.maxNameLength);
};

const writtenOptions = (meta: Meta): ReadonlyMap<string, Value> =>
  new Map(
    OPTION_NAMES.flatMap((name) => {
      const value = meta.get(name);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );

/** All options; `ordering` still without what a concrete parent hands down. */
export const readOptions = (evaluator: Evaluator, meta: Meta, naming: Naming): Options => {
  const option = reader(meta);
  const text = (value: Value): Known<string | null> => toText(evaluator, value);
  const together = (value: Value): Known<readonly (readonly string[])[]> => normalizeTogether(evaluator, value);
  return {
    abstract: meta.abstract,
    proxy: option("proxy", false, (value) => toBoolean(evaluator, value)) ?? false,
    managed: option("managed", true, (value) => toBoolean(evaluator, value)),
    swappable: option("swappable", null, (value) => swapperSetting(evaluator, value) ?? text(value)),
    dbTable: tableOf(option("db_table", null, text), naming),
    ordering: option<readonly Value[]>("ordering", [], (value) => (isNone(value) ? [] : toItems(evaluator, value))),
    uniqueTogether: option<readonly (readonly string[])[]>("unique_together", [], together),
    indexes: option<readonly Index[]>("indexes", [], (value) => readIndexes(evaluator, value, naming)),
    constraints: option<readonly Constraint[]>("constraints", [], (value) => readConstraints(evaluator, value, naming)),
    verboseName: option<string>("verbose_name", camelCaseToSpaces(naming.name), (value) => text(value) ?? undefined),
    defaultRelatedName: option("default_related_name", null, text),
    orderWithRespectTo: option("order_with_respect_to", null, text),
    autoCreatedBy: null,
    written: writtenOptions(meta),
  };
};

/** How `ordering` is spelled in the facts: names as written, expressions as Django prints them where simple. */
export const toOrderingNames = (evaluator: Evaluator, ordering: Known<readonly Value[]>): readonly string[] | null => {
  if (ordering === undefined) return null;
  const names = ordering.map((item) => toText(evaluator, item) ?? expressionName(evaluator, item));
  return names.every((name) => name !== undefined) ? names : null;
};

const expressionName = (evaluator: Evaluator, value: Value): Known<string> => {
  const forced = evaluator.force(value);
  if (forced.kind !== "instance") return undefined;
  const inner = forced.receiver ?? forced.args[0];
  const name = lastPart(classPath(evaluator, forced.class));
  const written = inner === undefined ? "" : (toText(evaluator, inner) ?? expressionName(evaluator, inner) ?? "…");
  return forced.receiver === undefined ? `${name}(${written})` : `${written}.${name}()`;
};
