/** An evaluated value → its one spelling. */
import type { InstanceValue, SequenceValue, Value } from "../../../evaluate/value.ts";
import type { Scope } from "./scope.ts";
import { certainText, joinCanons, unknownCanon, type Canon } from "./canon.ts";
import { flagText, instanceParts } from "./instance-parts.ts";
import { queryCanon } from "./query-canon.ts";

const deepest = 30;

/** Numbers that Python finds equal share a text: `1`, `1.0`, `True`. */
const numberText = (value: number | bigint | boolean): string =>
  `n:${typeof value === "bigint" ? value.toString() : String(Number(value))}`;

/** What the catalogue has in the place of a sentence. */
const LEFT_OUT = "…";

const constantText = (value: Extract<Value, { kind: "constant" }>): string => {
  const plain = value.value;
  if (value.type === "ellipsis") return "...";
  if (plain === null) return "None";
  if (typeof plain === "string") return `${value.type === "bytes" ? "b" : "s"}:${JSON.stringify(plain)}`;
  return numberText(plain);
};

const sequenceCanon = (scope: Scope, value: SequenceValue, depth: number): Canon => {
  if (value.open !== undefined) return unknownCanon(value.open);
  if ((value.maybe ?? []).length > 0) return unknownCanon("some of its items depend on a test that is not decided");
  const items = value.items.map((item) => toCanon(scope, item, depth + 1));
  if (value.type === "set") return joinCanons("{", sorted(items), "}");
  return value.type === "list" ? joinCanons("[", items, "]") : joinCanons("(", items, ")");
};

const sorted = (items: readonly Canon[]): readonly Canon[] =>
  [...items].sort((left, right) => (left.text < right.text ? -1 : left.text > right.text ? 1 : 0));

const dictCanon = (scope: Scope, value: Extract<Value, { kind: "dict" }>, depth: number): Canon => {
  if (value.open !== undefined) return unknownCanon(value.open);
  const entries = value.entries.map((entry) =>
    joinCanons("", [toCanon(scope, entry.key, depth + 1), toCanon(scope, entry.value, depth + 1)], ""),
  );
  return joinCanons("dict{", sorted(entries), "}");
};

const instanceCanon = (scope: Scope, value: InstanceValue, depth: number): Canon => {
  const plain = scope.evaluator.toPlain(value);
  if (typeof plain === "string") return certainText(`s:${JSON.stringify(plain)}`);
  if (typeof plain === "number" || typeof plain === "boolean" || typeof plain === "bigint") return certainText(numberText(plain));
  const of = (item: Value): Canon => toCanon(scope, item, depth + 1);
  return queryCanon(scope, value, of) ?? scope.spellField(scope, value) ?? instanceParts(scope, value, of);
};

/** `depth`: how deeply it is nested in what is being spelled. */
export const toCanon = (scope: Scope, written: Value, depth = 0): Canon => {
  if (depth > deepest) return unknownCanon("it is nested too deeply");
  const value = scope.evaluator.force(written);
  switch (value.kind) {
    case "constant":
      return value.value === LEFT_OUT ? unknownCanon("a text of a package is not kept") : certainText(constantText(value));
    case "sequence":
      return sequenceCanon(scope, value, depth);
    case "dict":
      return dictCanon(scope, value, depth);
    case "instance":
      return instanceCanon(scope, value, depth);
    case "class":
    case "function":
      return certainText(`@${scope.evaluator.pathOf(value) ?? value.name}`);
    case "builtin":
      return certainText(`@${value.name}`);
    case "method": {
      const self = toCanon(scope, value.self, depth + 1);
      return joinCanons("method(", [self, toCanon(scope, value.function, depth + 1)], ")");
    }
    case "external":
      if (value.path.startsWith("prose.")) return certainText(`#${value.path.slice("prose.".length)}`);
      if (/^re\.[A-Z]+$/u.test(value.path)) return certainText(flagText(value.path.slice("re.".length)));
      return { text: `@${value.path}`, doubt: `the code of ${value.path} is not here` };
    case "module":
      return certainText(`module:${value.name}`);
    case "alternatives":
    case "unknown":
      return unknownCanon(value.because);
  }
};
