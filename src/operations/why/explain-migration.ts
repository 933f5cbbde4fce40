/** A migration, and which migrations made a model or a field what it is. */
import type { Facts, FieldFacts, MigrationFacts, ModelFacts } from "../../contract/shapes/facts.ts";
import type { Why, WhyStep } from "../../contract/shapes/why.ts";

type Operation = NonNullable<MigrationFacts["operations"]>[number];

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** An operation, and those that it holds for the state of the models. */
const withNested = (operation: Operation): readonly Operation[] => {
  const nested = operation.args["state_operations"];
  if (!Array.isArray(nested)) return [operation];
  const inner = nested.flatMap((one: unknown): Operation[] =>
    isRecord(one) && typeof one["op"] === "string" && isRecord(one["args"])
      ? [{ op: one["op"], args: { ...one["args"] }, line: operation.line }]
      : [],
  );
  return [operation, ...inner];
};

const textOf = (value: unknown): string => (typeof value === "string" ? value.toLowerCase() : "");

const holds = (value: unknown, name: string): boolean => Array.isArray(value) && value.some((item) => item === name);

/** Does the operation make, change or take away the model, or (where one is given) this field of it? */
const touches = ({ op, args }: Operation, model: string, field: string | null): boolean => {
  if (op === "CreateModel") return textOf(args["name"]) === model && (field === null || holds(args["fields"], field));
  if (op === "RenameModel") return field === null && (textOf(args["new_name"]) === model || textOf(args["old_name"]) === model);
  if (textOf(args["model_name"]) === model) {
    const names = [args["name"], args["old_name"], args["new_name"]].map(textOf);
    return field === null ? !/^(Add|Alter|Remove|Rename)Field$/u.test(op) : op.endsWith("Field") && names.includes(field.toLowerCase());
  }
  return field === null && textOf(args["name"]) === model && /^(Delete|Alter)/u.test(op);
};

export const migrationSteps = (facts: Facts, model: ModelFacts, field: FieldFacts | null): readonly WhyStep[] =>
  (facts.migrations.apps[model.app]?.migrations ?? []).flatMap((migration) =>
    (migration.operations ?? [])
      .flatMap(withNested)
      .filter((operation) => touches(operation, model.name.toLowerCase(), field?.name ?? null))
      .map((operation) => ({ says: `${operation.op} in ${model.app}.${migration.name}`, file: migration.file, line: operation.line })),
  );

const stateOf = (facts: Facts, app: string, migration: MigrationFacts): string => {
  const pending = facts.migrations.pending[app];
  if (pending === null || pending === undefined) return "Whether it is applied is not known";
  return pending.includes(migration.name) ? "The database does not have it yet" : "The database has it";
};

export const explainMigration = (facts: Facts, app: string, migration: MigrationFacts): Why => ({
  name: `${app}.${migration.name}`,
  kind: "migration",
  certainty: migration.operations === null || migration.dependencies === null ? "inferred" : "certain",
  because:
    migration.operations === null
      ? "its operations are computed"
      : migration.dependencies === null
        ? "its dependencies are computed"
        : null,
  steps: [
    {
      says: `${app}.${migration.name} is a module of ${facts.migrations.apps[app]?.module ?? "its package"}`,
      file: migration.file,
      line: null,
    },
    ...(migration.dependencies ?? []).map((name) => ({ says: `It follows ${name}`, file: null, line: null })),
    ...(migration.replaces ?? []).map((name) => ({ says: `It replaces ${name}`, file: null, line: null })),
    ...(migration.operations ?? []).map((operation) => ({ says: operation.op, file: migration.file, line: operation.line })),
    { says: stateOf(facts, app, migration), file: null, line: null },
  ],
});
