/**
 * What packages do to models behind the class statement: by a metaclass, a signal, a decorator or `contribute_to_class`.
 *
 * One file a package, recognised by the dotted path of its own class and never by the project. A pattern is needed
 * where running the package's code is out of reach; its facts come from that code.
 */
import type { ClassValue } from "../../../evaluate/value.ts";
import type { Field, Model, Target } from "../model.ts";
import type { Workshop } from "../prepare/workshop.ts";
import type { Registry } from "../relations/registry.ts";

export interface Contributed {
  readonly field: Field;
  readonly others: readonly Field[];
}

export interface Pattern {
  /** Fields that a concrete model has once its class is made. */
  readonly fieldsOf?: (workshop: Workshop, model: Model) => readonly Field[];
  /** A field as a model takes it, with others that come along. */
  readonly contribute?: (workshop: Workshop, model: Model, field: Field) => Contributed;
  /** What a relation without a written target points at, once all models are known. */
  readonly target?: (registry: Registry, owner: Model, field: Field) => Target | null;
  /** The through model of a many-to-many field that names none. */
  readonly through?: (field: Field) => Target | null;
  /** Models without a class statement that belong to a class. */
  readonly models?: (workshop: Workshop, value: ClassValue, model: Model | null) => readonly Model[];
  /** Last changes to a concrete model. */
  readonly complete?: (workshop: Workshop, model: Model) => void;
}
