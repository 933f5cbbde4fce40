import type { Forced, Machine } from "../machine.ts";
import { builtin } from "../values/make.ts";

/** What a dotted path is when it is modelled here (`os.path.join`, `django.utils.translation.gettext`); else undefined. */
export const nativeValue = (m: Machine, path: string): Forced | undefined => {
  const constant = m.natives.constants.get(path);
  if (constant !== undefined) return m.force(constant(m));
  return m.natives.functions.has(path) ? builtin(path) : undefined;
};
