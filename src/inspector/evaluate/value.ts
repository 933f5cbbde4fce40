/**
 * Values: what a Python expression of the project is known to be, without running Python.
 *
 * Every value that came from source carries the `origin` that made it. What cannot be known is `Unknown` and says
 * why; it never becomes a guess. Lists, dicts, classes, modules and instances are mutable here because they are in
 * Python (`INSTALLED_APPS += …`, `Model.add_to_class(…)`), and have identity.
 */
import type { ClassTree, Expression, FunctionTree, Parameter } from "../python/tree.ts";

/** Where something was written. `file` is absolute. `env`: the environment variable that the statement read. */
export interface Origin {
  readonly file: string;
  readonly line: number;
  readonly env?: string;
}

/** How sure a value is: `inferred` when a branch was assumed or a default taken. */
export type Certainty = "certain" | "inferred" | "unknown";

/** A value that is no lazy import any more. */
export type Forced = Exclude<Value, LazyImport>;

export type Value =
  | ConstantValue
  | SequenceValue
  | DictValue
  | ModuleValue
  | ClassValue
  | InstanceValue
  | FunctionValue
  | BoundMethod
  | BuiltinValue
  | ExternalValue
  | LazyImport
  | Alternatives
  | Unknown;

interface Common {
  readonly origin?: Origin;
}

/** `None`, bool, int, float, str, bytes. `bytes` holds Latin-1 text. */
export interface ConstantValue extends Common {
  readonly kind: "constant";
  readonly value: null | boolean | number | bigint | string;
  readonly type: "none" | "bool" | "int" | "float" | "str" | "bytes" | "ellipsis";
}

/**
 * `open` says why more items may exist than are listed (or why their order is not known); `maybe` lists those that
 * stand under a branch which could not be decided. Both absent: exactly `items`.
 */
export interface SequenceValue extends Common {
  readonly kind: "sequence";
  readonly type: "list" | "tuple" | "set";
  items: Value[];
  open?: string;
  maybe?: Value[];
}

export interface DictValue extends Common {
  readonly kind: "dict";
  entries: { key: Value; value: Value }[];
  open?: string;
}

/** A name bound in a namespace, with every origin that set or changed it, oldest first. */
export interface Binding {
  value: Value;
  origins: Origin[];
  /** Set when the binding only exists on an assumed branch, with the reason. */
  because?: string;
  /** Set when the value rests on something assumed (a default taken for an unset environment variable), with the reason. */
  inferred?: string;
}
export interface Namespace extends ReadonlyMap<string, Binding> {
  set(name: string, binding: Binding): unknown;
  delete(name: string): boolean;
  clear(): void;
}

export interface ModuleValue extends Common {
  readonly kind: "module";
  readonly name: string;
  readonly file: string;
  readonly namespace: Namespace;
  readonly isPackage: boolean;
  /** Modules whose star import could not be resolved: a missing name may come from there. */
  readonly openStars: string[];
  /** What `import a.b.c` named: the one name that it binds, `a`, does not tell. */
  submodules?: string[];
}

export interface ClassValue extends Common {
  readonly kind: "class";
  readonly name: string;
  /** Dotted path of the defining module; `qualname` within it. */
  readonly module: string;
  readonly qualname: string;
  /** In source order; each forced as far as it goes. */
  readonly bases: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
  readonly namespace: Namespace;
  readonly decorators: readonly Value[];
  /** Absent for a class made by a call: `type("X", (Base,), {})`, `namedtuple(…)`. */
  tree?: ClassTree;
  /** True when the class comes from the catalogue: its function bodies are not here. */
  readonly catalogued?: boolean;
  readonly decoratorLine?: number;
  /** Of a catalogued subclass of a Django field: what its `__init__`, called without arguments, hands to Django's own. */
  readonly reached?: NonNullable<InstanceValue["reached"]>;
  /** Of a catalogued subclass of a Django field: what `get_internal_type()` answers. */
  readonly internalType?: string;
  /** Of a catalogued admin class: the routes of a model that it shows: below the model's own, name with `{info}`, view. */
  readonly adminRoutes?: readonly (readonly [route: string, name: string | null, view: string | null])[];
  /** Set when it stands under a branch that was assumed, with the reason. */
  because?: string;
}

/**
 * The result of calling a class: `models.CharField(max_length=3)`. Arguments as written; attributes as set since.
 * Also the result of calling anything whose code is not here, a function too: then `class` is the `ExternalValue` of the
 * callee (`path("x/", view)` has class path `django.urls.path`), and `receiver` the object of a method call
 * (`MyView.as_view()`: class path `django.views.generic.base.View.as_view`, receiver the class `MyView`).
 * The URL functions have one spelling whatever the import: `django.urls.path`, `django.urls.re_path`, `django.urls.include`.
 */
export interface InstanceValue extends Common {
  readonly kind: "instance";
  readonly class: ClassValue | ExternalValue;
  readonly receiver?: Value;
  /** Calls of methods whose code is not here on this instance, in order: `router.register("x", View)`. */
  calls?: Effect[];
  readonly args: readonly Value[];
  readonly kwargs: ReadonlyMap<string, Value>;
  readonly attributes: Namespace;
  /** Set when `*args`/`**kwargs` of unknown content were passed. */
  readonly open?: string;
  /** What reached the first class whose `__init__` is not source, when a project's own `__init__` called `super()`. */
  reached?: { readonly path: string; readonly args: readonly Value[]; readonly kwargs: ReadonlyMap<string, Value>; readonly open?: string };
}

