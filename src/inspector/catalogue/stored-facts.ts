/**
 * The catalogue's own form of evaluated values, as JSON. A data file is lines: the first is a `StoredPackage`, each other
 * `["dotted.module", StoredModule]`, sorted by name, so that a module is parsed only when somebody asks for it.
 *
 * `Where` is how one definition names another: `module:Qualified.name` for what some module defines,
 * `a.dotted.path` for what is known by its path alone (the standard library, packages without a catalogue).
 */
import type { Expression } from "../python/tree.ts";

export type Where = string;

export interface StoredPackage {
  /** Name on PyPI, and the release that was read. */
  readonly distribution: string;
  readonly version: string;
}

export interface StoredModule {
  /** Path of the file below the folder that packages are installed in. */
  readonly file: string;
  readonly names: StoredNames;
  /** Of an app's `admin` module: what it registers on the default site. */
  readonly registers?: readonly StoredRegistration[];
}

export interface StoredRegistration {
  readonly label: string;
  /** Route below the model's own, name without namespace, view. */
  readonly routes: readonly (readonly [route: string, name: string | null, view: string | null])[];
}

export type StoredNames = Readonly<Record<string, StoredEntry>>;
/** A class or function where it is defined; any other value; `{ ref }` for what was imported. */
export type StoredEntry = StoredValue | StoredClass | StoredFunction | StoredLater | StoredChoice;

/** Depends on the project: made when it is asked for, not with its neighbours. */
export interface StoredLater {
  readonly later: StoredEntry;
}

/** One of two, by a test that the project decides (`settings.X`, `connection.vendor`). An absent side binds nothing. */
export interface StoredChoice {
  readonly if: Expression;
  readonly yes?: StoredEntry;
  readonly no?: StoredEntry;
}

export type StoredValue =
  | null
  | boolean
  | string
  /** An int of at most 2^53. */
  | number
  | { readonly float: number }
  | { readonly big: string }
  | { readonly bytes: string }
  | { readonly ellipsis: true }
  | { readonly list: readonly StoredValue[]; readonly open?: string }
  | { readonly tuple: readonly StoredValue[] }
  | { readonly set: readonly StoredValue[] }
  | { readonly dict: readonly (readonly [StoredValue, StoredValue])[]; readonly open?: string }
  | StoredCall
  | { readonly ref: Where }
  /** A value by a test that the project decides. */
  | { readonly when: Expression; readonly yes: StoredValue; readonly no: StoredValue }
  /** In a list: the items of another. */
  | { readonly spread: StoredValue }
  /** Text that is put together from other names of the module. */
  | { readonly compute: Expression }
  | { readonly either: readonly StoredValue[]; readonly because: string }
  /** A text written for people: its `proseDigest` alone. */
  | { readonly digest: string }
  | { readonly unknown: string };

/** An instance: what was called, with what, on which line. `attributes` are kept for members of enums only. */
export interface StoredCall extends StoredArguments {
  readonly call: Where;
  readonly line?: number;
  readonly attributes?: Readonly<Record<string, StoredValue>>;
  readonly reached?: StoredReached;
}

export interface StoredArguments {
  readonly args?: readonly StoredValue[];
  readonly kwargs?: Readonly<Record<string, StoredValue>>;
  readonly open?: string;
}

/** What a constructor handed on to the first class that this package does not define. */
export interface StoredReached extends StoredArguments {
  readonly path: string;
}

export interface StoredClass {
  readonly class: readonly StoredValue[];
  readonly line: number;
  readonly decoratorLine?: number;
  readonly keywords?: Readonly<Record<string, StoredValue>>;
  readonly decorators?: readonly StoredValue[];
  readonly names: StoredNames;
  /** Names of the members of an enum, in order. */
  readonly members?: readonly string[];
  /** Of a subclass of a Django field: what its constructor, called without arguments, makes of them. */
  readonly reached?: StoredReached;
  readonly internalType?: string;
  /** Of an admin class with a `get_urls()`: all routes of a model that it shows, with `{info}` for `app_model` in names. */
  readonly adminRoutes?: StoredRegistration["routes"];
}

export interface StoredFunction {
  /** `self`, `*args`, `**kwargs`; `/` closes the positional-only, `*` opens the keyword-only; `name=` has a default. */
  readonly def: readonly string[];
  readonly line: number;
  readonly async?: true;
  readonly decorators?: readonly StoredValue[];
}
