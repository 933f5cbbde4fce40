import { readForGood } from "../state/readings.ts";
import type { ConstantValue, DictValue, InstanceValue, SequenceValue, Value } from "../value.ts";

/** Paths of modelled classes whose instances are equal when their arguments are. */
const comparable = new Set(["pathlib.Path", "datetime.timedelta", "uuid.UUID", "decimal.Decimal"]);

const numeric = (value: ConstantValue): boolean => value.type === "int" || value.type === "float" || value.type === "bool";

const sameConstant = (a: ConstantValue, b: ConstantValue): boolean => {
  if (a.type === b.type) return a.value === b.value;
  return numeric(a) && numeric(b) && Number(a.value) === Number(b.value);
};

/** Attribute that holds the plain value of an instance of a subclass of `str`, `tuple`, …: a name no Python code can use. */
export const payloadName = "(value)";

/** The plain value of an enum member or of an instance of a plain type's subclass; undefined for any other. */
export const memberValue = (value: InstanceValue): Value | undefined => {
  const { attributes } = value;
  if (attributes.size === 0) return undefined;
  return attributes.has("_name_") ? attributes.get("_value_")?.value : attributes.get(payloadName)?.value;
};

/** The plain value of an instance of a plain type's subclass; any other value is itself. */
export const unwrapped = (value: Value): Value =>
  value.kind === "instance" && value.attributes.size > 0 ? (value.attributes.get(payloadName)?.value ?? value) : value;

/** Does it compare as the plain value that it is? */
const isPlain = (value: InstanceValue): boolean =>
  value.attributes.has(payloadName) || (value.class.kind === "class" && value.class.namespace.has("__mixed_enum__"));

const sameItems = (a: readonly Value[], b: readonly Value[], depth: number): boolean | undefined => {
  if (a.length !== b.length) return false;
  let result: boolean | undefined = true;
  for (let index = 0; index < a.length; index++) {
    const left = a[index];
    const right = b[index];
    if (left === undefined || right === undefined) return undefined;
    const same = equal(left, right, depth + 1);
    if (same === false) return false;
    if (same === undefined) result = undefined;
  }
  return result;
};

const sameSets = (a: SequenceValue, b: SequenceValue): boolean | undefined => {
  if (a.items.length !== b.items.length) return false;
  for (const item of a.items) {
    const found = b.items.some((other) => equal(item, other) === true);
    if (!found) return a.items.every((each) => each.kind === "constant") ? false : undefined;
  }
  return true;
};

const sameDicts = (a: DictValue, b: DictValue, depth: number): boolean | undefined => {
  if (a.open !== undefined || b.open !== undefined) return undefined;
  if (a.entries.length !== b.entries.length) return false;
  let result: boolean | undefined = true;
  for (const entry of a.entries) {
    const other = b.entries.find((each) => equal(each.key, entry.key) === true);
    if (other === undefined) return entry.key.kind === "constant" ? false : undefined;
    const same = equal(entry.value, other.value, depth + 1);
    if (same === false) return false;
    if (same === undefined) result = undefined;
  }
  return result;
};

const sameInstances = (a: InstanceValue, b: InstanceValue, depth: number): boolean | undefined => {
  if (a.class.kind === "external" && b.class.kind === "external" && a.class.path === b.class.path && comparable.has(a.class.path))
    return sameItems(a.args, b.args, depth);
  const left = memberValue(a);
  const right = memberValue(b);
  if (left !== undefined && right !== undefined)
    return a.class === b.class && !a.attributes.has(payloadName) ? false : equal(left, right, depth + 1);
  return left === undefined && right === undefined && isOnlyItself(a.class) && isOnlyItself(b.class) ? false : undefined;
};

const knownPlain = /^(?:builtins\.)?object$|^django\.apps\.(?:config\.)?AppConfig$/;
const onlyThemselves = new WeakMap<object, boolean>();

/** Are all classes that it derives from here, none with an `__eq__`, none decorated? Then an instance equals itself alone. */
const isOnlyItself = (type: Value): boolean => {
  if (type.kind === "builtin") return type.name === "object";
  if (type.kind === "external") return knownPlain.test(type.path);
  if (type.kind === "lazy") return knownPlain.test(`${type.module}.${type.name ?? ""}`);
  if (type.kind !== "class") return false;
  let known = onlyThemselves.get(type);
  if (known === undefined) {
    onlyThemselves.set(type, false);
    known =
      type.decorators.length === 0 &&
      type.keywords.size === 0 &&
      !readForGood(() => type.namespace.has("__eq__")) &&
      type.bases.every(isOnlyItself);
    onlyThemselves.set(type, known);
  }
  return known;
};

