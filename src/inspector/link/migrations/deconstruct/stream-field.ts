/**
 * Wagtail's `StreamField` where Wagtail's own code is not here: it deconstructs to the tree of its blocks, however that was
 * put together (classes with blocks in their bodies, lists of pairs, a table of definitions in a migration).
 *
 * Source: https://docs.wagtail.org/en/stable/topics/streamfield.html#streamfield-migrations and the behaviour of
 * releases 5.2, 6.1 and 7.2.
 */
import type { ClassValue, DictValue, ExternalValue, InstanceValue, Unknown, Value } from "../../../evaluate/value.ts";
import type { BoundField } from "../../models/fields/bind-field.ts";
import { classesOf, classPath, isNone, toItems } from "../../models/values.ts";
import { certainText, joinCanons, unknownCanon, type Canon } from "./canon.ts";
import type { Scope } from "./scope.ts";
import { toCanon } from "./to-canon.ts";

const STREAM_FIELD = "wagtail.fields.StreamField";

/** What a `StreamField` keeps for its blocks and does not hand to Django. */
const OWN_ARGUMENTS: ReadonlySet<string> = new Set([
  "block_types",
  "use_json_field",
  "block_lookup",
  "min_num",
  "max_num",
  "block_counts",
  "collapsed",
]);

/** A block as it is constructed: by a call, or by a row of a migration's table. */
interface Construction {
  readonly type: ClassValue;
  readonly args: readonly Value[];
  readonly kwargs: ReadonlyMap<string, Value>;
}

interface Blocks {
  readonly scope: Scope;
  /** The table of a migration. */
  readonly lookup: DictValue | null;
}

type Order = readonly (ClassValue | ExternalValue | Unknown)[];

const isFromPackage = (one: Order[number]): boolean => one.kind === "class" && one.catalogued === true;

/** Methods that change what a block deconstructs to. */
const METHODS = ["deconstruct", "deconstruct_with_lookup", "__new__", "canonical_module_path"] as const;
/** And those that change it where the arguments are taken apart. */
const CONSTRUCTORS = [...METHODS, "__init__", "child_blocks", "base_blocks"] as const;

/** Does a class before the package's own define one of these, or is one not known? */
const isChanged = (order: Order, names: readonly string[]): boolean => {
  for (const one of order) {
    if (isFromPackage(one)) return false;
    if (one.kind !== "class" || names.some((name) => one.namespace.has(name))) return true;
  }
  return true;
};

/** Which class says how the block deconstructs: `Block`, `BaseStreamBlock`, `ChoiceBlock`, … */
const kindOf = (scope: Scope, order: Order): string => {
  for (const one of order)
    if (one.kind === "class" && one.namespace.has("deconstruct")) return classPath(scope.evaluator, one).replace(/^.*\./u, "");
  return "";
};

const namedCanon = (name: string, canon: Canon): Canon => joinCanons(`${name}=`, [canon], "");

const sortedCanons = (named: readonly (readonly [string, Canon])[]): readonly Canon[] =>
  [...named].sort(([left], [right]) => (left < right ? -1 : 1)).map(([name, canon]) => namedCanon(name, canon));

const isBlock = (scope: Scope, value: InstanceValue): boolean | undefined => {
  const order = classesOf(scope.evaluator, value);
  if (order.some((one) => one.kind === "class" && classPath(scope.evaluator, one) === "wagtail.blocks.base.Block")) return true;
  return order.every((one) => one.kind === "class" || (one.kind === "external" && /^(builtins\.)?\w+$|^django\./u.test(one.path)))
    ? false
    : undefined;
};

/** The blocks in the body of one class, as they were made; a text says why that is not known. */
const declared = (scope: Scope, type: ClassValue): readonly (readonly [string, InstanceValue])[] | string => {
  const found: (readonly [string, InstanceValue])[] = [];
  let line = type.origin?.line ?? 0;
  for (const [name, binding] of type.namespace) {
    const value = scope.evaluator.force(binding.value);
    if (value.kind === "unknown" || value.kind === "alternatives" || binding.because !== undefined)
      return `${name} of ${type.name} is not known`;
    if (value.kind !== "instance") continue;
    const known = isBlock(scope, value);
    if (known === undefined) return `whether ${name} of ${type.name} is a block is not known`;
    if (!known) continue;
    // Blocks stand in the order in which they were made, which is that of their lines if they were made here.
    if (value.origin === undefined || value.origin.file !== type.origin?.file || value.origin.line < line)
      return `when ${name} of ${type.name} was made is not known`;
    ({ line } = value.origin);
    found.push([name, value]);
  }
  return found;
};

