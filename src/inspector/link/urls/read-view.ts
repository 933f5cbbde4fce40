/**
 * What a view is called and what it demands: through `as_view()`, decorators, `functools.wraps`, `partial` and
 * instances with `__call__`, as Django's own `lookup_str` names it. What cannot be told is null.
 */
import type { ClassValue, Evaluator, ExternalValue, FunctionValue, InstanceValue, Value } from "../../evaluate/value.ts";

export interface ReadView {
  readonly view: string | null;
  readonly methods: readonly string[] | null;
  readonly requires: readonly string[] | null;
}

/** Decorators that demand something of the user, by the end of their path. */
const demands: Readonly<Record<string, string>> = {
  "decorators.login_required": "login",
  "decorators.staff_member_required": "staff",
  "decorators.user_passes_test": "test",
  "site.admin_view": "staff",
  "AdminSite.admin_view": "staff",
  "mixins.LoginRequiredMixin": "login",
  "mixins.UserPassesTestMixin": "test",
};

const methodDecorators: Readonly<Record<string, readonly string[]>> = {
  require_GET: ["GET"],
  require_POST: ["POST"],
  require_safe: ["GET", "HEAD"],
};

const lastTwo = (path: string): string => path.slice(path.lastIndexOf(".", path.lastIndexOf(".") - 1) + 1);
const last = (path: string): string => path.slice(path.lastIndexOf(".") + 1);
/** With the module of the function at the core. */
interface NamedView extends ReadView {
  readonly module: string | null;
  /** It is an object that can be called: what `functools.wraps` makes of it keeps its module alone. */
  readonly isNameless?: boolean;
}

const nothingKnown: NamedView = { view: null, module: null, methods: null, requires: null };
const mostWrappers = 12;

const plainStrings = (evaluator: Evaluator, value: Value | undefined): readonly string[] | null => {
  const plain = value === undefined ? undefined : evaluator.toPlain(value);
  if (typeof plain === "string") return [plain];
  return Array.isArray(plain) && plain.every((item) => typeof item === "string") ? plain : null;
};

const addDemand = (read: ReadView, demand: string | null): ReadView =>
  demand === null ? read : { ...read, requires: [...new Set([demand, ...(read.requires ?? [])])] };

/** What a decorator (named or called with arguments) says about the view below it. */
const applyDecorator = (evaluator: Evaluator, read: ReadView, decorator: Value): ReadView => {
  const path = decorator.kind === "instance" ? evaluator.pathOf(decorator.class) : evaluator.pathOf(decorator);
  if (path === null) return { ...read, requires: null };
  const args = decorator.kind === "instance" ? decorator.args : [];
  if (last(path) === "permission_required") {
    const permissions = plainStrings(evaluator, args[0]);
    return permissions === null
      ? addDemand(read, "permission")
      : permissions.reduce((all, one) => addDemand(all, `permission:${one}`), read);
  }
  if (last(path) === "require_http_methods") return { ...read, methods: plainStrings(evaluator, args[0]) };
  const methods = methodDecorators[last(path)];
  if (methods !== undefined) return { ...read, methods };
  return addDemand(read, demands[lastTwo(path)] ?? null);
};

const httpMethods = ["get", "post", "put", "patch", "delete"];

/** The end of the path by which a class's demand is known. Views share their bases. */
const ends = new WeakMap<ClassValue, string>();

const endOf = (evaluator: Evaluator, base: ClassValue | ExternalValue): string => {
  if (base.kind === "external") return lastTwo(base.path);
  let end = ends.get(base);
  if (end === undefined) {
    end = lastTwo(evaluator.pathOf(base) ?? "");
    ends.set(base, end);
  }
  return end;
};

/** What a class-based view demands by its bases, and which methods it answers when all its bases are here. */
const readViewClass = (evaluator: Evaluator, view: ClassValue): ReadView => {
  const bases = evaluator.mro(view);
  const requires: string[] = [];
  for (const base of bases) {
    const end = base.kind === "unknown" ? null : endOf(evaluator, base);
    const demand = end === null ? undefined : demands[end];
    if (demand !== undefined) requires.push(demand);
    if (end !== "mixins.PermissionRequiredMixin") continue;
    const permissions = plainStrings(evaluator, evaluator.attribute(view, "permission_required"));
    requires.push(...(permissions ?? []).map((permission) => `permission:${permission}`));
  }
  const isKnown = bases.every((base) => base.kind === "class" || (base.kind === "external" && base.path === "builtins.object"));
  const answered = httpMethods.filter((method) => bases.some((base) => base.kind === "class" && base.namespace.has(method)));
  return {
    view: evaluator.pathOf(view),
    methods: isKnown && answered.length > 0 ? answered.map((method) => method.toUpperCase()) : null,
    requires: isKnown || requires.length > 0 ? requires : null,
  };
};

