/** Attributes of an AppConfig class, by Django's rules. */
import type { ClassValue, Evaluator, Value } from "../../evaluate/value.ts";

const appConfigPaths = new Set(["django.apps.config.AppConfig", "django.apps.AppConfig"]);

/** The first class along the MRO that sets the attribute, Django's own base left out. */
export const configAttribute = (evaluator: Evaluator, config: ClassValue, name: string): Value | undefined => {
  for (const base of evaluator.mro(config)) {
    if (base.kind !== "class" || appConfigPaths.has(`${base.module}.${base.qualname}`)) continue;
    const binding = base.namespace.get(name);
    if (binding !== undefined) return evaluator.force(binding.value);
  }
  return undefined;
};

export const configText = (evaluator: Evaluator, config: ClassValue, name: string): string | undefined => {
  const value = configAttribute(evaluator, config, name);
  const plain = value === undefined ? undefined : evaluator.toPlain(value);
  return typeof plain === "string" ? plain : undefined;
};

/** Is it a subclass of AppConfig (not AppConfig itself)? A base that is not here counts when its name says so. */
export const isAppConfig = (evaluator: Evaluator, value: Value): value is ClassValue => {
  if (value.kind !== "class" || appConfigPaths.has(`${value.module}.${value.qualname}`)) return false;
  return evaluator
    .mro(value)
    .some((base) =>
      base.kind === "class"
        ? appConfigPaths.has(`${base.module}.${base.qualname}`)
        : base.kind === "external" && /(?:App|Plugin)?Config$/u.test(base.path),
    );
};

/** `default = False` takes a class out of the choice; `default = True` settles it. */
export const configDefault = (evaluator: Evaluator, config: ClassValue): boolean | undefined => {
  const value = configAttribute(evaluator, config, "default");
  if (value?.kind === "constant" && typeof value.value === "boolean") return value.value;
  return undefined;
};
