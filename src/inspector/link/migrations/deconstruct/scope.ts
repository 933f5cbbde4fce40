/** What spelling values needs to know besides the values. */
import type { Evaluator, FunctionValue, InstanceValue } from "../../../evaluate/value.ts";
import type { Canon } from "./canon.ts";

export interface Scope {
  readonly evaluator: Evaluator;
  /** Is the project's Django at least `major.minor`? */
  readonly isDjango: (major: number, minor?: number) => boolean;
  /** What the project has put in the place of `django.db.models.Field.deconstruct`; null when it has not. */
  readonly replacedDeconstruct: () => FunctionValue | null;
  /** Options whose change makes a migration: `AlterModelOptions.ALTER_OPTION_KEYS`, as the project left it. */
  readonly optionKeys: ReadonlySet<string>;
  /** A field among the arguments of another (`base_field`); null for what is no field. */
  readonly spellField: (scope: Scope, value: InstanceValue) => Canon | null;
}