/** Blocks in the bodies of a class and its bases. */
const baseBlocks = (scope: Scope, order: Order): Map<string, Value> | string => {
  const blocks = new Map<string, Value>();
  for (const one of [...order].reverse()) {
    if (one.kind !== "class") continue;
    const own = declared(scope, one);
    if (typeof own === "string") return own;
    for (const [name, value] of own) blocks.set(name, value);
    for (const [name, binding] of one.namespace) if (isNone(scope.evaluator.force(binding.value))) blocks.delete(name);
  }
  return blocks;
};

/** Adds the blocks of a list of pairs; false when it is not wholly known. */
const addPairs = (scope: Scope, blocks: Map<string, Value>, pairs: Value): boolean => {
  if (isNone(scope.evaluator.force(pairs))) return true;
  const items = toItems(scope.evaluator, pairs);
  for (const item of items ?? []) {
    const [name, block, ...more] = toItems(scope.evaluator, item) ?? [];
    const plain = name === undefined ? undefined : scope.evaluator.toPlain(name);
    if (typeof plain !== "string" || block === undefined || more.length > 0) return false;
    blocks.set(plain, block);
  }
  return items !== undefined;
};

/** The children of a `StreamBlock` or `StructBlock`, as pairs. */
const childrenCanon = (blocks: Blocks, { type, args, kwargs }: Construction): Canon => {
  const { scope } = blocks;
  const order = scope.evaluator.mro(type);
  const children = baseBlocks(scope, order);
  if (typeof children === "string") return unknownCanon(children);
  const given = args[0] ?? kwargs.get("local_blocks") ?? kwargs.get("child_blocks");
  if (args.length > 1 || kwargs.has("search_index") || isChanged(order, CONSTRUCTORS))
    return unknownCanon(`${type.name} is made in its own way`);
  if (given !== undefined && !addPairs(scope, children, given)) return unknownCanon(`the blocks of a ${type.name} are computed`);
  return joinCanons(
    "[",
    [...children].map(([name, block]) => namedCanon(name, blockCanon(blocks, block))),
    "]",
  );
};

const PAIRS: ReadonlySet<string> = new Set(["local_blocks", "child_blocks"]);

const treeCanon = (blocks: Blocks, kind: string, construction: Construction): Canon => {
  const options = [...construction.kwargs]
    .filter(([name]) => !PAIRS.has(name))
    .map(([name, value]) => [name, toCanon(blocks.scope, value)] as const);
  return joinCanons(`${kind}(`, [childrenCanon(blocks, construction), ...sortedCanons(options)], ")");
};

/** Arguments of a block of choices that it does not deconstruct to, or not as they were given. */
const OF_CHOICES: ReadonlySet<string> = new Set(["choices", "default", "required", "help_text", "search_index", "widget", "validators"]);

const choicesOf = ({ evaluator }: Scope, { type, args, kwargs }: Construction): Value => {
  const given = args[0] ?? kwargs.get("choices");
  const written = given === undefined ? undefined : evaluator.force(given);
  return written === undefined || isNone(written) ? evaluator.attribute(type, "choices") : written;
};

const choiceCanon = (scope: Scope, kind: string, construction: Construction): Canon => {
  const { type, args, kwargs } = construction;
  if (args.length > 1 || isChanged(scope.evaluator.mro(type), CONSTRUCTORS)) return unknownCanon(`${type.name} is made in its own way`);
  const choices = choicesOf(scope, construction);
  const parts = [...kwargs].filter(([name]) => !OF_CHOICES.has(name)).map(([name, value]) => [name, toCanon(scope, value)] as const);
  parts.push(["choices", choices.kind === "sequence" ? toCanon(scope, { ...choices, type: "list" }) : toCanon(scope, choices)]);
  const required = kwargs.get("required");
  if (required !== undefined && scope.evaluator.toPlain(required) !== true) parts.push(["required", toCanon(scope, required)]);
  const help = kwargs.get("help_text");
  if (help !== undefined && !isNone(scope.evaluator.force(help))) parts.push(["help_text", toCanon(scope, help)]);
  return joinCanons(`${kind}(`, sortedCanons(parts), ")");
};

/** Any other block: its class and its arguments, a block among them as what it deconstructs to. */
const leafCanon = (blocks: Blocks, { type, args, kwargs }: Construction, doubt: string | null): Canon => {
  const path = blocks.scope.evaluator.pathOf(type) ?? type.qualname;
  const of = (value: Value): Canon => argumentCanon(blocks, value);
  const options = [...kwargs].map(([name, value]) => [name === "classname" ? "form_classname" : name, of(value)] as const);
  const whole = joinCanons(`${path}(`, [...args.map(of), ...sortedCanons(options)], ")");
  return { text: whole.text, doubt: whole.doubt ?? doubt };
};

