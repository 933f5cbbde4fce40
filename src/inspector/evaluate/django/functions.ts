/** The few functions of Django itself that are followed rather than recorded: translation, settings, user model, import_string. */
import { noKwargs, type Machine, type Native, type NativeMember } from "../machine.ts";
import type { Origin, Value } from "../value.ts";
import { argument, textArgument, unknownResult } from "../builtins/arguments.ts";
import { external, none, text, truthValue } from "../values/make.ts";
import { appFunctions, isRegistryReady } from "./app-registry.ts";
import { historyFunctions } from "./history-records.ts";
import { connectionMember } from "./connection.ts";
import { metaFunctions, metaMembers } from "./model-meta.ts";
import { findModel } from "./find-model.ts";
import { swapperFunctions } from "./swapper.ts";
import { patternMembers } from "./url-patterns.ts";
import { isConfigured, lookUpSetting, provideSetting } from "./settings.ts";

const same: Native = (_m, call) => call.args[0] ?? call.kwargs.get("message") ?? call.kwargs.get("singular") ?? none();
const second: Native = (_m, call) => call.args[1] ?? call.kwargs.get("message") ?? call.kwargs.get("singular") ?? none();

/** `ngettext(singular, plural, n)`: the singular stands for both. */
const translations: Readonly<Record<string, Native>> = Object.fromEntries(
  [
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "ugettext",
    "ugettext_lazy",
    "ugettext_noop",
    "ngettext",
    "ngettext_lazy",
    "ungettext",
    "ungettext_lazy",
  ]
    .map((name): [string, Native] => [`django.utils.translation.${name}`, same])
    .concat(
      ["pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"].map((name): [string, Native] => [
        `django.utils.translation.${name}`,
        second,
      ]),
    ),
);

const importString: Native = (m, call) => {
  const path = textArgument(m, call, 0, "dotted_path");
  if (path === undefined) return unknownResult(m, call, "import_string()");
  const dot = path.lastIndexOf(".");
  if (dot < 0) return m.raise("ImportError", `${path} is no dotted path`, call.origin);
  return m.force({ kind: "lazy", module: path.slice(0, dot), name: path.slice(dot + 1), origin: call.origin });
};

/** The value that a lazy function would give. */
const lazily: Native = (m, call) => {
  const fn = argument(m, call, 0);
  return fn ?? unknownResult(m, call, "lazy()");
};

/** `SimpleLazyObject(f)` behaves as what `f()` gives; where that is not followed it stays what it is. */
const lazyObject: Native = (m, call) => {
  const [given] = call.args;
  const fn = given === undefined ? undefined : m.force(given);
  const value = fn?.kind === "function" ? m.call(fn, { args: [], kwargs: noKwargs, origin: call.origin }) : undefined;
  if (value !== undefined && value.kind !== "unknown" && value.kind !== "alternatives") return value;
  const { args, kwargs, origin } = call;
  return { kind: "instance", class: external("django.utils.functional.SimpleLazyObject"), args, kwargs, attributes: new Map(), origin };
};

/** The class where it is here; else the text `app.Model`, as a relation takes it. */
const modelOrLabel = (m: Machine, label: string, origin: Origin): Value =>
  (isRegistryReady(m) ? findModel(m, label) : undefined) ?? text(label, origin);

const userModel: Native = (m, call) => {
  const setting = lookUpSetting(m, "AUTH_USER_MODEL");
  if (setting === undefined) return modelOrLabel(m, "auth.User", call.origin);
  return setting.kind === "constant" && typeof setting.value === "string" ? modelOrLabel(m, setting.value, call.origin) : setting;
};

/** `apps.get_model("app.Model")` or `apps.get_model("app", "Model")`. */
const getModel: Native = (m, call) => {
  const first = textArgument(m, call, 0, "app_label");
  const name = textArgument(m, call, 1, "model_name");
  if (first === undefined) return unknownResult(m, call, "get_model()");
  return modelOrLabel(m, name === undefined ? first : `${first}.${name}`, call.origin);
};

