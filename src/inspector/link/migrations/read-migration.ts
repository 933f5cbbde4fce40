/** One migration module → LinkedMigration: the attributes of its `Migration` class as the evaluator knows them. */
import type { Binding, ClassValue, Evaluator, InstanceValue, ModuleValue, Origin, SequenceValue, Value } from "../../evaluate/value.ts";
import { letGoOfBody } from "../../evaluate/state/class-bodies.ts";
import type { MigrationFile } from "./find-migration-files.ts";
import type { LinkedMigration, LinkedOperation, MigrationKey, MigrationProblem } from "./migration.ts";

interface Reading {
  readonly evaluator: Evaluator;
  readonly app: string;
  readonly file: MigrationFile;
  readonly problems: MigrationProblem[];
  /** Set when the class has an `__init__` of its own, which may set what the class body does not. */
  readonly instance?: InstanceValue;
}

/** What is bound under a test that cannot be decided may not be there at all. */
const valueOf = (reading: Reading, { value, because }: Binding): Value =>
  because === undefined ? reading.evaluator.force(value) : { kind: "unknown", because };

/** The line of what stands in the migration's own file; null for what another made for it. */
const lineIn = (file: string, origin: Origin | undefined): number | null => (origin?.file === file ? origin.line : null);

/** An attribute that the class or a project's base of it sets; `inherited` when only Django's own class has it. */
const attributeOf = (
  reading: Reading,
  migration: ClassValue,
  name: string,
): { readonly value: Value; readonly line: number | null } | "inherited" => {
  const own = reading.instance?.attributes.get(name);
  if (own !== undefined) return { value: reading.evaluator.force(own.value), line: lineIn(reading.file.file, own.origins.at(-1)) };
  for (const base of reading.evaluator.mro(migration)) {
    if (base.kind !== "class") return "inherited";
    if (base.module.startsWith("django.db.migrations")) return "inherited";
    const binding = base.namespace.get(name);
    if (binding !== undefined) return { value: valueOf(reading, binding), line: lineIn(reading.file.file, binding.origins.at(-1)) };
  }
  return "inherited";
};

const report = (reading: Reading, line: number | null, code: string, message: string): null => {
  reading.problems.push({ file: reading.file.file, line, code, message });
  return null;
};

/** All items of a list or tuple; null when it is something else or more may belong to it. */
const itemsOf = (reading: Reading, value: Value): readonly Value[] | null => {
  const forced = reading.evaluator.force(value);
  if (forced.kind !== "sequence" || forced.open !== undefined || (forced.maybe ?? []).length > 0) return null;
  return forced.items;
};

const textOf = (reading: Reading, value: Value | undefined): string | null => {
  const plain = value === undefined ? undefined : reading.evaluator.toPlain(value);
  return typeof plain === "string" ? plain : null;
};

/** `("polls", "0001_initial")`, or `swappable_dependency("app.Model")` in any form that the evaluator leaves it. */
const keyOf = (reading: Reading, value: Value): MigrationKey | null => {
  const forced = reading.evaluator.force(value);
  if (forced.kind === "instance") {
    const path = reading.evaluator.pathOf(forced.class) ?? "";
    if (path.endsWith("swappable_dependency")) {
      const target = textOf(reading, forced.args[0] ?? forced.kwargs.get("value"));
      return target === null ? null : { app: target.split(".")[0] ?? target, name: "__first__" };
    }
    if (path.endsWith("SwappableTuple")) return forced.args[0] === undefined ? null : keyOf(reading, forced.args[0]);
    return null;
  }
  if (forced.kind !== "sequence" || forced.items.length !== 2) return null;
  const app = textOf(reading, forced.items[0]);
  const name = textOf(reading, forced.items[1]);
  return app === null || name === null ? null : { app, name };
};

const readKeys = (reading: Reading, migration: ClassValue, name: string): readonly MigrationKey[] | null => {
  const attribute = attributeOf(reading, migration, name);
  if (attribute === "inherited") return [];
  const items = itemsOf(reading, attribute.value);
  const keys = items?.map((item) => keyOf(reading, item)) ?? null;
  if (keys === null || keys.includes(null))
    return report(
      reading,
      attribute.line,
      "unresolved-migration",
      `\`${name}\` of ${reading.app}.${reading.file.name} is computed in a way that cannot be read.`,
    );
  return keys.filter((key) => key !== null);
};