const argumentCanon = (blocks: Blocks, written: Value): Canon => {
  const value = blocks.scope.evaluator.force(written);
  return value.kind === "instance" && isBlock(blocks.scope, value) === true ? blockCanon(blocks, value) : toCanon(blocks.scope, value);
};

/** The child of a `ListBlock` may be a number in the table. */
const listCanon = (blocks: Blocks, construction: Construction): Canon => {
  const child = (value: Value): Canon => {
    const given = blocks.scope.evaluator.force(value);
    return given.kind === "constant" && given.type === "int" ? blockCanon(blocks, given) : argumentCanon(blocks, given);
  };
  const { type, args, kwargs } = construction;
  if (isChanged(blocks.scope.evaluator.mro(type), CONSTRUCTORS)) return unknownCanon(`${type.name} is made in its own way`);
  const [first, ...more] = args;
  const options = [...kwargs].map(([name, value]) => {
    if (name === "child_block") return [name, child(value)] as const;
    return [name === "classname" ? "form_classname" : name, toCanon(blocks.scope, value)] as const;
  });
  const canons = [...(first === undefined ? [] : [child(first)]), ...more.map((value) => toCanon(blocks.scope, value))];
  return joinCanons(`${blocks.scope.evaluator.pathOf(type) ?? type.qualname}(`, [...canons, ...sortedCanons(options)], ")");
};

/** The label of a model that was given as a class or as a text, in lower case; null when it is not known. */
const labelOf = ({ evaluator }: Scope, written: Value): string | null => {
  const value = evaluator.force(written);
  const label = value.kind === "class" ? evaluator.attribute(evaluator.attribute(value, "_meta"), "label") : value;
  const plain = evaluator.toPlain(label);
  return typeof plain === "string" ? plain.toLowerCase() : null;
};

/** Page types by their labels: classes and texts in any case name the same model. One without a name is kept as it is. */
const pageCanon = (blocks: Blocks, construction: Construction): Canon => {
  const { scope } = blocks;
  const { kwargs } = construction;
  const given = kwargs.get("target_model") ?? kwargs.get("page_type");
  if (given === undefined) return leafCanon(blocks, construction, null);
  const rest = new Map([...kwargs].filter(([name]) => name !== "target_model" && name !== "page_type"));
  const labels = (toItems(scope.evaluator, given) ?? [given]).map((each) => {
    const label = labelOf(scope, each);
    return label === null ? unknownCanon("what pages a block takes is computed") : certainText(label);
  });
  const leaf = leafCanon(blocks, { ...construction, kwargs: rest }, null);
  return joinCanons("", [leaf, joinCanons("page_type=[", labels, "]")], "");
};

/** `ImageBlock` is a `StructBlock` that stays what it is. */
const imageCanon = ({ scope }: Blocks, { type, args, kwargs }: Construction): Canon => {
  if (args.length > 1 || isChanged(scope.evaluator.mro(type), CONSTRUCTORS)) return unknownCanon(`${type.name} is made in its own way`);
  const options = [...kwargs].filter(([name]) => name !== "required").map(([name, value]) => [name, toCanon(scope, value)] as const);
  return joinCanons("ImageBlock(", sortedCanons(options), ")");
};

const constructed = (blocks: Blocks, construction: Construction): Canon => {
  const { scope } = blocks;
  const order = scope.evaluator.mro(construction.type);
  const kind = kindOf(scope, order);
  if (isChanged(order, METHODS)) return leafCanon(blocks, construction, `${construction.type.name} deconstructs in its own way`);
  switch (kind) {
    case "BaseStreamBlock":
    case "BaseStructBlock":
      return treeCanon(blocks, kind, construction);
    case "ChoiceBlock":
    case "MultipleChoiceBlock":
      return choiceCanon(scope, kind, construction);
    case "PageChooserBlock":
      return pageCanon(blocks, construction);
    case "ImageBlock":
      return imageCanon(blocks, construction);
    case "Block":
      return order.some((one) => one.kind === "class" && classPath(scope.evaluator, one) === "wagtail.blocks.list_block.ListBlock")
        ? listCanon(blocks, construction)
        : leafCanon(blocks, construction, null);
    default:
      return leafCanon(blocks, construction, `${construction.type.name} deconstructs in its own way`);
  }
};

