import { describe, expect, it } from "vitest";
import { parseWithLibrary } from "../parse-module.ts";
import { readBody, readModule } from "./read-module.ts";

const odd = [
  "x = [\n  1,  # one\n\n  2]\n",
  "class A: pass\nclass B(A,): x = 1; y = 2\n",
  "def f(a, /, b: int = 1, *args: *Ts, c, d=2, **kw) -> None: return a\n",
  "x = lambda *a, b=1, **k: (yield)\n".replace("(yield)", "a"),
  "x = a if b else c if d else e\n",
  "x = not a in b and c is not d or -e ** -f\n",
  "x = a < b == c not in d\n",
  "x = {**a, 'b': 1, **c}, {*d, e}, {k: v for k, v in z if k if v}\n",
  "x = [y async for y in z]\n".replace("async ", ""),
  "x[a, b:c:d, ...], y.z = w = 1,\n",
  "x: dict[str, int] = {}\nx.y: int\n",
  "with (open(a) as b, c):\n    pass\nwith (a), b as (c, d): pass\nwith (a or b).c as d: pass\n",
  "try:\n    import a\nexcept (A, B) as e:\n    pass\nexcept C, D:\n    pass\nelse:\n    pass\nfinally:\n    pass\n",
  "if a:\n\tx = 1\nelif b: y = 2\nelse:\n\tz = 3\n",
  "for a, *b in c, d:\n    continue\nelse:\n    pass\n",
  "x = f'{a!r:>{w}} {{b}} {c=} {d[\"e\"]:%Y-%m}' rf'\\d{e}' '''\nf'''\n",
  "x = b'\\xff' rb'\\d', 0x_ff, 1_0.5e3, 3j, 12345678901234567890\n",
  "from . import a\nfrom ...b.c import (d as e, f,)\nimport g.h as i, j\n",
  "type X[T: int] = list[T]\ntype = 3\nmatch = type\nmatch.x = 1\n",
  "@a.b[c](d)\n@e\nasync def f(): await x\n@g\nclass H: pass\n",
  "x = (\n    'a'\n    'b'\n) + \\\n    y\n",
  "assert a, b\nraise A from b\ndel c, d[0]\nx += yield_\n",
  "print(x := 1, *y, z=(w for w in v))\nf(a for a in b)\n",
  "\n\n# only a comment\n",
  "if x:\n    pass\n  # less\n    # more\n    y = 1\n",
];

const withoutLines = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === "line" || key === "decoratorLine" ? undefined : inner)));

describe("the quick reader", () => {
  it.each(odd)("gives what the parser library gives: %j", (source) => {
    const library = parseWithLibrary(source);
    expect(library.errors).toEqual([]);
    expect(withoutLines(readModule(source, false))).toEqual(withoutLines(library.body));
  });

  it.each([
    "x = (1\n",
    "x = 1)\n",
    "print 'a'\n",
    "class A:\nx = 1\n",
    "if a:\n    x\n  y\n",
    "  x = 1\n",
    "def f(a, a): pass\n",
    "def f(a=1, b): pass\n",
    "f(a=1, b)\n",
    "f() = 1\n",
    "(a, b) += 1\n",
    "a, b: int = 1\n",
    "x = 'a\n",
    "x = '''a\n",
    "try:\n    pass\n",
    "return 1\n",
    "yield 1\n",
    "break\n",
    "await x\n",
    "x = 0777\n",
    "x = 1 if 2\n",
    "x = 'a' b'c'\n",
    "x = f'{a'\n",
    "x = f'}'\n",
    "import a.b as c.d\n",
    "from a import b,\n",
    "lambda: (yield)\n",
    "class A:\n    def f(self):\n        x = (1\n    def g(self): pass\n",
    "def f():\n    '''a\nclass B: pass\n",
    "if a:\n        x\n\ty\n",
    "x = $\n",
  ])("refuses %j", (source) => {
    expect(readModule(source, false)).toBeNull();
  });

  it("looks into function bodies only when asked", () => {
    const source = "def f():\n    print 'a'\n";
    expect(readModule(source, false)).not.toBeNull();
    expect(readModule(source, true)).toBeNull();
  });

  it("reads a body with the lines of its file", () => {
    const source = "\ndef f():\n    # comment\n    x = 1\n    def g(): return 2\n";
    const [f] = readModule(source, false) ?? [];
    if (f?.kind !== "function") throw new Error("no function");
    const body = readBody(source, f.body) ?? [];
    expect(body).toMatchObject([
      { kind: "assign", line: 4 },
      { kind: "function", line: 5 },
    ]);
    const [, g] = body;
    expect(g?.kind === "function" && readBody(source, g.body)).toMatchObject([{ kind: "return", line: 5, value: { value: 2 } }]);
  });
});
