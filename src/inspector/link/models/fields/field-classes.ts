/**
 * Django's own field classes: the order of their positional parameters, what they imply, and their internal type.
 *
 * A field of the project is read through the first of these in its class's order of bases, so a subclass needs no
 * entry. The dotted path is not part of the key: `django.db.models.CharField` and `django.db.models.fields.CharField`
 * are one class, and Django has moved several.
 */
import type { FieldFacts } from "../../../../contract/shapes/facts.ts";

/** Values that a class sets: `forced` ones whatever was passed, the others unless it was passed. */
interface Implied {
  readonly null?: boolean;
  readonly blank?: boolean;
  readonly unique?: boolean;
  readonly primary_key?: boolean;
  readonly db_index?: boolean;
  readonly editable?: boolean;
  readonly max_length?: number;
  readonly has_default?: boolean;
}

export interface FieldClass {
  readonly name: string;
  readonly positional: readonly string[];
  readonly implied: Implied;
  readonly forced: Implied;
  /** What `get_internal_type()` answers; null: the name of the field's own class. */
  readonly internalType: string | null;
  readonly relation: Exclude<FieldFacts["relation"], null> | null;
  /** `private`: not among `_meta.fields`; `keyless`: listed, but without a column. */
  readonly storage: "column" | "keyless" | "private";
  /** Its own `on_delete` when none is given. */
  readonly onDelete?: string;
  /** It brings choices that depend on data not read here. */
  readonly ownChoices?: boolean;
}

const FIELD = [
  "verbose_name",
  "name",
  "primary_key",
  "max_length",
  "unique",
  "blank",
  "null",
  "db_index",
  "rel",
  "default",
  "editable",
  "serialize",
  "unique_for_date",
  "unique_for_month",
  "unique_for_year",
  "choices",
  "help_text",
  "db_column",
  "db_tablespace",
  "auto_created",
  "validators",
  "error_messages",
  "db_comment",
  "db_default",
] as const;

/** Positional parameters of a class that names some of its own after the first two. */
const named = (...own: readonly string[]): readonly string[] => ["verbose_name", "name", ...own];
const FOREIGN = ["related_name", "related_query_name", "limit_choices_to", "parent_link"] as const;

type Traits = Partial<Omit<FieldClass, "name">>;

/** An entry; without traits a class with the parameters of `Field`, a column, and its own name as internal type. */
const plain = (name: string, traits: Traits = {}): FieldClass => ({
  name,
  positional: FIELD,
  implied: {},
  forced: {},
  internalType: name,
  relation: null,
  storage: "column",
  ...traits,
});

const auto = (name: string): FieldClass => plain(name, { forced: { blank: true } });
const ranged = (name: string): FieldClass => plain(name, { internalType: null });
const spatial = (name: string): FieldClass =>
  plain(name, { internalType: null, positional: ["verbose_name", "dim", "geography", "srid", "spatial_index"] });

const own: readonly FieldClass[] = [
  plain("Field", { internalType: null }),
  auto("AutoField"),
  auto("AutoFieldMixin"),
  auto("BigAutoField"),
  auto("SmallAutoField"),
  plain("BooleanField"),
  plain("NullBooleanField", { forced: { null: true, blank: true } }),
  plain("CharField"),
  plain("CommaSeparatedIntegerField", { internalType: "CharField" }),
  plain("EmailField", { internalType: "CharField", implied: { max_length: 254 } }),
  plain("URLField", { internalType: "CharField", positional: named(), implied: { max_length: 200 } }),
  plain("SlugField", { implied: { max_length: 50, db_index: true } }),
  plain("TextField"),
  plain("DateField", { positional: named("auto_now", "auto_now_add") }),
  plain("DateTimeField", { positional: named("auto_now", "auto_now_add") }),
  plain("TimeField", { positional: named("auto_now", "auto_now_add") }),
  plain("DecimalField", { positional: named("max_digits", "decimal_places") }),
  plain("DurationField"),
  plain("FloatField"),
  plain("IntegerField"),
  plain("BigIntegerField"),
  plain("SmallIntegerField"),
  plain("PositiveIntegerField"),
  plain("PositiveBigIntegerField"),
  plain("PositiveSmallIntegerField"),
  plain("BinaryField", { implied: { editable: false } }),
  plain("UUIDField", { positional: ["verbose_name"], forced: { max_length: 32 } }),
  plain("JSONField", { positional: named("encoder", "decoder") }),
  plain("FilePathField", {
    positional: named("path", "match", "recursive", "allow_files", "allow_folders"),
    implied: { max_length: 100 },
  }),
  plain("FileField", { positional: named("upload_to", "storage"), implied: { max_length: 100 } }),
  plain("ImageField", {
    internalType: "FileField",
    positional: named("width_field", "height_field"),
    implied: { max_length: 100 },
  }),
  plain("GenericIPAddressField", { positional: named("protocol", "unpack_ipv4", ...FIELD.slice(2)), forced: { max_length: 39 } }),
  plain("IPAddressField", { forced: { max_length: 15 } }),
  plain("GeneratedField", { positional: [], forced: { null: true, blank: true, editable: false } }),
  plain("CompositePrimaryKey", {
    positional: [],
    forced: { primary_key: true, blank: true, editable: false },
    storage: "keyless",
  }),
  plain("OrderWrt", { internalType: "IntegerField", forced: { editable: false } }),
];