const classNamed = ({ evaluator }: Scope, path: string): ClassValue | ExternalValue => {
  const dot = path.lastIndexOf(".");
  const module = evaluator.importModule(path.slice(0, Math.max(0, dot)));
  const found = module.kind === "module" ? evaluator.attribute(module, path.slice(dot + 1)) : module;
  return found.kind === "class"
    ? found
    : { kind: "external", path: found.kind === "external" && module.kind === "module" ? found.path : path };
};

/** A row of the table: the path of the class, its arguments, and those with a name; a value where no more is known of the class. */
const rowOf = (scope: Scope, lookup: DictValue, number: number): Construction | InstanceValue | string => {
  const row = lookup.entries.find(({ key }) => scope.evaluator.toPlain(key) === number)?.value;
  const [path, args, kwargs] = row === undefined ? [] : (toItems(scope.evaluator, row) ?? []);
  const plain = path === undefined ? undefined : scope.evaluator.toPlain(path);
  const named = kwargs === undefined ? undefined : scope.evaluator.force(kwargs);
  const given = args === undefined ? undefined : toItems(scope.evaluator, args);
  if (typeof plain !== "string" || given === undefined || named?.kind !== "dict" || named.open !== undefined)
    return "the table of blocks in a migration is computed";
  const type = classNamed(scope, plain);
  const options = new Map(named.entries.map(({ key, value }) => [String(scope.evaluator.toPlain(key)), value]));
  if (type.kind === "class") return { type, args: given, kwargs: options };
  return { kind: "instance", class: type, args: given, kwargs: options, attributes: new Map() };
};

const blockCanon = (blocks: Blocks, written: Value): Canon => {
  const value = blocks.scope.evaluator.force(written);
  const number = value.kind === "constant" ? value.value : undefined;
  if (typeof number === "number" && blocks.lookup !== null) {
    const row = rowOf(blocks.scope, blocks.lookup, number);
    if (typeof row === "string") return unknownCanon(row);
    return "kind" in row ? toCanon(blocks.scope, row) : constructed(blocks, row);
  }
  if (value.kind !== "instance" || value.open !== undefined) return unknownCanon("a block is computed");
  if (value.class.kind !== "class") return toCanon(blocks.scope, value);
  return constructed(blocks, { type: value.class, args: value.args, kwargs: value.kwargs });
};

/** The blocks of the field, which is a `StreamBlock` whose own options are not kept. */
const streamCanon = (blocks: Blocks, given: Value): Canon => {
  const { scope } = blocks;
  const value = scope.evaluator.force(given);
  if (value.kind === "class") return childrenCanon(blocks, { type: value, args: [], kwargs: new Map() });
  const number = value.kind === "constant" ? value.value : undefined;
  if (typeof number === "number" && blocks.lookup !== null) {
    const row = rowOf(scope, blocks.lookup, number);
    if (typeof row === "string") return unknownCanon(row);
    return "kind" in row ? toCanon(scope, row) : childrenCanon(blocks, row);
  }
  if (value.kind === "instance" && value.class.kind === "class" && value.open === undefined)
    return childrenCanon(blocks, { type: value.class, args: value.args, kwargs: value.kwargs });
  const children = new Map<string, Value>();
  if (value.kind !== "sequence" || !addPairs(scope, children, value)) return unknownCanon("the blocks of a StreamField are computed");
  return joinCanons(
    "[",
    [...children].map(([name, block]) => namedCanon(name, blockCanon(blocks, block))),
    "]",
  );
};

export interface StreamField {
  readonly blocks: Canon;
  /** The arguments that Django's own constructor gets. */
  readonly field: InstanceValue;
}

/** Null for any other field, one whose own code is here included. */
export const readStreamField = (scope: Scope, { value }: BoundField): StreamField | null => {
  const [first] = classesOf(scope.evaluator, value);
  if (first?.kind !== "class" || first.catalogued !== true || classPath(scope.evaluator, first) !== STREAM_FIELD) return null;
  const types = value.args[0] ?? value.kwargs.get("block_types");
  const table = value.kwargs.get("block_lookup");
  const lookup = table === undefined ? null : scope.evaluator.force(table);
  const isKnown = types !== undefined && value.args.length < 2 && value.open === undefined && (lookup === null || lookup.kind === "dict");
  const kwargs = new Map([...value.kwargs].filter(([name]) => !OWN_ARGUMENTS.has(name)));
  return {
    blocks: isKnown ? streamCanon({ scope, lookup }, types) : unknownCanon("the blocks of a StreamField are computed"),
    field: {
      kind: "instance",
      class: { kind: "external", path: "django.db.models.fields.Field" },
      args: [],
      kwargs,
      attributes: new Map(),
    },
  };
};
