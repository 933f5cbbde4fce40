/** What the operations of watched migrations find and leave, noted while all migrations are replayed. */
import type { ColumnFacts, OperationChange } from "../../../../contract/shapes/facts.ts";
import type { Evaluator, InstanceValue, Value } from "../../../evaluate/value.ts";
import { readField } from "../../models/fields/read-field.ts";
import type { LinkedMigration, LinkedOperation } from "../migration.ts";
import { operationArguments, operationKind } from "../state/operation-parts.ts";
import { modelKey, type ProjectState, type StateField } from "../state/project-state.ts";
import { textOf } from "../state/read-parts.ts";
import type { WatchList } from "./watch-list.ts";

export interface Recorder {
  /** To be called before each operation is applied. */
  readonly see: (migration: LinkedMigration, operation: LinkedOperation) => void;
  readonly changes: ReadonlyMap<LinkedOperation, OperationChange>;
}

const callsDefault = (evaluator: Evaluator, args: ReadonlyMap<string, Value>): boolean | null => {
  const given = args.get("default");
  const value = given === undefined ? null : evaluator.force(given);
  if (value === null) return false;
  if (value.kind === "unknown" || value.kind === "alternatives") return null;
  return (
    value.kind === "function" || value.kind === "builtin" || value.kind === "method" || value.kind === "class" || value.kind === "external"
  );
};

const column = (evaluator: Evaluator, name: string, value: InstanceValue): ColumnFacts | null => {
  const field = readField(evaluator, name, value, "");
  if (field === null) return null;
  const hasDatabaseDefault = field.args.has("db_default");
  const isFilled =
    hasDatabaseDefault ||
    field.args.has("expression") ||
    fillsItself(evaluator, field.args) ||
    (field.blank === true && TEXTS.test(field.internalType ?? ""));
  return {
    internal_type: field.internalType ?? null,
    null: field.null ?? null,
    unique: field.primaryKey === true ? true : (field.unique ?? null),
    db_index: field.dbIndex ?? null,
    max_length: field.maxLength ?? null,
    has_default: field.hasDefault === true || isFilled ? true : (field.hasDefault ?? null),
    calls_default: callsDefault(evaluator, field.args),
    relation: field.relation?.kind ?? null,
  };
};

/** Types whose blank fields Django fills with the empty text. */
const TEXTS = /^(Char|Text|Slug|File|FilePath|Binary)Field$/u;

/** `auto_now` and `auto_now_add`. */
const fillsItself = (evaluator: Evaluator, args: ReadonlyMap<string, Value>): boolean => {
  const isSet = (name: string): boolean => {
    const given = args.get(name);
    return given !== undefined && evaluator.toPlain(given) === true;
  };
  return isSet("auto_now") || isSet("auto_now_add");
};

export const createRecorder = (evaluator: Evaluator, state: ProjectState, watched: WatchList): Recorder => {
  const changes = new Map<LinkedOperation, OperationChange>();
  const fresh = new Set<string>();
  const ofState = (name: string, field: StateField | undefined): ColumnFacts | null =>
    field === undefined ? null : column(evaluator, name, field.value);
  return {
    changes,
    see: (migration, operation) => {
      const waits = watched.get(`${migration.app}.${migration.name}`);
      if (waits === undefined) return;
      const { name: kind } = operationKind(evaluator, operation);
      const args = operationArguments(evaluator, operation);
      const model = textOf(evaluator, args.get("model_name") ?? args.get("old_name") ?? args.get("name"));
      if (kind === null || (model === undefined && !kind.startsWith("Run"))) return;
      const key = modelKey(migration.app, model ?? "");
      if (kind === "CreateModel") fresh.add(key);
      if (fresh.has(key)) return;
      const field = args.has("model_name") ? (textOf(evaluator, args.get("name") ?? args.get("old_name")) ?? null) : null;
      const written = args.get("field");
      const after = written === undefined ? undefined : evaluator.force(written);
      changes.set(operation, {
        kind,
        model: `${migration.app}.${state.models.get(key)?.name ?? model ?? ""}`,
        field,
        before: field === null ? null : ofState(field, state.models.get(key)?.fields.get(field)),
        after: field === null || after?.kind !== "instance" ? null : column(evaluator, field, after),
        atomic: migration.atomic,
        waits,
      });
    },
  };
};
