/** Does anything import the `admin` modules of the apps? `AdminConfig` does, or a call of `autodiscover()`; `SimpleAdminConfig` does not. */
import type { Evaluator, InstanceValue } from "../../evaluate/value.ts";
import type { ImportedAdmin } from "./import-admin-modules.ts";

const discover = /^django\.contrib\.admin\.(?:\w+\.)?autodiscover$/;

/** `config`: that of `django.contrib.admin`; undefined when it is not installed. */
export const discoversAdmin = (evaluator: Evaluator, config: InstanceValue | undefined): boolean => {
  if (evaluator.effects.some(({ path }) => path !== null && discover.test(path))) return true;
  if (config === undefined) return false;
  return config.class.kind !== "class" || evaluator.isSubclass(config.class, "django.contrib.admin.apps.AdminConfig") !== false;
};

/** The registrations of modules that something else imported. */
export const onlyImported = (evaluator: Evaluator): ImportedAdmin => ({
  steps: [{ effects: evaluator.effects.length }],
  unreadApps: [],
});