const readOperations = (reading: Reading, migration: ClassValue): readonly LinkedOperation[] | null => {
  const attribute = attributeOf(reading, migration, "operations");
  if (attribute === "inherited") return [];
  const operations = itemsOf(reading, attribute.value)?.map((item) => toOperation(reading.evaluator, item, reading.file.file));
  if (operations === undefined || operations.includes(null))
    return report(
      reading,
      attribute.line,
      "unresolved-operations",
      `The operations of ${reading.app}.${reading.file.name} are computed in a way that cannot be read.`,
    );
  return operations.filter((operation) => operation !== null);
};

/** An operation is an instance of a class; its name is the class's. Null when it is something else. */
const toOperation = (evaluator: Evaluator, value: Value, file: string): LinkedOperation | null => {
  const forced = evaluator.force(value);
  if (forced.kind !== "instance") return null;
  const path = evaluator.pathOf(forced.class);
  const op = forced.class.kind === "class" ? forced.class.name : (path?.split(".").at(-1) ?? null);
  if (op === null || !/^[A-Z]/.test(op)) return null;
  return { op, path, instance: forced, line: lineIn(file, forced.origin) };
};

const readFlag = (reading: Reading, migration: ClassValue, name: string): boolean | null => {
  const attribute = attributeOf(reading, migration, name);
  const plain = attribute === "inherited" ? undefined : reading.evaluator.toPlain(attribute.value);
  return typeof plain === "boolean" ? plain : null;
};

const migrationClass = (reading: Reading, module: ModuleValue): ClassValue | null => {
  const binding = module.namespace.get("Migration");
  const value = binding === undefined ? undefined : reading.evaluator.force(binding.value);
  return value?.kind === "class" ? value : null;
};

/** Nothing of that name, and nowhere that it could come from. */
const lacksClass = (module: Value): boolean =>
  module.kind === "module" && !module.namespace.has("Migration") && module.openStars.length === 0;

const withInstance = (reading: Reading, migration: ClassValue): Reading => {
  if (!migration.namespace.has("__init__")) return reading;
  const text = (value: string): Value => ({ kind: "constant", type: "str", value });
  const instance = reading.evaluator.call(migration, [text(reading.file.name), text(reading.app)], new Map());
  return instance.kind === "instance" ? { ...reading, instance } : reading;
};

/** Null when the module has no `Migration` class, which Django refuses; a problem says so. */
export const readMigration = (
  evaluator: Evaluator,
  app: string,
  file: MigrationFile,
  problems: MigrationProblem[],
): LinkedMigration | null => {
  const reading: Reading = { evaluator, app, file, problems };
  const module = evaluator.importModule(file.module);
  const migration = module.kind === "module" ? migrationClass(reading, module) : null;
  if (migration === null) {
    if (lacksClass(module)) report(reading, null, "migration-without-class", `${app}.${file.name} has no Migration class.`);
    else report(reading, null, "unresolved-migration", `The Migration class of ${app}.${file.name} is made in a way that cannot be read.`);
    return null;
  }
  const whole = withInstance(reading, migration);
  const read: LinkedMigration = {
    app,
    name: file.name,
    file: file.file,
    dependencies: readKeys(whole, migration, "dependencies"),
    replaces: readKeys(whole, migration, "replaces"),
    runBefore: readKeys(whole, migration, "run_before"),
    initial: readFlag(whole, migration, "initial"),
    atomic: readFlag(whole, migration, "atomic") ?? true,
    operations: readOperations(whole, migration),
  };
  letGoOfBody(migration);
  return read;
};

/** The items of a nested operation list (`SeparateDatabaseAndState`), null when not fully known. */
export const nestedOperations = (evaluator: Evaluator, value: Value | undefined): readonly LinkedOperation[] | null => {
  if (value === undefined) return [];
  const forced = evaluator.force(value);
  if (forced.kind === "constant" && forced.value === null) return [];
  if (!isClosedSequence(forced)) return null;
  const operations = forced.items.map((item) => toOperation(evaluator, item, ""));
  return operations.includes(null) ? null : operations.filter((operation) => operation !== null);
};

const isClosedSequence = (value: Value): value is SequenceValue =>
  value.kind === "sequence" && value.open === undefined && (value.maybe ?? []).length === 0;
