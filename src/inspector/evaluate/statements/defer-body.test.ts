import { describe, expect, it } from "vitest";
import { anEvaluator } from "../a-project.ts";
import type { ClassValue, Evaluator } from "../value.ts";

const classIn = (evaluator: Evaluator, name: string): ClassValue => {
  const module = evaluator.importModule("bakery");
  const value = module.kind === "module" ? module.namespace.get(name)?.value : undefined;
  if (value?.kind !== "class") throw new Error(`${name} is no class`);
  return value;
};
const attributes = (code: string, others: Record<string, string> = {}): Record<string, unknown> => {
  const evaluator = anEvaluator({ "bakery.py": code, ...others });
  const loaf = classIn(evaluator, "Loaf");
  return Object.fromEntries([...loaf.namespace].map(([name, { value }]) => [name, evaluator.toPlain(evaluator.force(value))]));
};

describe("a class body that only binds names", () => {
  it("evaluates nothing before a name is read", () => {
    const evaluator = anEvaluator({
      "bakery.py": "from ovens import HEAT\nclass Loaf:\n    heat = HEAT\n    def bake(self): return 1\n",
      "ovens.py": "HEAT = 230\n",
    });
    const loaf = classIn(evaluator, "Loaf");
    expect([...loaf.namespace.keys()]).toEqual(["heat", "bake"]);
    expect(evaluator.modules.has("ovens")).toBe(false);
    expect(evaluator.toPlain(evaluator.attribute(loaf, "heat"))).toBe(230);
    expect(evaluator.modules.has("ovens")).toBe(true);
  });

  it("gives what running it at once would give", () => {
    expect(attributes("flour = 'rye'\nclass Loaf:\n    flour = flour\n    both = flour + '!'\n")).toEqual({ flour: "rye", both: "rye!" });
    expect(attributes("seed = 1\nclass Loaf:\n    first = seed\n    seed = 2\n    second = seed\n")).toEqual({
      first: 1,
      seed: 2,
      second: 2,
    });
    expect(attributes("flour = 'rye'\nclass Loaf:\n    kind = flour\nflour = 'wheat'\n")).toEqual({ kind: "rye" });
    expect(attributes("seeds = ['a']\nclass Loaf:\n    seeds = seeds\nseeds.append('b')\n")).toEqual({ seeds: ["a", "b"] });
    const star = "from grains import flour\nclass Loaf:\n    kind = flour\nfrom mill import *\n";
    expect(attributes(star, { "grains.py": "flour = 'rye'\n", "mill.py": "flour = 'dust'\n" })).toEqual({ kind: "rye" });
    expect(attributes("class Loaf:\n    if True:\n        a = 1\n    b = a\n")).toEqual({ a: 1, b: 1 });
  });

  it("keeps the order of its names and the line of each, and gives methods their class", () => {
    const evaluator = anEvaluator({
      "bakery.py":
        "class Dough:\n    def weigh(self): return 500\nclass Loaf(Dough):\n    b = 1\n    a = 2\n    def weigh(self): return super().weigh() + self.a\n    @property\n    def c(self): return 3\nX = Loaf().weigh()\nY = Loaf().c\n",
    });
    const loaf = classIn(evaluator, "Loaf");
    evaluator.attribute(loaf, "a");
    expect([...loaf.namespace].map(([name, { origins }]) => `${name} ${origins[0]?.line}`)).toEqual(["b 4", "a 5", "weigh 6", "c 8"]);
    const module = evaluator.importModule("bakery");
    const plain = (name: string): unknown => {
      const value = module.kind === "module" ? module.namespace.get(name)?.value : undefined;
      return value === undefined ? undefined : evaluator.toPlain(value);
    };
    expect(plain("X")).toBe(502);
    expect(plain("Y")).toBe(3);
  });
});
