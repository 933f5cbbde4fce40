import { describe, expect, it } from "vitest";
import { bodyOf } from "../python/parsed-bodies.ts";
import { parseModule } from "../python/parse-module.ts";
import type { FunctionTree } from "../python/tree.ts";
import type { ModuleUse } from "./file-uses.ts";
import { matchTrees } from "./match-trees.ts";

const use = (text: string): ModuleUse => ({ tree: parseModule(text), text });
const match = (before: string, after: string) => matchTrees(use(before), use(after));

describe("two versions of a file", () => {
  it("are the same when comments, docstrings, blank lines and unread bodies differ, and tell where lines went", () => {
    const before = 'SIZE = 1\n\n\nclass Loaf:\n    """Bread."""\n\n    def weigh(self):\n        return 1\n\n    crust = SIZE\n';
    const after =
      'SIZE = 1  # one\n\n# A loaf.\nclass Loaf:\n    """Good bread."""\n\n    def weigh(self):\n        two = 2\n        return two\n\n\n    crust = SIZE\n';
    expect([...(match(before, after) ?? [])].sort(([a], [b]) => a - b)).toEqual([
      [1, 1],
      [4, 4],
      [5, 5],
      [7, 7],
      [10, 12],
    ]);
  });

  it.each([
    ["a value", "a = 1\n", "a = 2\n"],
    ["a statement more", "a = 1\n", "a = 1\nb = 2\n"],
    ["a default of a function", "def f(a=1): pass\n", "def f(a=2): pass\n"],
    ["a decorator", "def f(): pass\n", "@g\ndef f(): pass\n"],
    ["a fault", "a = 1\n", "a = 1\n)\n"],
    ["two lines that became one", "a = f(1,\n  b)\n", "a = f(1, b)\n"],
    ["one line that became two", "a = f(1, b)\n", "a = f(1,\n  b)\n"],
    ["another order", "a = 1\nb = 1\n", "b = 1\na = 1\n"],
  ])("are not when they differ in %s", (_what, before, after) => {
    expect(match(before, after)).toBeNull();
  });

  it("are not when the body of a function differs that somebody asked for, at any depth", () => {
    const text = (inner: string): string => `def f():\n    def g():\n        return ${inner}\n    return g\n`;
    const before = use(text("1"));
    const isFunction = (node: unknown): node is FunctionTree =>
      typeof node === "object" && node !== null && "kind" in node && node.kind === "function";
    const [f] = before.tree.body.filter(isFunction);
    if (f === undefined) throw new Error("no function");
    const [g] = bodyOf(f, before.text).filter(isFunction);
    expect(matchTrees(before, use(text("2")))).not.toBeNull();
    if (g !== undefined) bodyOf(g, before.text);
    expect(matchTrees(before, use(text("2")))).toBeNull();
    expect(matchTrees(before, use(`# Moved.\n${text("1")}`.replace("# Moved.\n", "")))).not.toBeNull();
  });
});
