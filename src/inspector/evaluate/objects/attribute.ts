/** Python's attribute lookup for every kind of value. */
import type { Forced, Machine } from "../machine.ts";
import type { ConstantValue, ExternalValue, FunctionValue, InstanceValue, ModuleValue, Origin, Value } from "../value.ts";
import { unknown } from "../value.ts";
import { Closure } from "../calls/closure.ts";
import { findModel } from "../django/find-model.ts";
import { changesNoField, keepCopy } from "../django/set-on-field.ts";
import { noKwargs } from "../machine.ts";
import { toOneOf } from "../state/fork.ts";
import { setBinding } from "../state/journal.ts";
import { attributeOf, builtin, dict, external, list, none, text } from "../values/make.ts";
import { either, memberValue, pathOf } from "../values/same.ts";
import { classAttribute } from "./class-attribute.ts";
import { findAlong } from "./find-along.ts";
import { keptArgument } from "../django/field-attributes.ts";
import { nativeValue } from "./native-value.ts";

export const find = (m: Machine, value: Value, name: string): Forced | undefined => {
  const target = m.force(value);
  switch (target.kind) {
    case "module":
      return moduleAttribute(m, target, name);
    case "class":
      return classAttribute(m, target, name);
    case "instance":
      return instanceAttribute(m, target, name);
    case "external":
      return externalAttribute(m, target, name);
    case "constant":
      return modelStandIn(m, target, name) ?? typeMethod(m, target, target.type, name);
    case "sequence":
      return typeMethod(m, target, target.type, name);
    case "dict":
      return typeMethod(m, target, "dict", name);
    case "function":
      return functionAttribute(m, target, name);
    case "method":
      if (name === "__self__") return m.force(target.self);
      if (name === "__func__") return target.function;
      return find(m, target.function, name);
    case "builtin":
      if (name === "__name__") return text(target.name.split(".").at(-1) ?? target.name);
      return nativeValue(m, `${target.name}.${name}`) ?? external(`builtins.${target.name}.${name}`);
    case "alternatives": {
      let result: Value | undefined;
      for (const option of target.options) {
        const found = find(m, option, name);
        if (found === undefined) continue;
        result = result === undefined ? found : either(result, found, target.because);
      }
      return result === undefined ? unknown(target.because) : m.force(result);
    }
    case "unknown":
      return target;
  }
};

export const attribute = (m: Machine, value: Value, name: string): Forced => {
  const found = find(m, value, name);
  if (found !== undefined) return found;
  const target = m.force(value);
  return m.raise("AttributeError", `${pathOf(target) ?? target.kind} has no attribute ${name}`, target.origin);
};

/** `get_user_model()._meta`: a text that stands for a model, as a relation takes it. No text of Python has a `_meta`. */
const modelStandIn = (m: Machine, { value }: ConstantValue, name: string): Forced | undefined => {
  const model = name === "_meta" && typeof value === "string" ? findModel(m, value) : undefined;
  return model === undefined ? undefined : find(m, model, name);
};

const typeMethod = (m: Machine, self: Forced, type: string, name: string): Forced | undefined => {
  if (name === "__class__") return builtin(type);
  const path = `${type}.${name}`;
  if (m.natives.functions.has(path)) return { kind: "method", self, function: builtin(path) };
  if (type === "none") return undefined;
  return unknown(`${path} is not modelled`);
};

/** `from . import name` in a package's own `__init__`: the name is the submodule. */
const isOwnSubmodule = (value: Value, module: ModuleValue, name: string): boolean =>
  value.kind === "lazy" && value.module === module.name && value.name === name;

const moduleAttribute = (m: Machine, module: ModuleValue, name: string): Forced | undefined => {
  if (m.natives.modules.has(module.name)) {
    const native = nativeValue(m, `${module.name}.${name}`);
    if (native !== undefined) return native;
  }
  const binding = module.namespace.get(name);
  if (binding !== undefined && !isOwnSubmodule(binding.value, module, name)) {
    if (binding.inferred !== undefined) m.state.taint ??= binding.inferred;
    return m.read(binding);
  }
  const submodule = `${module.name}.${name}`;
  if (module.isPackage && (m.hasModule(submodule) || m.options.catalogue.has(submodule))) return m.importModule(submodule);
  switch (name) {
    case "__name__":
      return text(module.name);
    case "__file__":
      return text(module.file);
    case "__path__":
      return list([text(module.file.replace(/\/__init__\.py$/u, ""))]);
    case "__dict__":
      return dict([...module.namespace].map(([key, bound]) => ({ key: text(key), value: bound.value })));
    case "__doc__":
    case "__spec__":
    case "__version__":
      return unknown(`${name} of ${module.name} is not known`);
    default:
  }
  const hook = module.namespace.get("__getattr__")?.value;
  if (hook?.kind === "function")
    return m.callFunction(hook, { args: [text(name)], kwargs: noKwargs, origin: { file: module.file, line: 1 } }, undefined);
  const [star] = module.openStars;
  if (star !== undefined) return unknown(`${name} may come from ${star}, whose code is not here`);
  return m.state.records.get(module.name)?.catalogued === true && !module.name.startsWith("django.") ? external(submodule) : undefined;
};

