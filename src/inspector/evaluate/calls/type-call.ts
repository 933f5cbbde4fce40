import type { Native } from "../machine.ts";
import { unknown } from "../value.ts";
import { construct } from "./instantiate.ts";

/** `super().__call__(…)` of a metaclass: the class is instantiated after all. */
const callType: Native = (m, call, self) =>
  self?.kind === "class" ? construct(m, self, call) : unknown("a metaclass calls a class that is not known", call.origin);

export const typeCallFunctions: Readonly<Record<string, Native>> = {
  "type.__call__": callType,
  "builtins.type.__call__": callType,
  "abc.ABCMeta.__call__": callType,
};
