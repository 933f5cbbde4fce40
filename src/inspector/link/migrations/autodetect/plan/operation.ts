/** An operation that the autodetector generates, with what its order among others depends on. */

/**
 * The autodetector's generators in the order in which it calls them. An operation comes after those of earlier steps;
 * within a step models follow by name.
 */
const STEPS = [
  "create unmanaged",
  "create",
  "delete",
  "delete unmanaged",
  "complete",
  "delete proxy",
  "create proxy",
  "options",
  "managers",
  "table comment",
  "remove constraints",
  "remove indexes",
  "rename indexes",
  "remove unique_together",
  "remove index_together",
  "remove fields",
  "add fields",
  "alter fields",
  "order_with_respect_to",
  "unique_together",
  "index_together",
  "add indexes",
  "add constraints",
  "alter constraints",
  "table",
] as const;

export type Step = (typeof STEPS)[number];

/** What a relational field points at: keys of models, `app.modelname`. */
export interface Reference {
  readonly to: string;
  /** Null for a many-to-many field, which names none; a null among them stands for the primary key. */
  readonly toFields: readonly (string | null)[] | null;
  readonly through: string | null;
  readonly throughFields: readonly string[] | null;
}

export interface PlannedField {
  readonly name: string;
  readonly reference: Reference | null;
}

export interface Dependency {
  readonly app: string;
  /** In lower case. */
  readonly model: string;
  readonly field: string | null;
  readonly on: "create" | "remove" | "alter" | "order" | "together" | "listed";
  /** The target is what a setting names: the migration then depends on the setting. */
  readonly isSwappable: boolean;
}

export interface Operation {
  readonly op: string;
  readonly step: Step;
  /** What it is sorted by within its step. */
  readonly place: string;
  /** The model's name in lower case. */
  readonly model: string;
  /** The field; null for an operation on a model, an index or a constraint. */
  readonly field: string | null;
  /** In Django's words; null when they are not known. */
  readonly describe: string | null;
  /** Of `CreateModel` all fields, of `AddField` and `AlterField` the one. */
  readonly fields: readonly PlannedField[];
  /** Keys of the models that a new model extends. */
  readonly bases: readonly string[];
  /** Fields that an option names; null for every other operation, and for an option without any. */
  readonly names: readonly string[] | null;
  readonly dependencies: readonly Dependency[];
  /** Why what it refers to is not known. */
  readonly doubt: string | null;
}

type Given = Pick<Operation, "op" | "step" | "model" | "describe"> & Partial<Operation>;

export const operation = (given: Given): Operation => ({
  place: given.model,
  field: null,
  fields: [],
  bases: [],
  names: null,
  dependencies: [],
  doubt: null,
  ...given,
});

const compareTexts = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

const SORTED_BY_FIELD: ReadonlySet<Step> = new Set(["remove fields", "add fields", "alter fields"]);

/** The order of an app's operations as they are generated. New models are completed from the last to the first. */
export const inOrderOfSteps = (operations: readonly Operation[]): readonly Operation[] =>
  [...operations].sort((left, right) => {
    const steps = STEPS.indexOf(left.step) - STEPS.indexOf(right.step);
    if (steps !== 0) return steps;
    const places = compareTexts(left.place, right.place) * (left.step === "complete" ? -1 : 1);
    return places === 0 && SORTED_BY_FIELD.has(left.step) ? compareTexts(left.field ?? "", right.field ?? "") : places;
  });

/** `check_dependency`: is the operation what the dependency waits for? */
export const fulfils = (one: Operation, { model, field, on }: Dependency): boolean => {
  if (one.model !== model) return false;
  const isOfField = field !== null && one.field?.toLowerCase() === field.toLowerCase();
  switch (on) {
    case "create":
      if (one.op === "CreateModel") return field === null || one.fields.some(({ name }) => name === field);
      return one.op === "AddField" && isOfField;
    case "remove":
      return field === null ? one.op === "DeleteModel" : one.op === "RemoveField" && isOfField;
    case "alter":
      return one.op === "AlterField" && isOfField;
    case "order":
      return one.op === "AlterOrderWithRespectTo" && (one.names?.[0] ?? "").toLowerCase() !== field?.toLowerCase();
    case "together":
      return one.op === "AlterUniqueTogether" || one.op === "AlterIndexTogether";
    case "listed":
      return one.op === "RemoveIndex" || one.op === "RemoveConstraint";
  }
};
