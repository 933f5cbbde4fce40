/** The arguments of an operation by the names of its parameters, and which of Django's operations it is. */
import type { ClassValue, Evaluator, ExternalValue, InstanceValue, Value } from "../../../evaluate/value.ts";
import type { LinkedOperation } from "../migration.ts";

/** Parameters of Django's operations, in order, for arguments given by position. */
const signatures: Readonly<Record<string, readonly string[]>> = {
  CreateModel: ["name", "fields", "options", "bases", "managers"],
  DeleteModel: ["name"],
  RenameModel: ["old_name", "new_name"],
  AlterModelTable: ["name", "table"],
  AlterModelTableComment: ["name", "table_comment"],
  AlterUniqueTogether: ["name", "unique_together"],
  AlterIndexTogether: ["name", "index_together"],
  AlterOrderWithRespectTo: ["name", "order_with_respect_to"],
  AlterModelOptions: ["name", "options"],
  AlterModelManagers: ["name", "managers"],
  AddField: ["model_name", "name", "field", "preserve_default"],
  RemoveField: ["model_name", "name"],
  AlterField: ["model_name", "name", "field", "preserve_default"],
  RenameField: ["model_name", "old_name", "new_name"],
  AddIndex: ["model_name", "index"],
  AddIndexConcurrently: ["model_name", "index"],
  RemoveIndex: ["model_name", "name"],
  RemoveIndexConcurrently: ["model_name", "name"],
  RenameIndex: ["model_name", "new_name", "old_name", "old_fields"],
  AddConstraint: ["model_name", "constraint"],
  AddConstraintNotValid: ["model_name", "constraint"],
  ValidateConstraint: ["model_name", "name"],
  RemoveConstraint: ["model_name", "name"],
  AlterConstraint: ["model_name", "name", "constraint"],
  RunPython: ["code", "reverse_code", "atomic", "hints", "elidable"],
  RunSQL: ["sql", "reverse_sql", "state_operations", "hints", "elidable"],
  SeparateDatabaseAndState: ["database_operations", "state_operations"],
};

const DJANGO = /^django\.(db\.migrations|contrib\.postgres\.operations)\b/u;

export interface OperationKind {
  /** The name of Django's operation that it is or extends; null when it extends none that has a name of its own here. */
  readonly name: string | null;
  /** Classes before Django's, nearest first. */
  readonly own: readonly ClassValue[];
  /** Why its classes are not all known. */
  readonly open: string | null;
}

/** By class: most operations of a project are of a dozen. */
const kinds = new WeakMap<ClassValue | ExternalValue, OperationKind>();

export const operationKind = (evaluator: Evaluator, operation: LinkedOperation): OperationKind => {
  const { class: type } = operation.instance;
  const known = kinds.get(type) ?? findKind(evaluator, type);
  kinds.set(type, known);
  return known;
};

const findKind = (evaluator: Evaluator, type: ClassValue | ExternalValue): OperationKind => {
  const own: ClassValue[] = [];
  const order = type.kind === "class" ? evaluator.mro(type) : [type];
  for (const base of order) {
    if (base.kind === "unknown") return { name: null, own, open: base.because };
    const path = evaluator.pathOf(base) ?? "";
    if (DJANGO.test(path)) {
      const last = path.slice(path.lastIndexOf(".") + 1);
      if (last in signatures || last === "Operation" || path.includes(".postgres.")) return { name: last, own, open: null };
      continue;
    }
    if (base.kind === "external") {
      if (path.startsWith("builtins.")) continue;
      return { name: null, own, open: `the code of ${base.path} is not here` };
    }
    own.push(base);
  }
  return { name: null, own, open: null };
};

type Passed = Pick<InstanceValue, "args" | "kwargs" | "open">;

/** What reached Django's constructor, where a class before it has one of its own that could be followed. */
const passed = (operation: LinkedOperation, kind: OperationKind): Passed | null => {
  const { instance } = operation;
  if (!kind.own.some((one) => one.namespace.has("__init__"))) return instance;
  return instance.reached ?? null;
};

/** Arguments by parameter; empty when the class takes others and how it passes them on is not known. */
export const operationArguments = (evaluator: Evaluator, operation: LinkedOperation): ReadonlyMap<string, Value> => {
  const kind = operationKind(evaluator, operation);
  const given = passed(operation, kind);
  if (given === null) return new Map(operation.instance.kwargs);
  const names = signatures[kind.name ?? ""] ?? [];
  const positional = given.args.flatMap((value, index): [string, Value][] => {
    const name = names[index];
    return name === undefined ? [] : [[name, value]];
  });
  return new Map([...positional, ...given.kwargs]);
};
