import { describe, expect, it } from "vitest";
import { anEvaluator } from "../a-project.ts";

const valueOf = (code: string): unknown => {
  const evaluator = anEvaluator({ "bakery.py": code });
  const module = evaluator.importModule("bakery");
  const binding = module.kind === "module" ? module.namespace.get("X") : undefined;
  return binding === undefined ? "unbound" : evaluator.toPlain(binding.value);
};

describe("a dict that is long", () => {
  const long = "D = {}\nfor n in range(300):\n    D['k%d' % n] = n\n";

  it.each([
    ["X = [D['k0'], D['k299'], 'k300' in D, len(D)]", [0, 299, false, 300]],
    ["D['k7'] = 'seven'\nD['k300'] = 300\nX = [D['k7'], D['k300'], len(D)]", ["seven", 300, 301]],
    ["del D['k7']\nD['k7'] = 1\nX = ['k6' in D, D['k7'], list(D)[-1]]", [true, 1, "k7"]],
    ["D[1] = 'one'\nD[True] = 'true'\nX = [D[1], '1' in D, len(D)]", ["true", false, 301]],
    ["from enum import Enum\nclass K(str, Enum):\n    A = 'k5'\nX = [D[K.A], 'x' in D]", [5, false]],
    ["from enum import Enum\nclass K(str, Enum):\n    A = 'rye'\nD[K.A] = 1\nD['rye'] = 2\nX = [D['rye'], len(D)]", [2, 301]],
    ["from ovens import key\nD[key] = 1\nX = [D['k1'], 'rye' in D]", undefined],
    ["class Loaf: pass\nD[Loaf()] = 1\nX = ['k1' in D, 'rye' in D]", undefined],
  ])("is searched as a short one: %s", (code, expected) => {
    expect(valueOf(long + code)).toEqual(expected);
  });

  it("has sets of its keys that are joined as short ones", () => {
    expect(valueOf(`${long}S = set(D)\nS.update(D, ['k1', 'rye'])\nX = [len(S), len(S - set(D)), 'rye' in S]`)).toEqual([301, 1, true]);
  });
});
