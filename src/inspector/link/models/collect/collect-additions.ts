/** Fields that code outside a class puts on it: `Model.add_to_class("x", field)` and `field.contribute_to_class(Model, "x")`. */
import type { ClassValue, Effect, Evaluator, Value } from "../../../evaluate/value.ts";
import type { Addition } from "../prepare/workshop.ts";

interface Found {
  readonly target: Value | undefined;
  readonly name: Value | undefined;
  readonly value: Value | undefined;
}

const methodName = (effect: Effect): string => {
  if (effect.path !== null) return effect.path.slice(effect.path.lastIndexOf(".") + 1);
  const { callee } = effect;
  return callee.kind === "method" ? callee.function.name : "";
};

const receiverOf = (callee: Value): Value | undefined => {
  if (callee.kind === "method") return callee.self;
  return callee.kind === "external" ? callee.of : undefined;
};

const read = (effect: Effect): Found | null => {
  const receiver = receiverOf(effect.callee);
  const argument = (index: number, name: string): Value | undefined => effect.args[index] ?? effect.kwargs.get(name);
  const method = methodName(effect);
  if (method === "add_to_class") return { target: receiver, name: argument(0, "name"), value: argument(1, "value") };
  if (method === "contribute_to_class") return { target: argument(0, "cls"), name: argument(1, "name"), value: receiver };
  return null;
};

/** By the class they were put on, in the order of the calls. */
export const collectAdditions = (evaluator: Evaluator): ReadonlyMap<ClassValue, readonly Addition[]> =>
  readAdditions(evaluator, evaluator.effects);

/** As above, from some calls. */
export const readAdditions = (evaluator: Evaluator, effects: readonly Effect[]): ReadonlyMap<ClassValue, readonly Addition[]> => {
  const additions = new Map<ClassValue, Addition[]>();
  const add = (target: ClassValue, addition: Addition): void => {
    const list = additions.get(target) ?? [];
    additions.set(target, [...list.filter(({ name }) => name !== addition.name), addition]);
  };
  for (const effect of effects) {
    const found = read(effect);
    if (found === null || found.target === undefined || found.value === undefined || found.name === undefined) continue;
    const target = evaluator.force(found.target);
    const value = evaluator.force(found.value);
    const name = evaluator.toPlain(found.name);
    if (target.kind === "class" && value.kind === "instance" && typeof name === "string")
      add(target, { name, value, because: effect.because ?? null, origin: effect.origin });
  }
  return additions;
};
