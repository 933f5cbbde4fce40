/**
 * The machine: what the parts of the interpreter ask of each other, and the state they share.
 *
 * The parts are mutually recursive (a call runs statements, which evaluate expressions, which call), so they meet in this
 * interface alone: each takes the machine as its first argument, and `evaluator.ts` puts them together. An exception of
 * the project is never a JavaScript exception: it is `raised`, set here and looked at after every statement.
 */
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { FileText, ProjectFiles, Unreadable } from "../files/project-files.ts";
import type { Expression, FunctionTree, ModuleTree, Statement } from "../python/tree.ts";
import type { Journal } from "./state/journal.ts";
import type {
  Binding,
  ClassValue,
  Effect,
  Forced,
  ExternalValue,
  FunctionValue,
  ModuleValue,
  Namespace,
  Origin,
  SequenceValue,
  Unknown,
  Value,
} from "./value.ts";

export type { Forced } from "./value.ts";

/** Where names are looked up. A class body's names are seen by that body alone, as in Python. */
export interface Scope {
  readonly kind: "module" | "class" | "function";
  readonly names: Namespace;
  readonly parent: Scope | undefined;
  readonly module: ModuleValue;
  readonly qualname: string;
  readonly frame: Frame | undefined;
  /** Names that `global` or `nonlocal` sent elsewhere. */
  outer?: Map<string, Namespace>;
}

/** One running call of a project's function. */
export interface Frame {
  /** What it may have returned under branches that could not be decided. */
  readonly maybeReturned: Value[];
  /** What a generator has yielded so far, as a list that a fork can undo. */
  yielded: SequenceValue | undefined;
  /** For `super()`: the class that the function stands in, and the first argument. */
  readonly owner: ClassValue | undefined;
  readonly self: Value | undefined;
}

/** A project's exception on its way to a handler. `type` is a dotted path, without `builtins.` for Python's own. */
export interface Raised {
  readonly type: string;
  readonly class: Value | undefined;
  readonly value: Value;
}

/** How a statement ended; undefined: it ran to its end. */
export type Completion =
  | undefined
  | { readonly kind: "break" }
  | { readonly kind: "continue" }
  | { readonly kind: "return"; readonly value: Value }
  | { readonly kind: "raise" };

export interface Call {
  readonly args: readonly Value[];
  readonly kwargs: ReadonlyMap<string, Value>;
  /** Set when `*args` or `**kwargs` of unknown content were passed. */
  readonly open?: string;
  readonly origin: Origin;
  /** The scope that made the call, for `locals()`, `globals()`, `super()`. */
  readonly scope?: Scope;
}

export const noKwargs: ReadonlyMap<string, Value> = new Map();

/** A function of Python or a library that is modelled here. `self` is set for methods. */
export type Native = (m: Machine, call: Call, self: Value | undefined) => Value;

/** Attributes of a modelled object (`django.conf.settings`) or of a modelled class's instances (`pathlib.Path`); undefined: no such attribute. */
export type NativeMember = (m: Machine, self: Value, name: string) => Value | undefined;

export interface Natives {
  readonly functions: ReadonlyMap<string, Native>;
  /** Dotted path → value, made anew each time. */
  readonly constants: ReadonlyMap<string, (m: Machine) => Value>;
  /** What a bare name is to Python itself: `len`, `KeyError`. */
  readonly builtins: ReadonlyMap<string, (m: Machine) => Value>;
  /** Dotted path of a modelled object or class → its members. */
  readonly members: ReadonlyMap<string, NativeMember>;
  /** Modules some of whose names are modelled. */
  readonly modules: ReadonlySet<string>;
}

export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly code: string;
  readonly message: string;
}

/** `name = package.module:attribute` of a distribution's metadata. */
export interface EntryPoint {
  readonly name: string;
  readonly value: string;
}

/** What the parser does for the evaluator. */
export interface Parse {
  module(file: string, text: FileText): ModuleTree;
  body(tree: FunctionTree, text: string): readonly Statement[];
}

