/** Decorators: those of Python and the project are applied; others leave the function or class as it is, with an effect. */
import type { Machine, Scope } from "../machine.ts";
import type { ClassValue, FunctionValue, Origin, Value } from "../value.ts";
import { noKwargs } from "../machine.ts";

/** Kept on the function (`decorators`) and honoured at attribute access. */
const honoured = new Set([
  "property",
  "staticmethod",
  "classmethod",
  "functools.cached_property",
  "django.utils.functional.cached_property",
  "django.utils.functional.classproperty",
  "abc.abstractmethod",
  "abc.abstractproperty",
  "abc.abstractclassmethod",
  "abc.abstractstaticmethod",
  "typing.overload",
  "functools.lru_cache",
  "functools.cache",
  "contextlib.contextmanager",
  "functools.singledispatch",
]);

const isHonoured = (value: Value): boolean => {
  if (value.kind === "builtin") return honoured.has(value.name);
  if (value.kind === "external") return honoured.has(value.path);
  if (value.kind === "function" || value.kind === "class") return honoured.has(`${value.module}.${value.qualname}`);
  return value.kind === "unknown";
};

export const applyDecorators = (m: Machine, made: FunctionValue | ClassValue, decorators: readonly Value[], scope: Scope): Value => {
  let current: Value = made;
  const origin: Origin = made.origin ?? { file: scope.module.file, line: 0 };
  for (let index = decorators.length - 1; index >= 0; index--) {
    const decorator = m.force(decorators[index] ?? current);
    if (isHonoured(decorator)) continue;
    if (
      made.kind === "function" &&
      decorator.kind !== "function" &&
      decorator.kind !== "method" &&
      decorator.kind !== "instance" &&
      decorator.kind !== "builtin"
    )
      continue;
    const result = m.call(decorator, { args: [current], kwargs: noKwargs, origin, scope });
    if (result.kind === "class" || result.kind === "function" || result.kind === "method") current = result;
    else if (result.kind === "instance" && result.class.kind === "class" && made.kind === "function") current = result;
    else if (current !== made && current.kind === "function") current = { ...current, decorators: [decorator, ...current.decorators] };
  }
  return current;
};
