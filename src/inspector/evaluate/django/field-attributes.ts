/** Attributes in which Django's own constructors of fields keep their arguments. */
import type { Forced, Machine } from "../machine.ts";
import type { ExternalValue, InstanceValue } from "../value.ts";
import { none } from "../values/make.ts";

const KEPT =
  /^django\.db\.models\.fields\.(?:\w+\.)*(\w+)\.(null|blank|max_length|db_collation|db_column|db_index|default|editable|help_text)$/u;

/** Do the arguments reach Django's constructor as they were given? */
const isPlain = (m: Machine, { class: type }: InstanceValue): boolean => {
  if (type.kind === "external") return true;
  for (const base of m.mro(type)) {
    if (base.kind === "unknown") return false;
    if (base.kind === "external" || base.module.startsWith("django.")) return true;
    if (base.namespace.has("__init__")) return false;
  }
  return false;
};

/** What the attribute of a field was given as; undefined where that is not known. `found`: the attribute by its path. */
export const keptArgument = (m: Machine, field: InstanceValue, found: ExternalValue): Forced | undefined => {
  const [, type, name] = KEPT.exec(found.path) ?? [];
  const passed = field.reached ?? (isPlain(m, field) ? field : undefined);
  if (type === undefined || name === undefined || passed === undefined || field.open !== undefined) return undefined;
  const given = passed.kwargs.get(name);
  if (given !== undefined) return m.force(given);
  return name === "db_collation" && /^(?:Char|Text)Field$/u.test(type) && passed.args.length < 2 ? none() : undefined;
};