/** `config.get_model("Model")`, as `ready()` asks for it. */
const configModel: Native = (m, call, self) => {
  const label = self?.kind === "instance" ? self.attributes.get("label")?.value : undefined;
  const name = textArgument(m, call, 0, "model_name");
  if (name === undefined || label?.kind !== "constant") return unknownResult(m, call, "get_model()");
  return modelOrLabel(m, `${String(label.value)}.${name}`, call.origin);
};

const hasSubmodule: Native = (m, call) => {
  const [given] = call.args;
  const module = given === undefined ? undefined : m.force(given);
  const name = textArgument(m, call, 1, "module_name");
  if (module?.kind !== "module" || name === undefined) return unknownResult(m, call, "module_has_submodule()");
  return truthValue(m.hasModule(`${module.name}.${name}`), call.origin);
};

/** The class, when it is there by now: apps that may be replaced ask before they define their own models. */
const registeredModel: Native = (m, call) => {
  const app = textArgument(m, call, 0, "app_label");
  const model = textArgument(m, call, 1, "model_name");
  if (app === undefined || model === undefined) return unknownResult(m, call, "get_registered_model()");
  return findModel(m, `${app}.${model}`) ?? m.raise("LookupError", `the model ${app}.${model} is not registered yet`, call.origin);
};

const urlFunctions: Readonly<Record<string, string>> = {
  "django.urls.path": "django.urls.path",
  "django.urls.conf.path": "django.urls.path",
  "django.urls.re_path": "django.urls.re_path",
  "django.urls.conf.re_path": "django.urls.re_path",
  "django.urls.include": "django.urls.include",
  "django.urls.conf.include": "django.urls.include",
  "django.conf.urls.include": "django.urls.include",
  "django.conf.urls.url": "django.urls.re_path",
  "django.urls.register_converter": "django.urls.register_converter",
  "django.urls.converters.register_converter": "django.urls.register_converter",
  "django.conf.urls.i18n.i18n_patterns": "django.conf.urls.i18n.i18n_patterns",
  "django.conf.urls.static.static": "django.conf.urls.static.static",
};

export const djangoFunctions: Readonly<Record<string, Native>> = {
  ...translations,
  "django.conf.settings.__setattr__": (m, call) => {
    const name = textArgument(m, call, 0);
    const [, value] = call.args;
    if (name !== undefined && value !== undefined) provideSetting(m, name, value);
    return none();
  },
  "django.utils.module_loading.import_string": importString,
  "django.utils.functional.lazy": lazily,
  "django.utils.functional.SimpleLazyObject": lazyObject,
  "django.utils.functional.lazystr": same,
  "django.utils.safestring.mark_safe": same,
  "django.utils.encoding.force_str": same,
  "django.utils.encoding.smart_str": same,
  "django.utils.text.format_lazy": (m, call) =>
    m.call(m.attribute(call.args[0] ?? text(""), "format"), { ...call, args: call.args.slice(1) }),
  "django.contrib.auth.get_user_model": userModel,
  "django.utils.module_loading.module_has_submodule": hasSubmodule,
  "django.apps.registry.apps.get_model": getModel,
  "django.apps.apps.get_model": getModel,
  "django.apps.apps.get_registered_model": registeredModel,
  "django.apps.config.AppConfig.get_model": configModel,
  ...appFunctions,
  ...swapperFunctions,
  ...historyFunctions,
  ...metaFunctions,
};

export const djangoConstants: Readonly<Record<string, (m: Machine) => Value>> = {
  ...Object.fromEntries(Object.entries(urlFunctions).map(([path, shown]) => [path, () => external(shown)])),
  "django.conf.settings": () => external("django.conf.settings"),
  "django.apps.apps": () => external("django.apps.apps"),
  "django.db.connection": () => external("django.db.connection"),
  "django.apps.registry.apps": () => external("django.apps.apps"),
};

const settingsMember: NativeMember = (m: Machine, _self, name) => {
  if (name === "configured") return truthValue(isConfigured(m));
  return lookUpSetting(m, name);
};

export const djangoMembers: Readonly<Record<string, NativeMember>> = {
  "django.conf.settings": settingsMember,
  "django.db.connection": connectionMember,
  ...metaMembers,
  ...patternMembers,
};