/** Python's `==`; undefined when it cannot be known. */
export const equal = (left: Value, right: Value, depth = 0): boolean | undefined => {
  const a = unwrapped(left);
  const b = unwrapped(right);
  if (a === b) return a.kind === "unknown" || a.kind === "alternatives" || a.kind === "lazy" ? undefined : true;
  if (depth > 30) return undefined;
  if (a.kind === "instance" && b.kind === "constant") return equalMember(a, b);
  if (b.kind === "instance" && a.kind === "constant") return equalMember(b, a);
  if (a.kind === "alternatives" || b.kind === "alternatives") return equalAlternatives(a, b, depth);
  if (a.kind === "unknown" || b.kind === "unknown" || a.kind === "lazy" || b.kind === "lazy") return undefined;
  if (a.kind === "constant" && b.kind === "constant") return sameConstant(a, b);
  if (a.kind === "sequence" && b.kind === "sequence") {
    if (a.type !== b.type) return false;
    if (a.open !== undefined || b.open !== undefined) return undefined;
    return a.type === "set" ? sameSets(a, b) : sameItems(a.items, b.items, depth);
  }
  if (a.kind === "dict" && b.kind === "dict") return sameDicts(a, b, depth);
  if (a.kind === "instance" && b.kind === "instance") return sameInstances(a, b, depth);
  if (a.kind === "external" && b.kind === "external") return a.path === b.path && a.of === b.of ? true : undefined;
  if (a.kind === "builtin" && b.kind === "builtin") return a.name === b.name;
  if (a.kind === "external" || b.kind === "external" || a.kind === "instance" || b.kind === "instance") return undefined;
  return false;
};

const equalMember = (instance: InstanceValue, other: ConstantValue): boolean | undefined => {
  const member = memberValue(instance);
  if (member !== undefined) return isPlain(instance) ? equal(member, other) : false;
  return instance.class.kind === "external" && comparable.has(instance.class.path) ? false : undefined;
};

const equalAlternatives = (a: Value, b: Value, depth: number): boolean | undefined => {
  const left = a.kind === "alternatives" ? a.options : [a];
  const right = b.kind === "alternatives" ? b.options : [b];
  let result: boolean | undefined;
  let first = true;
  for (const x of left)
    for (const y of right) {
      const same = equal(x, y, depth + 1);
      if (same === undefined || (!first && same !== result)) return undefined;
      result = same;
      first = false;
    }
  return result;
};

const lazyEqual = (a: Value, b: Value): boolean => a.kind === "lazy" && b.kind === "lazy" && a.module === b.module && a.name === b.name;

/** Are two values indistinguishable, so that one may stand for both after a branch? */
export const interchangeable = (a: Value, b: Value): boolean => {
  if (a === b || lazyEqual(a, b)) return true;
  if (a.kind === "unknown" && b.kind === "unknown") return true;
  if (a.kind === "constant" && b.kind === "constant") return a.type === b.type && a.value === b.value;
  if (a.kind === "sequence" && b.kind === "sequence") {
    const left = a.items;
    return (
      a.type === b.type &&
      a.open === b.open &&
      left.length === b.items.length &&
      b.items.every((item, index) => {
        const other = left[index];
        return other !== undefined && interchangeable(other, item);
      })
    );
  }
  if (a.kind === "instance" && b.kind === "instance") return sameInstances(a, b, 0) === true;
  return equal(a, b) === true;
};

/** One value for two branches: itself when they agree, else both. */
export const either = (a: Value, b: Value, because: string): Value => {
  if (interchangeable(a, b)) return a;
  const options: Value[] = [];
  for (const side of [a, b]) {
    const members = side.kind === "alternatives" ? side.options : [side];
    for (const member of members) if (!options.some((known) => interchangeable(known, member))) options.push(member);
  }
  if (options.length > 12) return { kind: "unknown", because };
  const [only] = options;
  if (options.length === 1 && only !== undefined) return only;
  return { kind: "alternatives", options, because };
};

/** Is this the value's path? Builds no text, unlike `pathOf`. */
export const hasPath = (value: Value, path: string): boolean => {
  if (value.kind !== "class" && value.kind !== "function") return pathOf(value) === path;
  const { module, qualname } = value;
  return (
    path.length === module.length + 1 + qualname.length &&
    path.charCodeAt(module.length) === 46 &&
    path.endsWith(qualname) &&
    path.startsWith(module)
  );
};

/** Path of a class, function, external or builtin; null for anything else. */
export const pathOf = (value: Value): string | null => {
  if (value.kind === "class" || value.kind === "function") return `${value.module}.${value.qualname}`;
  if (value.kind === "external") return value.path;
  if (value.kind === "builtin") return value.name;
  if (value.kind === "module") return value.name;
  if (value.kind === "method") return methodPath(value.self, pathOf(value.function));
  return null;
};

const methodPath = (_self: Value, path: string | null): string | null => path;
