/** Values of settings as plain JSON, secrets masked. */
import type { Evaluator, InstanceValue, Value } from "../../evaluate/value.ts";
import { isHeaderName, isSecretName, masked, maskText, secretsIn } from "./is-secret.ts";

export interface ShownValue {
  readonly json: unknown;
  /** Set when a part is not known: it is null in `json`. */
  readonly because?: string;
}

interface Work {
  readonly evaluator: Evaluator;
  readonly onSecret: (value: string) => void;
  because: string | undefined;
}

const deepest = 12;
const mostItems = 2_000;

/** Shorter numbers are met by chance. */
const shortestNumber = 8;

const lacking = (work: Work, why: string): null => {
  work.because ??= why;
  return null;
};

/** The mask of a secret, which is told of itself first. */
const hide = (work: Work, plain: unknown): string => {
  if (typeof plain === "string" || String(plain).length >= shortestNumber) work.onSecret(String(plain));
  return masked;
};

/** A text that is no secret itself, without those that it carries. */
const showText = (work: Work, text: string): string => {
  for (const secret of secretsIn(text)) work.onSecret(secret);
  return maskText(text);
};

const showConstant = (work: Work, value: Extract<Value, { kind: "constant" }>, secret: boolean): unknown => {
  const plain = value.value;
  if (value.type === "ellipsis") return "...";
  if (plain === null || typeof plain === "boolean") return plain;
  if (secret) return plain === "" ? "" : hide(work, plain);
  if (typeof plain === "string") return showText(work, plain);
  if (typeof plain === "bigint") return String(plain);
  return Number.isFinite(plain) ? plain : String(plain);
};

/** `datetime.timedelta(days=1)` where its arguments are known; a path as its text; an enum member as its value. */
const showInstance = (work: Work, value: InstanceValue, secret: boolean, depth: number): unknown => {
  const plain = work.evaluator.toPlain(value);
  if (typeof plain === "string") return secret ? hide(work, plain) : showText(work, plain);
  if (typeof plain === "number") return secret ? masked : plain;
  const path = work.evaluator.pathOf(value.class);
  if (path === null || value.open !== undefined || value.receiver !== undefined)
    return lacking(work, value.open ?? "it is the result of a call that is not followed");
  if (secret) return masked;
  const args = value.args.map((each) => JSON.stringify(show(work, each, false, depth + 1)));
  for (const [name, each] of value.kwargs) args.push(`${name}=${JSON.stringify(show(work, each, isSecretName(name), depth + 1))}`);
  return `${path}(${args.join(", ")})`.slice(0, 1_000);
};

const keyText = (work: Work, key: Value): string | undefined => {
  const plain = work.evaluator.toPlain(key);
  if (plain === undefined) return work.evaluator.pathOf(key) ?? undefined;
  if (plain === null) return "None";
  return typeof plain === "string" ? plain : JSON.stringify(plain, (_, each: unknown) => (typeof each === "bigint" ? String(each) : each));
};

const showDict = (work: Work, value: Extract<Value, { kind: "dict" }>, secret: boolean, depth: number): unknown => {
  if (value.open !== undefined) work.because ??= value.open;
  const shown: (readonly [string, unknown])[] = [];
  for (const entry of value.entries.slice(0, mostItems)) {
    const key = keyText(work, work.evaluator.force(entry.key));
    if (key === undefined) work.because ??= "a key is not known";
    else shown.push([key, show(work, entry.value, secret || isSecretName(key), depth + 1)]);
  }
  return Object.fromEntries(shown);
};

const showSequence = (work: Work, value: Extract<Value, { kind: "sequence" }>, secret: boolean, depth: number): unknown => {
  if (value.open !== undefined) work.because ??= value.open;
  const [first] = value.items.length === 2 ? value.items : [];
  const name = first === undefined ? undefined : work.evaluator.toPlain(work.evaluator.force(first));
  const isNamed = typeof name === "string" && isHeaderName(name);
  return value.items.slice(0, mostItems).map((item, index) => show(work, item, secret || (isNamed && index === 1), depth + 1));
};

const show = (work: Work, given: Value, secret: boolean, depth: number): unknown => {
  const value = work.evaluator.force(given);
  if (depth > deepest) return lacking(work, "it nests too deeply to be shown");
  switch (value.kind) {
    case "constant":
      return showConstant(work, value, secret);
    case "sequence":
      return showSequence(work, value, secret, depth);
    case "dict":
      return showDict(work, value, secret, depth);
    case "instance":
      return showInstance(work, value, secret, depth);
    case "class":
    case "function":
    case "method":
    case "builtin":
    case "module":
      return work.evaluator.pathOf(value);
    case "external":
      return value.of === undefined ? value.path : lacking(work, `${value.path} is not here`);
    case "alternatives":
    case "unknown":
      return lacking(work, value.because);
  }
};

/** `name` decides whether the whole value is a secret; `onSecret` is told of each text that is masked. */
export const toJson = (evaluator: Evaluator, name: string, value: Value, onSecret: (value: string) => void = () => {}): ShownValue => {
  const work: Work = { evaluator, onSecret, because: undefined };
  const json = show(work, value, isSecretName(name), 0);
  return work.because === undefined ? { json } : { json, because: work.because };
};