const related: readonly FieldClass[] = [
  plain("RelatedField", { internalType: null, positional: [...FOREIGN], relation: "many_to_one" }),
  plain("ForeignObject", {
    internalType: null,
    positional: ["to", "on_delete", "from_fields", "to_fields", "rel", ...FOREIGN, "swappable"],
    relation: "many_to_one",
    storage: "keyless",
  }),
  plain("ForeignKey", {
    internalType: null,
    positional: ["to", "on_delete", ...FOREIGN, "to_field", "db_constraint"],
    implied: { db_index: true },
    relation: "many_to_one",
  }),
  plain("OneToOneField", {
    internalType: null,
    positional: ["to", "on_delete", "to_field"],
    implied: { db_index: true },
    forced: { unique: true },
    relation: "one_to_one",
  }),
  plain("ManyToManyField", {
    internalType: null,
    positional: ["to", ...FOREIGN.slice(0, 3), "symmetrical", "through", "through_fields", "db_constraint", "db_table", "swappable"],
    relation: "many_to_many",
    storage: "keyless",
  }),
  plain("GenericForeignKey", {
    positional: ["ct_field", "fk_field", "for_concrete_model"],
    forced: { null: true, blank: true, editable: false },
    relation: "many_to_one",
    storage: "private",
  }),
  plain("GenericRelation", {
    positional: ["to", "object_id_field", "content_type_field", "for_concrete_model", "related_query_name", "limit_choices_to"],
    forced: { null: true, blank: true, editable: false },
    relation: "one_to_many",
    storage: "private",
  }),
];

const postgres: readonly FieldClass[] = [
  ranged("ArrayField"),
  ranged("HStoreField"),
  ranged("SearchVectorField"),
  ranged("SearchQueryField"),
  ranged("RangeField"),
  ranged("IntegerRangeField"),
  ranged("BigIntegerRangeField"),
  ranged("DecimalRangeField"),
  ranged("DateTimeRangeField"),
  ranged("DateRangeField"),
  ranged("FloatRangeField"),
  plain("CICharField", { internalType: "CICharField" }),
  plain("CIEmailField", { internalType: "CICharField", implied: { max_length: 254 } }),
  plain("CITextField", { internalType: "CITextField" }),
].map((entry) => (entry.name === "ArrayField" ? { ...entry, positional: ["base_field", "size"] } : entry));

const geographic: readonly FieldClass[] = [
  spatial("BaseSpatialField"),
  spatial("GeometryField"),
  spatial("PointField"),
  spatial("LineStringField"),
  spatial("PolygonField"),
  spatial("MultiPointField"),
  spatial("MultiLineStringField"),
  spatial("MultiPolygonField"),
  spatial("GeometryCollectionField"),
  plain("ExtentField", { internalType: null }),
  plain("RasterField", { internalType: null, positional: ["verbose_name", "srid", "spatial_index"] }),
];

const byName: ReadonlyMap<string, FieldClass> = new Map(
  [...own, ...related, ...postgres, ...geographic].map((entry) => [entry.name, entry]),
);

const HOMES = /^django\.(db\.models|contrib\.(postgres|gis|contenttypes))\b/;

/** The entry of Django's own field class with this dotted path; undefined for anything else. */
export const djangoFieldClass = (path: string | null): FieldClass | undefined =>
  path !== null && HOMES.test(path) ? byName.get(path.slice(path.lastIndexOf(".") + 1)) : undefined;
