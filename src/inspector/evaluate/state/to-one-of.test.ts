import { describe, expect, it } from "vitest";
import { anEvaluator } from "../a-project.ts";

/** Values by name after evaluating the code; undefined for one that is not known. */
const valuesOf = (code: string): Readonly<Record<string, unknown>> => {
  const evaluator = anEvaluator({ "bakery.py": code });
  const module = evaluator.importModule("bakery");
  if (module.kind !== "module") throw new Error("no module");
  return Object.fromEntries([...module.namespace].map(([name, { value }]) => [name, evaluator.toPlain(value)]));
};

describe("a change of one of two objects", () => {
  it.each([
    ["an attribute", "rye.size = 5"],
    ["an attribute by its name", "setattr(loaf, 'size', 5)", "loaf"],
    ["what a method changes", "loaf.grow()", "loaf"],
  ])("may have happened to each of them: %s", (_title, deed, name = "rye") => {
    const { RYE, OAT } = valuesOf(
      `from ovens import hot\nclass Loaf:\n    size = 1\n    def grow(self):\n        self.size = 5\na = Loaf()\nb = Loaf()\n` +
        `a.size = 2\nb.size = 3\n${name} = a if hot else b\n${deed}\nRYE = a.size\nOAT = b.size\n`,
    );
    expect([RYE, OAT]).toEqual([undefined, undefined]);
  });

  it.each(["D['x'] = 2", "D.update(x=2)"])("leaves no dict as it was: %s", (deed) => {
    const { A, B } = valuesOf(`from ovens import hot\nA = {'a': 1}\nB = {'b': 1}\nD = A if hot else B\n${deed}\n`);
    expect([A, B]).toEqual([undefined, undefined]);
  });

  it("leaves no list as it was", () => {
    const { A, B } = valuesOf("from ovens import hot\nA = [1]\nB = [2]\nL = A if hot else B\nL.append(3)\n");
    expect([A, B]).toEqual([undefined, undefined]);
  });

  it("is known where only one of them can be meant", () => {
    const { A } = valuesOf(
      "import sys\nfrom types import ModuleType\nA = [1]\ndef kept(module):\n    if isinstance(module, str):\n        return None\n" +
        "    elif not isinstance(module, ModuleType):\n        raise TypeError\n    return module\n" +
        "setattr(kept(sys.modules[__name__]), 'A', [2])\n",
    );
    expect(A).toEqual([2]);
  });
});
