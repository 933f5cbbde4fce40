/** What Django's field constructors take when an argument is not given, spelled; and arguments that `deconstruct()` leaves out. */

const NONE = "None";
const FALSE = "n:0";
const TRUE = "n:1";
const EMPTY = 's:""';

const none = ["verbose_name", "max_length", "unique_for_date", "unique_for_month", "unique_for_year", "choices", "db_column"];
const alsoNone = [
  "db_comment",
  "db_tablespace",
  "error_messages",
  "max_digits",
  "decimal_places",
  "match",
  "encoder",
  "decoder",
  "size",
  "region",
];
const relational = ["related_name", "related_query_name", "to_field", "through", "db_table"];
const no = ["primary_key", "unique", "blank", "null", "db_index", "auto_created", "auto_now", "auto_now_add", "recursive"];
const alsoNo = ["allow_folders", "unpack_ipv4", "allow_unicode", "parent_link", "geography"];
const yes = ["editable", "serialize", "allow_files", "db_constraint", "spatial_index"];

const texts = (names: readonly string[], text: string): readonly (readonly [string, string])[] => names.map((name) => [name, text]);

const defaults: ReadonlyMap<string, string> = new Map([
  ...texts([...none, ...alsoNone, ...relational], NONE),
  ...texts([...no, ...alsoNo], FALSE),
  ...texts(yes, TRUE),
  ["help_text", EMPTY],
  ["path", EMPTY],
  ["upload_to", EMPTY],
  ["protocol", 's:"both"'],
  ["srid", "n:4326"],
  ["dim", "n:2"],
]);

/** Arguments that count as not given when they are empty in any way. */
const EMPTIES: ReadonlySet<string> = new Set(["db_collation", "width_field", "height_field", "limit_choices_to", "through_fields"]);
const EMPTY_TEXTS: ReadonlySet<string> = new Set([NONE, FALSE, EMPTY, "[]", "()", "{}", "dict{}", "Q:AND()"]);

/** Never part of what a field deconstructs to. */
export const LEFT_OUT: ReadonlySet<string> = new Set(["name", "rel", "swappable", "symmetrical", "from_fields", "to_fields"]);

/** Is this spelling what the constructor takes anyway? */
export const isDefault = (name: string, text: string): boolean => (EMPTIES.has(name) ? EMPTY_TEXTS.has(text) : defaults.get(name) === text);

interface PackageRule {
  /** Arguments that the package's own `deconstruct()` leaves out. */
  readonly leftOut: readonly string[];
  /** What its constructor takes when an argument is not given. */
  readonly implied: Readonly<Record<string, string>>;
  /** The class that its `deconstruct()` names instead of itself. */
  readonly path?: string;
}

const stamp: PackageRule = { leftOut: [], implied: { default: "@django.utils.timezone.now", editable: FALSE } };

/** Field classes of packages whose arguments are not those that they deconstruct to, by package and class. */
export const packageRules: Readonly<Record<string, PackageRule>> = {
  "taggit.TaggableManager": {
    leftOut: ["ordering", "manager", "prefetch_cache_name", "related_name", "null", "serialize"],
    implied: { verbose_name: 's:"Tags"', help_text: "#913cac33" },
  },
  "model_utils.AutoCreatedField": stamp,
  "organizations.AutoCreatedField": stamp,
  "modelcluster.ParentalKey": { leftOut: [], implied: { on_delete: "@django.db.models.deletion.CASCADE" } },
  "tree_queries.TreeNodeForeignKey": { leftOut: [], implied: {}, path: "models.ForeignKey" },
  "django_extensions.CreationDateTimeField": { leftOut: [], implied: { auto_now_add: TRUE } },
  "django_extensions.ModificationDateTimeField": { leftOut: [], implied: { auto_now: TRUE } },
};
