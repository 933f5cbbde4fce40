/** Instances as their class and arguments: what `deconstruct()` gives for most, with the plain types of the standard library. */
import type { InstanceValue, Value } from "../../../evaluate/value.ts";
import type { Scope } from "./scope.ts";
import { certainText, joinCanons, unknownCanon, type Canon } from "./canon.ts";

type ToCanon = (value: Value) => Canon;

/** Microseconds in one of each part of a `timedelta`, in the order of its parameters. */
const DELTA: readonly (readonly [string, number])[] = [
  ["days", 86_400_000_000],
  ["seconds", 1_000_000],
  ["microseconds", 1],
  ["milliseconds", 1_000],
  ["minutes", 60_000_000],
  ["hours", 3_600_000_000],
  ["weeks", 604_800_000_000],
];

const timedelta = (scope: Scope, value: InstanceValue): Canon | null => {
  let total = 0;
  for (const [index, [name, size]] of DELTA.entries()) {
    const given = value.kwargs.get(name) ?? value.args[index];
    const plain = given === undefined ? 0 : scope.evaluator.toPlain(given);
    if (typeof plain !== "number") return null;
    total += plain * size;
  }
  return certainText(`timedelta:${String(total)}`);
};

const decimal = (scope: Scope, value: InstanceValue): Canon | null => {
  const plain = value.args[0] === undefined ? undefined : scope.evaluator.toPlain(value.args[0]);
  const number = typeof plain === "string" || typeof plain === "number" ? Number(plain) : Number.NaN;
  return Number.isFinite(number) && String(plain).replace(/\D/gu, "").length < 15 ? certainText(`n:${String(number)}`) : null;
};

const FLAGS: ReadonlyMap<string, string> = new Map(
  Object.entries({ IGNORECASE: "I", MULTILINE: "M", DOTALL: "S", VERBOSE: "X", ASCII: "A", UNICODE: "U" }),
);
const FLAG_NUMBERS: ReadonlyMap<number, string> = new Map([
  [0, ""],
  [2, "I"],
  [8, "M"],
  [16, "S"],
  [64, "X"],
  [256, "A"],
  [32, "U"],
]);

/** `re.I` and `re.IGNORECASE` are one. */
export const flagText = (name: string): string => `re.${FLAGS.get(name) ?? name}`;

/** A compiled expression: its pattern and a single flag; more flags are spelled as they are. */
const pattern = (scope: Scope, value: InstanceValue, of: ToCanon): Canon | null => {
  const [text, given] = [value.args[0] ?? value.kwargs.get("pattern"), value.args[1] ?? value.kwargs.get("flags")];
  if (text === undefined) return null;
  if (given === undefined) return joinCanons("re(", [of(text), certainText("")], ")");
  const flags = scope.evaluator.force(given);
  const plain = scope.evaluator.toPlain(flags);
  if (typeof plain === "number") return joinCanons("re(", [of(text), certainText(FLAG_NUMBERS.get(plain) ?? String(plain))], ")");
  const name = (flags.kind === "external" ? flags.path : "").replace(/^re\./u, "");
  return name === "" ? null : joinCanons("re(", [of(text), certainText(FLAGS.get(name) ?? name)], ")");
};

/** The texts of Django's own settings, `LANGUAGES`, where they are those of the project's release. */
const settingsText = (scope: Scope, value: InstanceValue, of: ToCanon): Canon | null => {
  const [text] = value.args;
  return scope.knowsDjangosTexts && text !== undefined ? of(text) : null;
};

/** `SET(value=f)` is `SET(f)`. */
const setValue = (_scope: Scope, { args, kwargs }: InstanceValue, of: ToCanon): Canon | null => {
  const value = args[0] ?? kwargs.get("value");
  return value === undefined ? null : joinCanons("SET(", [of(value)], ")");
};

const special: Readonly<Record<string, (scope: Scope, value: InstanceValue, of: ToCanon) => Canon | null>> = {
  "datetime.timedelta": timedelta,
  "decimal.Decimal": decimal,
  "django.conf.global_settings.gettext_noop": settingsText,
  "django.db.models.SET": setValue,
  "django.db.models.deletion.SET": setValue,
  "re.Pattern": pattern,
  "re.compile": pattern,
};

/** Classes whose instances Django compares by their arguments. */
const COMPARABLE = /^(django|datetime|decimal|uuid|functools|re|collections|pathlib|zoneinfo)\./u;

/** A function of Django's, `int_list_validator(…)`: what it gives may be written in another way. */
const DJANGO_FUNCTION = /^django\..*\.[a-z_]\w*$/u;

const argumentCanons = (value: Pick<InstanceValue, "args" | "kwargs">, of: ToCanon): readonly Canon[] => [
  ...value.args.map(of),
  ...[...value.kwargs].sort(([left], [right]) => (left < right ? -1 : 1)).map(([name, item]) => joinCanons(`${name}=`, [of(item)], "")),
];

const noArguments: ReadonlyMap<string, Value> = new Map();

/** What a `deconstruct()` of the project's or a package's gives for the value, as Django asks for it; null where it cannot be followed. */
const deconstructed = (scope: Scope, value: InstanceValue, of: ToCanon): Canon | null => {
  const { evaluator } = scope;
  if (value.class.kind !== "class" || value.class.catalogued === true) return null;
  const method = evaluator.attribute(value, "deconstruct");
  if (method.kind !== "method" || method.function.kind !== "function") return null;
  const answer = evaluator.call(method, [], noArguments);
  if (answer.kind !== "sequence" || answer.open !== undefined || answer.items.length !== 3) return null;
  const [path, args, kwargs] = answer.items.map((item) => evaluator.force(item));
  const plainPath = path === undefined ? undefined : evaluator.toPlain(path);
  if (typeof plainPath !== "string" || args?.kind !== "sequence" || args.open !== undefined) return null;
  if (kwargs?.kind !== "dict" || kwargs.open !== undefined) return null;
  const named = kwargs.entries.map(({ key, value: item }) => [String(evaluator.toPlain(key)), of(item)] as const);
  named.sort(([left], [right]) => (left < right ? -1 : 1));
  return joinCanons(`${plainPath}(`, [...args.items.map(of), ...named.map(([name, item]) => joinCanons(`${name}=`, [item], ""))], ")");
};

/**
 * Its class's path and its arguments. A class that is not Django's or Python's may deconstruct to something else, so
 * there different arguments are a doubt.
 */
export const instanceParts = (scope: Scope, value: InstanceValue, of: ToCanon): Canon => {
  const path = scope.evaluator.pathOf(value.class);
  if (path === null) return unknownCanon("the class of a value is not known");
  if (value.open !== undefined) return unknownCanon(value.open);
  const own = special[path]?.(scope, value, of) ?? null;
  if (own !== null) return own;
  const asked = deconstructed(scope, value, of);
  if (asked !== null) return asked;
  const receiver = value.receiver === undefined ? [] : [of(value.receiver)];
  const whole = joinCanons(`${path}(`, [...receiver, ...argumentCanons(value, of)], ")");
  if (COMPARABLE.test(path) && !DJANGO_FUNCTION.test(path) && value.receiver === undefined) return whole;
  return { text: whole.text, doubt: whole.doubt ?? `${path} may be written in another way` };
};
