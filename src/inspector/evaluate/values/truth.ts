import type { Machine } from "../machine.ts";
import type { InstanceValue, Value } from "../value.ts";
import { memberValue } from "./same.ts";

/** Modelled classes whose instances are true by themselves. */
const alwaysTrue = new Set(["pathlib.Path", "re.Pattern", "uuid.UUID", "importlib.machinery.ModuleSpec"]);

/** Calls that give functions: a view, a wrapped one, a route. */
const isView = (path: string): boolean =>
  path.endsWith(".as_view") || /^(?:functools\.(?:update_wrapper|partial)|django\.urls\.(?:re_)?path)$/.test(path);

/** Classes of Python that are called as functions are: what they make is never None. */
const LOWER_CLASS = /^(?:datetime|functools|collections|re|operator|property|object|array|fractions)\b/;

/** What calling a function whose code is not here gave may be None; what calling a class gave is not. */
export const maybeNone = ({ class: type, receiver }: InstanceValue): boolean => {
  if (type.kind !== "external") return false;
  if (receiver !== undefined) return true;
  return /(?:^|\.)_*[a-z]\w*$/u.test(type.path) && !alwaysTrue.has(type.path) && !isView(type.path) && !LOWER_CLASS.test(type.path);
};

const instanceTruth = (m: Machine, value: InstanceValue): boolean | undefined => {
  const member = memberValue(value);
  if (member !== undefined) return truth(m, member);
  if (value.class.kind === "external") return alwaysTrue.has(value.class.path) || isView(value.class.path) ? true : undefined;
  const method = m.find(value, "__bool__") ?? m.find(value, "__len__");
  if (method === undefined) return true;
  if (method.kind !== "method" || method.function.kind !== "function") return undefined;
  return truth(m, m.callFunction(method.function, { args: [], kwargs: new Map(), origin: method.function.origin ?? nowhere }, value));
};

const nowhere = { file: "", line: 0 };

/** Python's truth value; undefined when it cannot be known. */
export const truth = (m: Machine, value: Value): boolean | undefined => {
  switch (value.kind) {
    case "constant":
      if (value.type === "ellipsis") return true;
      return value.value !== null && value.value !== false && value.value !== 0 && value.value !== "" && value.value !== 0n;
    case "sequence":
      if (value.items.length > 0) return true;
      return value.open === undefined ? false : undefined;
    case "dict":
      if (value.entries.length > 0) return true;
      return value.open === undefined ? false : undefined;
    case "module":
    case "class":
    case "function":
    case "method":
    case "builtin":
      return true;
    case "instance":
      return instanceTruth(m, value);
    case "lazy":
      return truth(m, m.force(value));
    case "alternatives": {
      const answers = new Set(value.options.map((option) => truth(m, option)));
      const [only] = answers;
      return answers.size === 1 ? only : undefined;
    }
    case "external":
    case "unknown":
      return undefined;
  }
};