/** Where among a function's decorators `functools.wraps(f)` stands, and the function whose name it gives to this one. */
const wrapping = (evaluator: Evaluator, view: FunctionValue): { readonly index: number; readonly inner: Value } | null => {
  for (const [index, decorator] of view.decorators.entries()) {
    const forced = evaluator.force(decorator);
    const path = forced.kind === "instance" ? (evaluator.pathOf(forced.class) ?? "") : "";
    if (forced.kind !== "instance" || (path !== "functools.wraps" && path !== "functools.update_wrapper")) continue;
    const [inner] = forced.args;
    if (inner !== undefined) return { index, inner };
  }
  const wrapped = evaluator.attribute(view, "__wrapped__");
  return wrapped.kind === "unknown" || wrapped.kind === "constant" ? null : { index: -1, inner: wrapped };
};

/** `@api_view` makes a class of the function's module. */
const asApiView = (evaluator: Evaluator, read: NamedView, decorator: Value): NamedView => {
  const given = decorator.kind === "instance" ? (decorator.args[0] ?? decorator.kwargs.get("http_method_names")) : undefined;
  const methods = given === undefined ? ["GET"] : plainStrings(evaluator, given);
  const view = read.module === null ? null : `${read.module}.WrappedAPIView`;
  return { ...read, view, methods: methods?.map((method) => method.toUpperCase()) ?? null, requires: null };
};

/** `view.view_class = cls`, as `as_view()` sets it, names a view before its own name does. */
const namedByClass = (evaluator: Evaluator, view: FunctionValue): NamedView | null => {
  const named = evaluator.attribute(view, "view_class");
  return named.kind === "class" ? { module: null, ...readViewClass(evaluator, named), methods: null } : null;
};

const wrappedView = (evaluator: Evaluator, view: FunctionValue, inner: NamedView): NamedView => {
  if (inner.isNameless !== true) return inner;
  return { ...nothingKnown, view: inner.module === null ? null : `${inner.module}.${view.qualname}`, module: inner.module };
};

/** Decorators that stand above a `wraps` are applied to what it names; those below are part of the wrapped function. */
const readFunction = (evaluator: Evaluator, view: FunctionValue, depth: number): NamedView => {
  const byClass = namedByClass(evaluator, view);
  if (byClass !== null) return byClass;
  const wraps = wrapping(evaluator, view);
  let read: NamedView =
    wraps === null
      ? { view: `${view.module}.${view.qualname}`, module: view.module, methods: null, requires: [] }
      : wrappedView(evaluator, view, readAt(evaluator, wraps.inner, depth + 1));
  for (const decorator of view.decorators.slice(0, wraps?.index).reverse()) {
    const forced = evaluator.force(decorator);
    const path = forced.kind === "instance" ? evaluator.pathOf(forced.class) : evaluator.pathOf(forced);
    if (path?.endsWith("rest_framework.decorators.api_view") === true) read = asApiView(evaluator, read, forced);
    else read = { ...read, ...applyDecorator(evaluator, read, forced) };
  }
  return read;
};

/** `View.as_view()`, a call of a decorator, `partial(view)`, or an instance that can be called itself. */
const readInstance = (evaluator: Evaluator, value: InstanceValue, depth: number): NamedView => {
  const path = evaluator.pathOf(value.class) ?? "";
  if (last(path) === "as_view" && value.receiver !== undefined) {
    const view = evaluator.force(value.receiver);
    if (view.kind === "class") return { module: null, ...readViewClass(evaluator, view) };
    return { ...nothingKnown, view: evaluator.pathOf(view) };
  }
  if (value.class.kind === "class")
    return { ...nothingKnown, view: evaluator.pathOf(value.class), module: value.class.module, isNameless: true };
  /** `update_wrapper(wrapper, view)` gives the name of its second argument. */
  const inner = path === "functools.update_wrapper" ? value.args[1] : value.args[0];
  if (inner === undefined || !/^[a-z_]/.test(last(path).replace(/\(\)$/, ""))) return nothingKnown;
  const read = readAt(evaluator, inner, depth + 1);
  return read.view === null || (read.isNameless === true && last(path) !== "partial")
    ? nothingKnown
    : { ...read, ...applyDecorator(evaluator, read, path.endsWith("()") ? (value.receiver ?? value.class) : value.class) };
};

const readAt = (evaluator: Evaluator, value: Value, depth: number): NamedView => {
  if (depth > mostWrappers) return nothingKnown;
  const view = evaluator.force(value);
  switch (view.kind) {
    case "function":
      return readFunction(evaluator, view, depth);
    case "instance":
      return readInstance(evaluator, view, depth);
    case "alternatives": {
      const [first = nothingKnown, ...others] = view.options.map((option) => readAt(evaluator, option, depth + 1));
      return others.every((other) => other.view === first.view) ? { ...first, methods: null, requires: null } : nothingKnown;
    }
    case "external":
      return { ...nothingKnown, view: view.path };
    case "class":
      return { ...nothingKnown, view: evaluator.pathOf(view) };
    case "method": {
      const path = view.function.kind === "function" ? `${view.function.module}.${view.function.qualname}` : view.function.name;
      return { ...nothingKnown, view: path };
    }
    default:
      return nothingKnown;
  }
};

/** See the head of this file. */
export const readView = (evaluator: Evaluator, value: Value): ReadView => {
  const { view, methods, requires } = readAt(evaluator, value, 0);
  return { view, methods, requires };
};
