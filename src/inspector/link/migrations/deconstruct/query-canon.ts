/** `Q` objects and ordering expressions, whose operators and keyword arguments come to the same thing in several spellings. */
import type { InstanceValue, Value } from "../../../evaluate/value.ts";
import type { Scope } from "./scope.ts";
import { certainText, joinCanons, type Canon } from "./canon.ts";

type ToCanon = (value: Value) => Canon;

interface Query {
  readonly connector: string;
  readonly negated: boolean;
  readonly children: readonly (Query | Canon)[];
}

const isQuery = (child: Query | Canon): child is Query => "connector" in child;

const Q = /^django\.db\.models\.(query_utils\.)?Q$/u;
const OPERATOR = /^django\.db\.models\.(query_utils\.)?Q(?:\.__\w+__)*\.__(or|and|invert|xor)__$/u;

const CONNECTORS: Readonly<Record<string, string>> = { or: "OR", and: "AND", xor: "XOR" };

/** `Node.add`: what joins by the same connector is laid flat. */
const add = (into: Query, data: Query, connector: string): Query => {
  const base = into.connector === connector ? into : { connector, negated: false, children: [into] };
  const isFlat = !data.negated && (data.connector === connector || data.children.length === 1);
  return { ...base, children: [...base.children, ...(isFlat ? data.children : [data])] };
};

/** `Q._combine`: an empty side gives the other. */
const combine = (left: Query, right: Query, connector: string): Query => {
  if (left.children.length === 0) return right;
  if (right.children.length === 0) return left;
  return add(add({ connector, negated: false, children: [] }, left, connector), right, connector);
};

/** `Q.__invert__`: a negated copy; before Django 4.2 a negated `Q` around it. */
const invert = (scope: Scope, query: Query): Query =>
  scope.isDjango(4, 2)
    ? { ...query, negated: !query.negated }
    : { ...add({ connector: "AND", negated: false, children: [] }, query, "AND"), negated: true };

/** `Q(*children, _connector=…, _negated=…, **lookups)`: lookups follow in the order of their names. */
const written = (scope: Scope, value: InstanceValue, of: ToCanon): Query | null => {
  const connector = value.kwargs.get("_connector");
  const negated = value.kwargs.get("_negated");
  const children: (Query | Canon)[] = value.args.map((child) => readQuery(scope, scope.evaluator.force(child), of) ?? of(child));
  for (const [name, item] of [...value.kwargs].sort(([left], [right]) => (left < right ? -1 : 1)))
    if (name !== "_connector" && name !== "_negated")
      children.push(joinCanons("(", [certainText(`s:${JSON.stringify(name)}`), of(item)], ")"));
  const plainConnector = connector === undefined ? null : scope.evaluator.toPlain(connector);
  return {
    connector: typeof plainConnector === "string" ? plainConnector : "AND",
    negated: negated !== undefined && scope.evaluator.toPlain(negated) === true,
    children,
  };
};

const readQuery = (scope: Scope, value: Value, of: ToCanon): Query | null => {
  if (value.kind !== "instance" || value.open !== undefined) return null;
  const path = scope.evaluator.pathOf(value.class) ?? "";
  if (Q.test(path)) return value.receiver === undefined ? written(scope, value, of) : null;
  const operator = OPERATOR.exec(path)?.[2];
  if (operator === undefined || value.receiver === undefined) return null;
  const left = readQuery(scope, scope.evaluator.force(value.receiver), of);
  if (left === null) return null;
  if (operator === "invert") return invert(scope, left);
  const [other] = value.args;
  const right = other === undefined ? null : readQuery(scope, scope.evaluator.force(other), of);
  const connector = CONNECTORS[operator];
  return right === null || connector === undefined ? null : combine(left, right, connector);
};

const toText = (query: Query): Canon =>
  joinCanons(
    `Q:${query.negated ? "NOT " : ""}${query.connector}(`,
    query.children.map((child) => (isQuery(child) ? toText(child) : child)),
    ")",
  );

const NAMED = /^django\.db\.models\.(expressions\.)?(F|Value|Func|BaseExpression|Expression|Combinable)\.(asc|desc)$/u;
const ORDER = /^django\.db\.models\.(expressions\.)?OrderBy$/u;

/** `F("x").desc()` and `OrderBy(F("x"), descending=True)` are one. */
const ordering = (scope: Scope, value: InstanceValue, of: ToCanon): Canon | null => {
  const path = scope.evaluator.pathOf(value.class) ?? "";
  const method = NAMED.exec(path)?.[3] ?? /^django\..*\.(asc|desc)$/u.exec(path)?.[1];
  const inner = method === undefined ? (ORDER.test(path) ? (value.args[0] ?? value.kwargs.get("expression")) : undefined) : value.receiver;
  if (inner === undefined) return null;
  const flag = (name: string): string => {
    const given = value.kwargs.get(name);
    return given !== undefined && scope.evaluator.toPlain(given) === true ? "1" : "";
  };
  const descending = method === undefined ? flag("descending") : method === "desc" ? "1" : "";
  const expression = of(inner);
  return joinCanons(
    `OrderBy(`,
    [expression, certainText(descending), certainText(flag("nulls_first")), certainText(flag("nulls_last"))],
    ")",
  );
};

const ARITHMETIC = /^django\.db\.models\..*\.__(add|sub|mul|truediv|mod|pow|neg)__$/u;
const SIGNS: Readonly<Record<string, string>> = { add: "+", sub: "-", mul: "*", truediv: "/", mod: "%%", pow: "^", neg: "*" };
const COMBINED = "django.db.models.expressions.CombinedExpression";
const VALUE = "django.db.models.expressions.Value";

const PLAIN: ReadonlySet<string> = new Set(["constant", "sequence", "dict"]);

/** `F("x") + 1` is `CombinedExpression(F("x"), "+", Value(1))`. */
const arithmetic = (scope: Scope, value: InstanceValue, of: ToCanon): Canon | null => {
  const method = ARITHMETIC.exec(scope.evaluator.pathOf(value.class) ?? "")?.[1];
  const sign = method === undefined ? undefined : SIGNS[method];
  const other = method === "neg" ? minusOne : value.args[0];
  if (sign === undefined || value.receiver === undefined || other === undefined) return null;
  const forced = scope.evaluator.force(other);
  const right = PLAIN.has(forced.kind) ? joinCanons(`${VALUE}(`, [of(forced)], ")") : of(forced);
  return joinCanons(`${COMBINED}(`, [of(value.receiver), certainText(`s:${JSON.stringify(sign)}`), right], ")");
};

const minusOne: Value = { kind: "constant", type: "int", value: -1 };

/** Null for anything else. */
export const queryCanon = (scope: Scope, value: InstanceValue, of: ToCanon): Canon | null => {
  const query = readQuery(scope, value, of);
  if (query !== null) return toText(query);
  return ordering(scope, value, of) ?? arithmetic(scope, value, of);
};
