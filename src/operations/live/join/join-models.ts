/** Models of the project's own apps: what the source says of each, and what the running class says. */
import type { Facts, FieldFacts, ModelFacts } from "../../../contract/shapes/facts.ts";
import type { LiveSection } from "../../../contract/shapes/live.ts";
import type { LiveFacts, ToldField, ToldModel } from "../live-facts.ts";
import { nowhere, type Place, type Tally } from "./tally.ts";

const columnKeys = ["class", "internal_type", "column", "primary_key", "unique", "null"] as const;
const argumentKeys = ["blank", "max_length", "db_index", "has_default", "choices"] as const;
const relationKeys = ["relation", "related_model", "on_delete", "related_name", "accessor", "through"] as const;

const sorted = (names: readonly string[] | null): readonly string[] | null => names?.toSorted() ?? null;
const placeOf = ({ file, line }: Place): Place => ({ file, line });

export const joinModels = (source: Facts, live: LiveFacts, own: ReadonlySet<string>, tally: Tally): void => {
  const read = source.models.filter((model) => own.has(model.app) && !model.abstract);
  const told = live.models.filter((model) => own.has(model.app));
  // A model that could not be told is not missing.
  const labels = new Set(told.map(({ label }) => label));
  const isWhole = !live.faults.some(({ section }) => section === "models");
  tally.things({
    section: "models",
    source: new Map(read.filter(({ label }) => isWhole || labels.has(label)).map((model) => [model.label, placeOf(model)])),
    live: new Map(told.map((model) => [model.label, { file: model.file, line: null }])),
    isPartial: false,
  });
  const known = new Map(read.map((model) => [model.label, model]));
  for (const model of told) {
    const found = known.get(model.label);
    if (found !== undefined) joinModel(found, model, own, tally);
  }
};

const joinModel = (source: ModelFacts, live: ToldModel, own: ReadonlySet<string>, tally: Tally): void => {
  const at = placeOf(source);
  const ask = (property: string, read: unknown, told: unknown): void =>
    tally.value({ section: "models", subject: source.label, property, at }, read, told);
  ask("db_table", source.db_table, live.db_table);
  ask("proxy", source.proxy, live.proxy);
  ask("managed", source.managed, live.managed);
  ask("pk", source.pk, live.pk);
  ask("concrete_parents", sorted(source.concrete_parents), sorted(live.concrete_parents));
  ask("unique_together", source.unique_together, live.unique_together);
  ask(
    "constraints",
    source.constraints?.map(({ name }) => name ?? "").toSorted(),
    live.constraints.map(({ name }) => name ?? "").toSorted(),
  );
  ask("indexes", columnsOf(source.indexes), columnsOf(live.indexes));
  // Expressions have no spelling that both share.
  if (!live.ordering.some((each) => /[ (]/.test(each))) ask("ordering", source.ordering, live.ordering);
  joinFields(source, live, tally);
  if (source.auto_created) return;
  const accessors = (model: { readonly reverse: ModelFacts["reverse"] | ToldModel["reverse"] }): ReadonlyMap<string, Place> =>
    new Map(
      model.reverse
        .filter((each) => each.accessor !== null && !("hidden" in each && each.hidden) && own.has(each.from.split(".")[0] ?? ""))
        .map((each) => [`${source.label}.${each.accessor ?? ""} from ${each.from}.${each.field}`, at]),
    );
  // The source has the relation, and does not know what its way back is called.
  const unnamed = source.reverse.filter((each) => each.accessor === null && !each.hidden).map((each) => ` from ${each.from}.${each.field}`);
  tally.things({
    section: "accessors",
    source: accessors(source),
    live: accessors(live),
    isPartial: (subject) => source.certainty !== "certain" || unnamed.some((end) => subject.endsWith(end)),
  });
};

const columnsOf = (indexes: readonly { readonly fields: readonly string[] }[] | null): readonly string[] | null =>
  indexes?.map(({ fields }) => fields.join(", ")).toSorted() ?? null;

const joinFields = (source: ModelFacts, live: ToldModel, tally: Tally): void => {
  // A base that is not here may hold more.
  const isPartial = source.certainty !== "certain";
  const read = new Map(source.fields.map((field) => [field.name, field]));
  const named = (fields: readonly { readonly name: string }[], at: (name: string) => Place): ReadonlyMap<string, Place> =>
    new Map(fields.map(({ name }) => [`${source.label}.${name}`, at(name)]));
  tally.things({
    section: "fields",
    source: named(source.fields, (name) => placeOf(read.get(name) ?? nowhere)),
    live: named(live.fields, () => placeOf(source)),
    isPartial,
  });
  for (const field of live.fields) {
    const found = read.get(field.name);
    if (found !== undefined) joinField(`${source.label}.${field.name}`, found, field, tally);
  }
};

const joinField = (subject: string, source: FieldFacts, live: ToldField, tally: Tally): void => {
  const isUnknown = source.certainty === "unknown";
  const ask = (section: LiveSection, property: keyof ToldField): void =>
    tally.value({ section, subject, property, at: placeOf(source) }, isUnknown ? null : source[property], live[property]);
  for (const key of [...columnKeys, ...argumentKeys]) ask("fields", key);
  if (source.related_model === null && live.related_model === null) return;
  for (const key of relationKeys) {
    // Names that Django makes up for relations without one.
    if (key === "related_name" && /^_.*_\+$/.test(live.related_name ?? "")) continue;
    ask("relations", key);
  }
};
