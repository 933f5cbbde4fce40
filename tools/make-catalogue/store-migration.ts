/** Of a package's own migrations the graph is kept and what each operation is about; states are not replayed from them. */
import type { StoredEntry, StoredModule, StoredNames, StoredValue } from "../../src/inspector/catalogue/stored-facts.ts";

const kept = new Set(["dependencies", "replaces", "run_before", "initial"]);
const subjects = new Set(["name", "model_name", "old_name", "new_name"]);

const toOperation = (value: StoredValue): StoredValue => {
  if (value === null || typeof value !== "object" || !("call" in value)) return value;
  const args = (value.args ?? []).filter((argument) => typeof argument === "string").slice(0, 2);
  const kwargs = Object.fromEntries(
    Object.entries(value.kwargs ?? {}).filter(([name, item]) => subjects.has(name) && typeof item === "string"),
  );
  return {
    call: value.call,
    line: value.line ?? 1,
    ...(args.length === 0 ? {} : { args }),
    ...(Object.keys(kwargs).length === 0 ? {} : { kwargs }),
    open: "the catalogue keeps what an operation is about, not all of it",
  };
};

const migrationNames = (names: StoredNames): StoredNames => {
  const stored: Record<string, StoredEntry> = {};
  for (const [name, value] of Object.entries(names)) {
    if (kept.has(name)) stored[name] = value;
    if (name === "operations" && value !== null && typeof value === "object" && "list" in value)
      stored[name] = { list: value.list.map(toOperation) };
  }
  return stored;
};

export const trimMigration = ({ file, names }: StoredModule): StoredModule => {
  const migration = names["Migration"];
  if (migration === null || typeof migration !== "object" || !("class" in migration)) return { file, names: {} };
  return { file, names: { Migration: { ...migration, names: migrationNames(migration.names) } } };
};
