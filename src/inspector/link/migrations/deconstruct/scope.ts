/** What spelling values needs to know besides the values. */
import type { Evaluator, FunctionValue, InstanceValue } from "../../../evaluate/value.ts";
import type { Reader } from "../../../evaluate/state/readings.ts";
import type { Canon, Likeness } from "./canon.ts";
import type { FieldState } from "./deconstructed.ts";

export interface Scope {
  readonly evaluator: Evaluator;
  /** Is the project's Django at least `major.minor`? */
  readonly isDjango: (major: number, minor?: number) => boolean;
  /** Are the texts of Django's own settings those of the project's release? */
  readonly knowsDjangosTexts: boolean;
  /** What the project has put in the place of `django.db.models.Field.deconstruct`; null when it has not. */
  readonly replacedDeconstruct: FunctionValue | null;
  /** Arguments that it takes away from every field. */
  readonly takenAway: ReadonlySet<string>;
  /** Options whose change makes a migration: `AlterModelOptions.ALTER_OPTION_KEYS`, as the project left it. */
  readonly optionKeys: ReadonlySet<string>;
  /** Fields that were read already. */
  readonly states: WeakMap<InstanceValue, Map<string, FieldState | null>>;
  /** Comparisons with fields that deconstruct in their own way, by the spelling of both sides. */
  readonly likenesses: WeakMap<InstanceValue, Map<string, Likeness>>;
  /** Who reads what several models are judged by: what is in `states` and `likenesses`. */
  readonly sharedBy: Reader;
  /** A field among the arguments of another (`base_field`); null for what is no field. */
  readonly spellField: (scope: Scope, value: InstanceValue) => Canon | null;
}
