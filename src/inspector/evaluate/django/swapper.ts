/** The package `swapper`: models that a setting may replace, named by app and model. */
import type { Call, Machine, Native } from "../machine.ts";
import { textArgument, unknownResult } from "../builtins/arguments.ts";
import { none, text, truthValue, tuple } from "../values/make.ts";
import { lookUpSetting, provideSetting } from "./settings.ts";
import { noteGlobalChange } from "../state/deeds.ts";

/** Prefixes of setting names by app label. Wagtail sets its own when it is imported, which the catalogue does not show. */
const prefixes = new WeakMap<Machine, Map<string, string>>();

const prefixesOf = (m: Machine): Map<string, string> => {
  const known = prefixes.get(m) ?? new Map([["wagtailcore", "wagtail"]]);
  prefixes.set(m, known);
  return known;
};

const settingName = (m: Machine, app: string, model: string): string =>
  `${prefixesOf(m).get(app) ?? app}_${model}_MODEL`.toUpperCase().replaceAll(".", "_");

interface Named {
  readonly setting: string;
  readonly label: string;
  readonly chosen: string;
}

/** Undefined when the arguments or the setting are not known. */
const named = (m: Machine, call: Call): Named | undefined => {
  const app = textArgument(m, call, 0, "app_label");
  const model = textArgument(m, call, 1, "model");
  if (app === undefined || model === undefined) return undefined;
  const setting = settingName(m, app, model);
  const label = `${app}.${model}`;
  const value = lookUpSetting(m, setting);
  if (value === undefined) return { setting, label, chosen: label };
  return value.kind === "constant" && typeof value.value === "string" ? { setting, label, chosen: value.value } : undefined;
};

const setPrefix: Native = (m, call) => {
  const app = textArgument(m, call, 0);
  const prefix = textArgument(m, call, 1);
  noteGlobalChange();
  if (app !== undefined && prefix !== undefined) prefixesOf(m).set(app, prefix);
  return none();
};

const isSwapped: Native = (m, call) => {
  const found = named(m, call);
  if (found === undefined) return unknownResult(m, call, "is_swapped()");
  return found.chosen === found.label ? truthValue(false, call.origin) : text(found.chosen, call.origin);
};

const modelName: Native = (m, call) => {
  const found = named(m, call);
  return found === undefined ? unknownResult(m, call, "get_model_name()") : text(found.chosen, call.origin);
};

const swappableSetting: Native = (m, call) => {
  const found = named(m, call);
  if (found === undefined) return unknownResult(m, call, "swappable_setting()");
  provideSetting(m, found.setting, text(found.chosen, call.origin));
  return text(found.setting, call.origin);
};

/** `split("app.Model")`: app and model. */
const splitLabel: Native = (m, call) => {
  const label = textArgument(m, call, 0, "model");
  const dot = label?.lastIndexOf(".") ?? -1;
  if (label === undefined || dot < 0) return unknownResult(m, call, "split()");
  return tuple([text(label.slice(0, dot), call.origin), text(label.slice(dot + 1), call.origin)], call.origin);
};

export const swapperFunctions: Readonly<Record<string, Native>> = {
  "swapper.set_app_prefix": setPrefix,
  "swapper.is_swapped": isSwapped,
  "swapper.get_model_name": modelName,
  "swapper.load_model": modelName,
  "swapper.split": splitLabel,
  "swapper.swappable_setting": swappableSetting,
};
