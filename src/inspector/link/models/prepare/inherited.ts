/**
 * How much the models of a project inherit from each other: a chain of classes, or one wide class with many heirs, makes
 * far more of it than there is text. No project of people comes near the limit; the models beyond it are told without.
 */
import type { ClassValue } from "../../../evaluate/value.ts";
import type { Model } from "../model.ts";

/** Fields and ancestors of all models together. */
export const mostInherited = 300_000;
/** Names that are only compared, for each that counts as much as a field. */
const namesForOne = 64;

export const tooMuchInherited = `the models of the project inherit more than ${mostInherited} fields and classes from each other`;

export interface Inherited {
  /** By class; a model that is made again is counted anew. */
  readonly amounts: Map<ClassValue, number>;
  total: number;
  /** The first that was made without what it inherits, and why. */
  first: { readonly class: ClassValue; readonly because: string } | null;
}

export const createInherited = (): Inherited => ({ amounts: new Map(), total: 0, first: null });

export const isTooMuch = ({ total }: Inherited): boolean => total > mostInherited;

export const noteLeftOut = (inherited: Inherited, value: ClassValue | null, because: string): void => {
  if (value !== null) inherited.first ??= { class: value, because };
};

/** `copied` are the fields that the model has from abstract ones. */
export const countInherited = (inherited: Inherited, value: ClassValue, { ancestors }: Pick<Model, "ancestors">, copied: number): void => {
  let amount = ancestors.length + copied;
  for (const ancestor of ancestors) if (!ancestor.options.abstract) amount += ancestor.fields.length + ancestor.manyToMany.length;
  add(inherited, value, amount);
};

export const countNames = (inherited: Inherited, value: ClassValue, names: number): void => add(inherited, value, names / namesForOne);

const add = (inherited: Inherited, value: ClassValue, amount: number): void => {
  inherited.amounts.set(value, (inherited.amounts.get(value) ?? 0) + amount);
  inherited.total += amount;
};

export const forgetInherited = (inherited: Inherited, value: ClassValue): void => {
  inherited.total -= inherited.amounts.get(value) ?? 0;
  inherited.amounts.delete(value);
};