export interface EvaluatorOptions {
  readonly files: ProjectFiles;
  /** Import path, in order: python path folders, project folder, src layouts, site-packages. Absolute. */
  readonly roots: readonly string[];
  readonly catalogue: Catalogue;
  readonly parse: Parse;
  readonly env: Readonly<Record<string, string>>;
  /** Dotted name of the scan's settings module: what `django.conf.settings` is. */
  readonly settingsModule?: string;
  /** True when `roots` hold an environment: a package in none of them is then surely not installed. */
  readonly environmentKnown?: boolean;
  /** Import names of what the project declares as dependency (lower case, `_`); decides `try: import x` on a cold clone. */
  readonly declared?: ReadonlySet<string>;
  /** The same of its optional groups alone: extras, development requirements. */
  readonly optional?: ReadonlySet<string>;
  /** Is no other series than that of the catalogue's Django known of the project? What changes from one to the next is taken as known then. */
  readonly hasCataloguedDjango?: boolean;
  /** Entry points of the packages that are here, by group, in order of name. */
  readonly entryPoints?: () => ReadonlyMap<string, readonly EntryPoint[]>;
  /** What a relative path is relative to; the first root when absent. */
  readonly workingFolder?: string;
  /** Is this file of an installed package? Then it is followed only so far. */
  readonly isForeign?: (file: string) => boolean;
  /** Told of each secret of a `.env` file. */
  readonly onSecret?: ((value: string) => void) | undefined;
  /** Most statements and calls of one scan; 4 million when absent. */
  readonly stepLimit?: number;
}

export interface ModuleRecord {
  readonly value: ModuleValue;
  readonly text: string;
  readonly catalogued: boolean;
  state: "running" | "done";
}

/** Shared mutable state of one evaluator. */
export interface MachineState {
  steps: number;
  /** Count of steps at which the running call or module is given up. */
  deadline: number;
  /** Is a call of an installed package running? */
  isForeignCall: boolean;
  depth: number;
  raised: Raised | undefined;
  /** Exception types that some running `try` handles, innermost last; `*` handles all. */
  readonly handlers: (readonly HandledType[])[];
  journal: Journal | undefined;
  /** Why the running branch may not be taken; undefined when it surely is. */
  because: string | undefined;
  /** Why what the running statement computes is only inferred. */
  taint: string | undefined;
  /** What `taint` starts from: the reason why a running branch was only assumed. */
  assumed: string | undefined;
  /** Environment variables that the running statement read. */
  envRead: string[] | undefined;
  /** Above 0 while the settings are being evaluated. */
  settingsDepth: number;
  readonly env: Map<string, string>;
  readonly roots: string[];
  readonly records: Map<string, ModuleRecord>;
  readonly modules: Map<string, ModuleValue>;
  readonly texts: Map<string, string>;
  readonly effects: Effect[];
  readonly problems: Problem[];
}

export interface HandledType {
  readonly path: string;
  readonly class?: Value;
}

export interface Machine {
  readonly options: EvaluatorOptions;
  readonly state: MachineState;
  readonly natives: Natives;
  evaluate(node: Expression, scope: Scope): Value;
  run(body: readonly Statement[], scope: Scope): Completion;
  force(value: Value): Forced;
  /** Python's attribute lookup; `undefined` when it surely is not there. */
  find(value: Value, name: string): Forced | undefined;
  /** As `find`, but raises AttributeError in the project's sense. */
  attribute(value: Value, name: string): Forced;
  setAttribute(target: Value, name: string, value: Value, origin: Origin): void;
  call(callee: Value, call: Call): Forced;
  callFunction(fn: FunctionValue, call: Call, self: Value | undefined): Forced;
  importModule(name: string): ModuleValue | ExternalValue | Unknown;
  hasModule(name: string): boolean;
  mro(value: ClassValue): readonly (ClassValue | ExternalValue | Unknown)[];
  /** Value of a binding, its lazy import resolved and kept. */
  read(binding: Binding): Forced;
  truth(value: Value): boolean | undefined;
  /** The items of anything iterable, with `open` as in `SequenceValue`; undefined when unknown. */
  items(value: Value): Items | undefined;
  /** Raises in the project's sense when a running `try` handles it; answers unknown in any case. */
  raise(type: string, message: string, origin: Origin | undefined, attributes?: Readonly<Record<string, Value>>): Unknown;
  readFile(path: string): FileText | Unreadable;
}

export interface Items {
  readonly items: readonly Value[];
  readonly open?: string;
}

export type { Binding };
