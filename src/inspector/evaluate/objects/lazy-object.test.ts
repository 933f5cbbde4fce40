import { describe, expect, it } from "vitest";
import { anEvaluator } from "../a-project.ts";

const valuesOf = (code: string): Readonly<Record<string, unknown>> => {
  const evaluator = anEvaluator({ "bakery.py": code, "config.py": "" }, { settingsModule: "config" });
  const module = evaluator.importModule("bakery");
  if (module.kind !== "module") throw new Error("no module");
  return Object.fromEntries([...module.namespace].map(([name, { value }]) => [name, evaluator.toPlain(value)]));
};

const lazy = (setup: string) => `
from django.utils.functional import LazyObject
from ovens import find_oven

class Oven:
    heat = 220
    def loaves(self):
        return ["rye", "oat"]

class LazyOven(LazyObject):
    own = 1
    def _setup(self):
        ${setup}

oven = LazyOven()
OWN = oven.own
HEAT = oven.heat
LOAVES = oven.loaves()
`;

describe("a lazy object", () => {
  it("has what the object has that it sets up", () => {
    expect(valuesOf(lazy("self._wrapped = Oven()"))).toMatchObject({ OWN: 1, HEAT: 220, LOAVES: ["rye", "oat"] });
  });

  it("is not known where that object is not", () => {
    const { OWN, HEAT, LOAVES } = valuesOf(lazy("self._wrapped = find_oven()"));
    expect([OWN, HEAT, LOAVES]).toEqual([1, undefined, undefined]);
  });
});

describe("a setting that an app sets", () => {
  it.each(["setattr(settings, 'OVEN', 'bakery.Oven')", "settings.OVEN = 'bakery.Oven'"])("is there from then on: %s", (code) => {
    const found = valuesOf(`from django.conf import settings\nif not hasattr(settings, 'OVEN'):\n    ${code}\nOVEN = settings.OVEN\n`);
    expect(found["OVEN"]).toBe("bakery.Oven");
  });
});
