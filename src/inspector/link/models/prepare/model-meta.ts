/**
 * Which inner `Meta` counts for a model, and what it says.
 *
 * A model without its own takes the nearest one that an abstract ancestor left on its class: concrete models take
 * theirs away. `abstract` is not inherited through `class Meta(Parent.Meta)`: Django resets it once the parent is made.
 */
import type { ClassValue, Evaluator, ExternalValue, Unknown, Value } from "../../../evaluate/value.ts";
import type { Known } from "../model.ts";
import { ownValue, toBoolean } from "../values.ts";
import { isModelClass } from "./is-model.ts";

/** Options that Django knows; others in a Meta belong to packages. */
export const OPTION_NAMES = [
  "verbose_name",
  "verbose_name_plural",
  "db_table",
  "db_table_comment",
  "ordering",
  "unique_together",
  "permissions",
  "get_latest_by",
  "order_with_respect_to",
  "app_label",
  "db_tablespace",
  "abstract",
  "managed",
  "proxy",
  "swappable",
  "auto_created",
  "index_together",
  "apps",
  "default_permissions",
  "select_on_save",
  "default_related_name",
  "required_db_features",
  "required_db_vendor",
  "base_manager_name",
  "default_manager_name",
  "indexes",
  "constraints",
] as const;
export type OptionName = (typeof OPTION_NAMES)[number];

export interface Meta {
  readonly own: boolean;
  readonly abstract: boolean;
  /** The value of an option, `undefined` when no class of the Meta sets it. */
  readonly get: (name: OptionName) => Known<Value>;
  /** Why options may be set that are not seen; null when all bases of the Meta are here. */
  readonly open: string | null;
}

type Base = ClassValue | ExternalValue | Unknown;

const isMeta = (value: Known<Value>): value is ClassValue => value?.kind === "class";

/** The `Meta` in a class's own body. */
const ownMeta = (evaluator: Evaluator, model: ClassValue): Known<ClassValue> => {
  const value = ownValue(evaluator, model.namespace, "Meta");
  return isMeta(value) ? value : undefined;
};

const isMetaOfAModel = (meta: ClassValue): boolean => meta.qualname.endsWith(".Meta");

/** `getattr(attr_meta, "abstract", False)`: in its own body, or from a base that is not the Meta of a finished model. */
const saysAbstract = (evaluator: Evaluator, meta: ClassValue, open: boolean): boolean => {
  for (const base of evaluator.mro(meta)) {
    if (base.kind !== "class") continue;
    const value = base === meta || !isMetaOfAModel(base) ? ownValue(evaluator, base.namespace, "abstract") : undefined;
    if (value !== undefined) return toBoolean(evaluator, value) ?? open;
  }
  return false;
};

/** True when the class's own body has a Meta that makes it abstract. */
const isAbstract = (evaluator: Evaluator, model: ClassValue): boolean => {
  const meta = ownMeta(evaluator, model);
  return meta !== undefined && saysAbstract(evaluator, meta, false);
};

const inheritedMeta = (evaluator: Evaluator, model: ClassValue, order: readonly Base[]): Known<ClassValue> => {
  for (const base of order) {
    if (base === model || base.kind !== "class") continue;
    const meta = ownMeta(evaluator, base);
    if (meta !== undefined && (isAbstract(evaluator, base) || isModelClass(evaluator, base) !== true)) return meta;
  }
  return undefined;
};

const lookUp = (evaluator: Evaluator, order: readonly Base[], name: string): Known<Value> => {
  for (const base of order) {
    const value = base.kind === "class" ? ownValue(evaluator, base.namespace, name) : undefined;
    if (value !== undefined) return value;
  }
  return undefined;
};

const openBase = (order: readonly Base[]): string | null => {
  const absent = order.find((base) => base.kind !== "class" && !(base.kind === "external" && base.path === "builtins.object"));
  if (absent === undefined || absent.kind === "class") return null;
  return absent.kind === "unknown" ? absent.because : `the code of ${absent.path} is not here`;
};

/** The Meta that counts for a model; one that says nothing when there is none. */
export const readMeta = (evaluator: Evaluator, model: ClassValue): Meta => {
  const own = ownMeta(evaluator, model);
  const meta = own ?? inheritedMeta(evaluator, model, evaluator.mro(model));
  if (meta === undefined) return { own: false, abstract: false, get: () => undefined, open: null };
  const order = evaluator.mro(meta);
  return {
    own: own !== undefined,
    abstract: own !== undefined && saysAbstract(evaluator, own, false),
    get: (name) => lookUp(evaluator, order, name),
    open: openBase(order),
  };
};
