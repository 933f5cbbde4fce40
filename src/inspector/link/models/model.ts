/**
 * A model as Django holds it once its class statement has run: the fields it owns, its parents, its options.
 *
 * Built by `prepare/` class by class, completed by `relations/` when all are known, printed by `to-model-facts.ts`.
 * `undefined` stands for "not known from source"; `null` is Python's `None`.
 */
import type { FieldFacts } from "../../../contract/shapes/facts.ts";
import type { Certainty, ClassValue, InstanceValue, Origin, Value } from "../../evaluate/value.ts";

export type Known<T> = T | undefined;

/** What a relation was told to point at. A label is `app.Model`, or `Model` of the same app. */
export type Target =
  | { readonly kind: "self" }
  | { readonly kind: "label"; readonly label: string }
  | { readonly kind: "class"; readonly class: ClassValue }
  | { readonly kind: "model"; readonly model: Model }
  | { readonly kind: "unknown"; readonly because: string };

export interface Relation {
  readonly kind: Exclude<FieldFacts["relation"], null>;
  readonly target: Target;
  readonly onDelete: Known<string | null>;
  /** As written, `%(class)s` and all; resolved when a concrete model takes the field. */
  readonly relatedName: Known<string | null>;
  /** What the field's constructor got, where the field's own class has given it another name since. */
  readonly constructedName?: Known<string | null>;
  readonly relatedQueryName: Known<string | null>;
  readonly parentLink: boolean;
  readonly toField: Known<string | null>;
  readonly through: Target | null;
  /** The field's own class makes the model between: what it has is not known. */
  readonly makesThrough?: true;
  readonly throughFields: readonly string[] | null;
  readonly symmetrical: Known<boolean | null>;
  readonly dbTable: Known<string | null>;
}

export interface Field {
  readonly name: string;
  /** Name and dotted path of the field's class. */
  readonly class: string;
  readonly path: string;
  readonly internalType: Known<string>;
  readonly storage: "column" | "keyless" | "private";
  readonly null: Known<boolean>;
  readonly blank: Known<boolean>;
  /** Without what a primary key implies. */
  readonly unique: Known<boolean>;
  readonly primaryKey: Known<boolean>;
  readonly dbIndex: Known<boolean>;
  readonly editable: Known<boolean>;
  readonly maxLength: Known<number | null>;
  readonly hasDefault: Known<boolean>;
  readonly choices: Known<number>;
  readonly dbColumn: Known<string | null>;
  readonly relation: Relation | null;
  readonly autoCreated: boolean;
  /** The instance it was read from, with its arguments by name; null for a field that Django makes. */
  readonly value: InstanceValue | null;
  readonly args: ReadonlyMap<string, Value>;
  /** Where code outside the class puts it there. */
  readonly addedAt?: Origin;
  /** Dotted path of the class whose body holds it. */
  readonly writtenIn: string;
  readonly origin: Origin | null;
  readonly certainty: Certainty;
  readonly because: string | null;
}

export interface Index {
  readonly name: string | null;
  /** As written: a leading `-` is a descending column. Empty for expressions. */
  readonly fields: readonly string[];
  readonly class: string;
  readonly value: Value;
}

export interface Constraint {
  readonly name: string | null;
  readonly class: string;
  readonly value: Value;
}

export interface Options {
  readonly abstract: boolean;
  readonly proxy: boolean;
  readonly managed: Known<boolean>;
  readonly swappable: Known<string | null>;
  readonly dbTable: Known<string>;
  readonly ordering: Known<readonly Value[]>;
  readonly uniqueTogether: Known<readonly (readonly string[])[]>;
  readonly indexes: Known<readonly Index[]>;
  readonly constraints: Known<readonly Constraint[]>;
  readonly verboseName: Known<string>;
  readonly defaultRelatedName: Known<string | null>;
  readonly orderWithRespectTo: Known<string | null>;
  readonly autoCreatedBy: Model | null;
  /** Every option that the inner Meta sets, as evaluated. */
  readonly written: ReadonlyMap<string, Value>;
}

export interface Model {
  /** Absent for a model without a class statement. */
  readonly class: ClassValue | null;
  /** Dotted path of the class. */
  readonly path: string;
  readonly module: string;
  readonly name: string;
  readonly app: string;
  /** `app.Name`; also for abstract ones, which have no entry in Django's registry. */
  readonly label: string;
  readonly origin: Origin | null;
  options: Options;
  /** In the order Django keeps: by creation. */
  fields: Field[];
  manyToMany: Field[];
  privateFields: Field[];
  /** Concrete parents and the link to each; null for a proxy's. */
  readonly parents: Map<Model, Field | null>;
  pk: Field | null;
  proxyFor: Model | null;
  /** Names that Python would find in the class's own `__dict__`. */
  readonly names: Set<string>;
  readonly managers: string[];
  /** Ancestors in the class's order of resolution that are models, nearest first. */
  readonly ancestors: readonly Model[];
  /** Dotted paths of the bases as written. */
  readonly bases: readonly string[];
  certainty: Certainty;
  because: string | null;
}

/** The model whose table a proxy uses; the model itself otherwise. */
export const concreteModel = (model: Model): Model => (model.proxyFor === null ? model : concreteModel(model.proxyFor));

/** All fields with the model that owns each: those of concrete parents first, then its own. */
export const allFields = (model: Model): readonly (readonly [Model, Field])[] => {
  const visited = new Set<Model>();
  const seen = new Set<Field>();
  const found: (readonly [Model, Field])[] = [];
  const add = (owner: Model, field: Field): void => {
    if (seen.has(field)) return;
    seen.add(field);
    found.push([owner, field]);
  };
  const visit = (owner: Model): void => {
    if (visited.has(owner)) return;
    visited.add(owner);
    for (const parent of owner.parents.keys()) visit(parent);
    for (const field of owner.fields) add(owner, field);
    for (const field of owner.manyToMany) add(owner, field);
  };
  visit(model);
  return found;
};
