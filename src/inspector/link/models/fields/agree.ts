/** What two fields that a name may hold agree on; the rest of the first is not known. */
import type { Field, Known } from "../model.ts";

const both = <T>(first: Known<T>, second: Known<T>): Known<T> => (first === second ? first : undefined);

export const agree = (first: Field, second: Field): Field => ({
  ...first,
  internalType: both(first.internalType, second.internalType),
  null: both(first.null, second.null),
  blank: both(first.blank, second.blank),
  unique: both(first.unique, second.unique),
  primaryKey: both(first.primaryKey, second.primaryKey),
  dbIndex: both(first.dbIndex, second.dbIndex),
  editable: both(first.editable, second.editable),
  maxLength: both(first.maxLength, second.maxLength),
  hasDefault: both(first.hasDefault, second.hasDefault),
  choices: both(first.choices, second.choices),
  dbColumn: both(first.dbColumn, second.dbColumn),
  certainty: first.class === second.class && first.internalType === second.internalType ? "inferred" : "unknown",
  because: first.because ?? second.because ?? "it depends on a test that is not decided",
});