const instanceAttribute = (m: Machine, target: InstanceValue, name: string): Forced | undefined => {
  const own = target.attributes.get(name);
  if (own !== undefined) return m.read(own);
  const { class: cls } = target;
  if (name === "__class__") return cls;
  if (name === "__dict__") return dict([...target.attributes].map(([key, bound]) => ({ key: text(key), value: bound.value })));
  if (cls.kind === "external") {
    const native = m.natives.members.get(cls.path)?.(m, target, name);
    if (native !== undefined) return m.force(native);
    if (m.natives.members.has(cls.path)) return undefined;
    if (name === "view_class" && cls.path.endsWith(".as_view") && target.receiver !== undefined) return m.force(target.receiver);
    const outside = attributeOf(target, `${cls.path}.${name}`);
    return (outside.kind === "external" ? keptArgument(m, target, outside) : undefined) ?? outside;
  }
  const modelled = cls.catalogued === true ? m.natives.members.get(`${cls.module}.${cls.qualname}`) : undefined;
  if (modelled !== undefined) {
    const native = modelled(m, target, name);
    return native === undefined ? undefined : m.force(native);
  }
  const found = findAlong(m, m.mro(cls), name, target) ?? (name === "__module__" ? text(cls.module) : undefined);
  // A settings object of the project's own, made of Django's, has the project's settings.
  if (found?.kind === "external" && found.path === `django.conf.LazySettings.${name}`)
    return find(m, external("django.conf.settings"), name) ?? found;
  if (found?.kind === "external" && found.path === `${LAZY_OBJECT}.${name}`) return ofWrapped(m, target, name) ?? found;
  if (found?.kind === "external") return keptArgument(m, target, found) ?? found;
  if (found !== undefined || name.startsWith("__")) return found;
  const plain = memberValue(target);
  if (plain !== undefined) return find(m, plain, name);
  const hook = findAlong(m, m.mro(cls), "__getattr__", target);
  if (hook?.kind !== "method" || hook.function.kind !== "function") return undefined;
  return m.call(hook, { args: [text(name)], kwargs: noKwargs, origin: target.origin ?? { file: "", line: 0 } });
};

const LAZY_OBJECT = "django.utils.functional.LazyObject";

/** A lazy object of the project's has what the object has that its `_setup()` puts in its place. */
const ofWrapped = (m: Machine, target: InstanceValue, name: string): Forced | undefined => {
  const setup = name.startsWith("_") ? undefined : m.find(target, "_setup");
  if (setup?.kind !== "method" || setup.function.kind !== "function" || setup.function.module.startsWith("django.")) return undefined;
  if (!target.attributes.has("_wrapped")) m.call(setup, { args: [], kwargs: noKwargs, origin: target.origin ?? { file: "", line: 0 } });
  const wrapped = target.attributes.get("_wrapped");
  const object = wrapped === undefined ? undefined : m.read(wrapped);
  return object === undefined || object === target ? undefined : find(m, object, name);
};

const MODEL_META = "django.db.models.base.Model._meta";

/** `Model._meta`, whatever the model. */
const isMeta = (target: ExternalValue): boolean => target.of !== undefined && target.path.endsWith("._meta");

const externalAttribute = (m: Machine, target: Extract<Forced, { kind: "external" }>, name: string): Forced | undefined => {
  const member = m.natives.members.get(isMeta(target) ? MODEL_META : target.path);
  if (member !== undefined) {
    const found = member(m, target, name);
    return found === undefined ? undefined : m.force(found);
  }
  const path = `${target.path}.${name}`;
  if (target.of !== undefined) return attributeOf(target.of, path);
  const native = nativeValue(m, path);
  if (native !== undefined) return native;
  if (m.hasModule(path) || m.options.catalogue.has(path)) return m.importModule(path);
  return external(path);
};

const functionAttribute = (m: Machine, target: FunctionValue, name: string): Forced | undefined => {
  const own = target.closure instanceof Closure ? target.closure.attributes.get(name) : undefined;
  if (own !== undefined) return m.read(own);
  if (name === "__name__") return text(target.name);
  if (name === "__qualname__") return text(target.qualname);
  if (name === "__module__") return text(target.module);
  if (name === "__doc__") return none();
  if (name === "__wrapped__") return undefined;
  return target.decorators.length > 0 || !(target.closure instanceof Closure)
    ? attributeOf(target, `${target.module}.${target.qualname}.${name}`)
    : undefined;
};

export const setAttribute = (m: Machine, holder: Value, name: string, bound: { value: Value; origin: Origin }): void => {
  const target = m.force(holder);
  const binding = { value: bound.value, origins: [bound.origin] };
  if (target.kind === "instance") {
    keepCopy(m, target);
    setBinding(m.state, target.attributes, name, binding);
  } else if (target.kind === "module") setBinding(m.state, target.namespace, name, binding);
  else if (target.kind === "class") {
    if (changesNoField(m, target, name, bound.value)) return;
    const earlier = target.namespace.get(name);
    setBinding(
      m.state,
      target.namespace,
      name,
      earlier === undefined ? binding : { ...binding, origins: [...earlier.origins, bound.origin] },
    );
  } else if (target.kind === "function" && target.closure instanceof Closure) setBinding(m.state, target.closure.attributes, name, binding);
  else if (target.kind === "external") {
    const native = m.natives.functions.get(`${isMeta(target) ? MODEL_META : target.path}.__setattr__`);
    native?.(m, { args: [text(name), bound.value], kwargs: noKwargs, origin: bound.origin }, target);
  } else if (target.kind === "alternatives") toOneOf(m, target, (option) => setAttribute(m, option, name, bound));
};