export interface FunctionValue extends Common {
  readonly kind: "function";
  readonly name: string;
  readonly module: string;
  readonly qualname: string;
  readonly parameters: readonly Parameter[];
  readonly tree: FunctionTree | Extract<Expression, { kind: "lambda" }>;
  readonly decorators: readonly Value[];
  /** The scopes it closes over, innermost first: opaque outside `evaluate/`. */
  readonly closure: unknown;
}

export interface BoundMethod extends Common {
  readonly kind: "method";
  readonly self: Value;
  readonly function: FunctionValue | BuiltinValue;
}

/** Something of Python itself that the evaluator models (`len`, `os.path.join`, `str.format`); `name` is dotted. */
export interface BuiltinValue extends Common {
  readonly kind: "builtin";
  readonly name: string;
}

/**
 * A symbol of code that is not here (not in the project, environment or catalogue): known by its dotted path alone.
 * `of`: it is an attribute of that value (`router.urls`: path `rest_framework.routers.DefaultRouter.urls`, of the router).
 */
export interface ExternalValue extends Common {
  readonly kind: "external";
  readonly path: string;
  readonly of?: Value;
}

/** `from module import name`, not yet looked up; `Evaluator.force` resolves it. Absent `name`: the module itself. */
export interface LazyImport extends Common {
  readonly kind: "lazy";
  readonly module: string;
  readonly name?: string;
}

/** One of several, depending on something unknown (`because`). */
export interface Alternatives extends Common {
  readonly kind: "alternatives";
  readonly options: readonly Value[];
  readonly because: string;
}

export interface Unknown extends Common {
  readonly kind: "unknown";
  readonly because: string;
}

/** An entry of INSTALLED_APPS: label, dotted name of the package, and its configuration where that is a class that is here. */
export interface InstalledApp {
  readonly label: string;
  readonly name: string;
  readonly config: ClassValue | null;
}

/** What the rooms after `evaluate/` use. One evaluator serves one scan; a module is evaluated once, on first use. */
export interface Evaluator {
  /** The module, evaluated; `external` when its code is not here; `unknown` when it is missing or cannot be read. */
  importModule(name: string): ModuleValue | ExternalValue | Unknown;
  /** True when first-party code or the environment holds this module (without evaluating it). */
  hasModule(name: string): boolean;
  /** Follows lazy imports until something else; idempotent on all other values. */
  force(value: Value): Exclude<Value, LazyImport>;
  /** Python's attribute lookup: instance, class along the MRO, module (submodules included). */
  attribute(value: Value, name: string): Exclude<Value, LazyImport>;
  call(callee: Value, args: readonly Value[], kwargs: ReadonlyMap<string, Value>, origin?: Origin): Exclude<Value, LazyImport>;
  /**
   * Tells what `django.apps.apps` holds, once INSTALLED_APPS is known; `open` says why there may be more. Answers the
   * config of each app by its label: the same instance that the project's code gets.
   */
  registerApps(apps: readonly InstalledApp[], open: string | undefined): ReadonlyMap<string, InstanceValue>;
  /** C3 order, the class itself first. Bases that are not here appear as `external` or `unknown`. */
  mro(value: ClassValue): readonly (ClassValue | ExternalValue | Unknown)[];
  /** Dotted path of a class, function or external: `module.qualname`; null for anything else. */
  pathOf(value: Value): string | null;
  /** Is `value` a class whose MRO holds the dotted path? `unknown` when a base could not be resolved and it was not found. */
  isSubclass(value: Value, path: string): boolean | "unknown";
  /** Python's `str()`/plain data where the value is fully known, else undefined. Constants to JS values, sequences to arrays, dicts to Maps. */
  toPlain(value: Value): unknown;
  /** Modules evaluated so far, by dotted name (side effects such as `admin.site.register` are in `effects`). */
  readonly modules: ReadonlyMap<string, ModuleValue>;
  /** Modules of the project that nobody will ask for again; who does all the same has them evaluated anew. */
  letGoOf(names: Iterable<string>): void;
  /** What `django.conf.settings` reads: the settings module (or its configuration class), evaluated; null when it is not known. */
  settings(): SettingsNamespace | null;
  /** Calls whose effect other rooms care about, in evaluation order: method calls on externals and module-level calls. */
  readonly effects: readonly Effect[];
  /** Is more than half of what may be spent on following code spent? */
  isTiring(): boolean;
  /** Syntax errors, unreadable files, budgets exceeded. */
  readonly problems: readonly { readonly file: string; readonly line: number; readonly code: string; readonly message: string }[];
}

/** The names that a settings module sets; `open` says why it may set more. */
export interface SettingsNamespace {
  readonly module: ModuleValue;
  readonly names: ReadonlyMap<string, Binding>;
  readonly open?: string;
}

/**
 * A call that could not be executed for its value, but was made: `admin.site.register(Poll)`, `Model.add_to_class("x", f)`.
 * The callee is a `method` (its `self` and `function`), an `external` (perhaps `of` something) or a function without body;
 * `path` is its dotted path (`django.contrib.admin.sites.AdminSite.register`), null when it has none.
 * A decorator `@admin.register(Poll)` gives two: the call `register(Poll)`, then the call of its result (`callee` is the
 * instance) with the decorated class as the one argument; `path` of the second is that of the first plus `()`.
 */
export interface Effect {
  readonly callee: Value;
  readonly path: string | null;
  readonly args: readonly Value[];
  readonly kwargs: ReadonlyMap<string, Value>;
  readonly origin: Origin;
  /** Dotted name of the module whose code made the call. */
  readonly module: string;
  /** Set when the call stands under a branch that could not be decided. */
  readonly because?: string;
}

export const unknown = (because: string, origin?: Origin): Unknown =>
  origin === undefined ? { kind: "unknown", because } : { kind: "unknown", because, origin };
