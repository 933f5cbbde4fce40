/** Managed tables, proxies and unmanaged models: the autodetector keeps them apart. */
import type { Model } from "../../models/model.ts";
import { toBoolean } from "../../models/values.ts";
import type { Scope } from "../deconstruct/scope.ts";
import type { ModelState } from "../state/project-state.ts";

type Kind = "model" | "proxy" | "unmanaged";

/** Null when it is not known. */
export const kindOfModel = (model: Model): Kind | null => {
  if (model.options.managed === undefined) return null;
  if (!model.options.managed) return "unmanaged";
  return model.options.proxy ? "proxy" : "model";
};

/** Null when it is not known. */
export const kindOfState = (scope: Scope, state: ModelState): Kind | null => {
  const managed = state.options.get("managed");
  const proxy = state.options.get("proxy");
  const isManaged = managed === undefined ? true : toBoolean(scope.evaluator, managed);
  const isProxy = proxy === undefined ? false : toBoolean(scope.evaluator, proxy);
  if (isManaged === undefined || isProxy === undefined) return null;
  return isManaged ? (isProxy ? "proxy" : "model") : "unmanaged";
};
