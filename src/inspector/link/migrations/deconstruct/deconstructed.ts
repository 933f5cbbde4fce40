/** What a field deconstructs to. */
import type { Value } from "../../../evaluate/value.ts";
import type { BoundField } from "../../models/fields/bind-field.ts";
import type { Canon } from "./canon.ts";

/** The answer of a `deconstruct()` that the project has written. */
export interface OwnAnswer {
  readonly path: string;
  /** By name; those without one as `(0)`, `(1)`. */
  readonly values: ReadonlyMap<string, Canon>;
  /** The same arguments as values. */
  readonly written: ReadonlyMap<string, Value>;
  readonly positional: readonly Value[];
}

export interface FieldState {
  /** The class. */
  readonly path: Canon;
  readonly isManyToMany: boolean;
  /** Arguments that are not at their default, by name. */
  readonly values: ReadonlyMap<string, Canon>;
  /** Why a difference in `values` may be none. */
  readonly doubt: string | null;
  /** It is known from the catalogue alone, which may not have its texts for people. */
  readonly lacksTexts?: boolean;
  /** Known whole, though its class takes its arguments apart. */
  readonly isWhole?: boolean;
  /** What it was read from, and what its own `deconstruct()` gave. */
  readonly bound?: BoundField;
  readonly answer?: OwnAnswer;
}
