import { describe, expect, it } from "vitest";
import { lookInto } from "../evaluate/state/class-bodies.ts";
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
    const seen = use(before);
    for (const statement of seen.tree.body) if (statement.kind === "class") lookInto(statement);
    expect([...(matchTrees(seen, use(after)) ?? [])].sort(([a], [b]) => a - b)).toEqual([
      [1, 1],
      [4, 4],
      [5, 5],
      [7, 7],
      [10, 12],
    ]);
  });

  it("are the same when bodies of classes differ that nobody looked into and that bind the same names", () => {
    const form = (body: string): string => `class Form:\n    a = ${body}\n    b = 2\n\nc = 1\n`;
    expect(match(form("1"), form("g(\n        3,\n    )"))?.get(5)).toBe(7);
    expect(match(form("1"), form("1\n    d = 1"))).toBeNull();
    expect(match(form("1"), form("1\n    print(a)"))).toBeNull();
    expect(match(form("1"), `c = 2\n${form("3")}`.replace("c = 2\n", ""))).not.toBeNull();
    expect(match(`d = 1\n${form("1")}`, `d = 1\n${form("d")}`)).not.toBeNull();
    expect(match(`d = 1\nd = 2\n${form("1")}`, `d = 1\nd = 2\n${form("d")}`)).toBeNull();
    const before = use(form("1"));
    for (const statement of before.tree.body) if (statement.kind === "class") lookInto(statement);
    expect(matchTrees(before, use(form("2")))).toBeNull();
    const moved = use(`# Moved.\n${form("1")}`.replace("# Moved.\n", ""));
    expect(matchTrees(before, moved)).not.toBeNull();
    expect(matchTrees(moved, use(form("2")))).toBeNull();
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
