import { describe, expect, it } from "vitest";
import { parseBody } from "./parse-body.ts";
import { parseModule } from "./parse-module.ts";
import type { ClassTree, Expression, FunctionTree, ModuleTree, Statement } from "./tree.ts";

const classes = (body: readonly Statement[]): ClassTree[] => body.filter((statement) => statement.kind === "class");
const functions = (body: readonly Statement[]): FunctionTree[] => body.filter((statement) => statement.kind === "function");
const classNames = (tree: ModuleTree): string[] => classes(tree.body).map(({ name }) => name);
const targets = (body: readonly Statement[]): string[] =>
  body.flatMap((statement) =>
    statement.kind === "assign" ? statement.targets.flatMap((target) => (target.kind === "name" ? [target.name] : [])) : [],
  );

/** The value of `x = …`. */
const value = (source: string): Expression | undefined => {
  const [statement] = parseModule(`x = ${source}\n`).body;
  return statement?.kind === "assign" ? statement.value : undefined;
};
const text = (source: string): unknown => {
  const found = value(source);
  return found?.kind === "string" || found?.kind === "bytes" ? found.value : found;
};

describe("a string literal", () => {
  it("is decoded as Python does", () => {
    expect(
      text(String.raw`"a\tb\x41é\101\"\
c"`),
    ).toBe('a\tbAéA"c');
    expect(text(String.raw`r"\d+\""`)).toBe(String.raw`\d+\"`);
    expect(text(String.raw`"\d \q"`)).toBe(String.raw`\d \q`);
    expect(text(String.raw`b"\xff\N{x}é"`)).toBe(String.raw`ÿ\N{x}é`);
    expect(text(String.raw`"\U0001F52D \N{EN DASH}"`)).toBe("🔭 –");
    expect(text('"""star\n  light"""')).toBe("star\n  light");
  });

  it("is one value with its neighbours", () => {
    expect(text(`("night " 'sky'\n  r"\\n")`)).toBe("night sky\\n");
  });

  it("with a character by an unknown name is not guessed", () => {
    expect(value(String.raw`"\N{CUNEIFORM SIGN A}"`)).toMatchObject({ kind: "unsupported" });
  });

  it("with fields keeps its literal parts, conversions and format specs", () => {
    expect(value(`f"{star!r:>{width}} of {{all}} {n=}" " end"`)).toMatchObject({
      kind: "fstring",
      parts: [
        { value: { name: "star" }, conversion: "r", format: ">{width}" },
        " of {all} n=",
        { value: { name: "n" }, conversion: "r" },
        " end",
      ],
    });
    expect(value(`f"{sky["north"]}"`)).toMatchObject({ kind: "fstring", parts: [{ value: { kind: "subscript" } }] });
    expect(text(`f"plain {{}}"`)).toBe("plain {}");
  });
});

describe("an expression", () => {
  it("chains comparisons with `and`", () => {
    expect(value("1 < a <= 3")).toMatchObject({
      op: "and",
      left: { op: "<", right: { name: "a" } },
      right: { op: "<=", left: { name: "a" } },
    });
    expect(value("1 < (a <= 3)")).toMatchObject({ op: "<", right: { op: "<=" } });
    expect(value("a not in b")).toMatchObject({ op: "not in" });
    expect(value("a is not None")).toMatchObject({ op: "is not", right: { kind: "constant", value: null } });
  });

  it("keeps numbers as they are", () => {
    expect(value("0x_ff")).toMatchObject({ kind: "number", value: 255, isFloat: false });
    expect(value("1_000.5e1")).toMatchObject({ kind: "number", value: 10005, isFloat: true });
    expect(value("2.0")).toMatchObject({ kind: "number", value: 2, isFloat: true });
    expect(value("9223372036854775807")).toMatchObject({ kind: "bigint", value: "9223372036854775807" });
    expect(value("3j")).toMatchObject({ kind: "unsupported", text: "3j" });
  });

  it("knows stars, walruses, slices and comprehensions", () => {
    expect(value("f(*a, b=1, **c)")).toMatchObject({ args: [{ star: 1 }, { name: "b" }, { star: 2 }] });
    expect(value("(n := 10)")).toMatchObject({ kind: "walrus", target: { name: "n" } });
    expect(value("a[1:, ::2]")).toMatchObject({ index: { kind: "tuple", items: [{ kind: "slice", start: {} }, { step: {} }] } });
    expect(value("a[*b]")).toMatchObject({ index: { kind: "tuple", items: [{ kind: "starred" }] } });
    expect(value("{k: v for k, v in d if v for w in v}")).toMatchObject({
      kind: "comprehension",
      type: "dict",
      key: { name: "k" },
      clauses: [{ conditions: [{ name: "v" }] }, { conditions: [] }],
    });
    expect(value("[*a, *b]")).toMatchObject({ kind: "list", items: [{ kind: "starred" }, { kind: "starred" }] });
    expect(value("[(a for a in b)]")).toMatchObject({ kind: "list", items: [{ type: "generator" }] });
    expect(value("{**a, 'b': 1}")).toMatchObject({ kind: "dict", entries: [{ value: { name: "a" } }, { key: { value: "b" } }] });
  });
});

describe("a statement", () => {
  const only = (source: string): Statement | undefined => parseModule(source).body[0];

  it("keeps targets in the order Python assigns them", () => {
    expect(only("a, b = c = d = 1\n")).toMatchObject({ targets: [{ kind: "tuple" }, { name: "c" }, { name: "d" }] });
    expect(only("size: int = 3\n")).toMatchObject({ targets: [{ name: "size" }], annotation: { name: "int" }, value: { value: 3 } });
    expect(only("size: int\n")).not.toHaveProperty("value");
    expect(only("APPS += ['a']\n")).toMatchObject({ kind: "augment", op: "+" });
  });

  it("reads imports of every form", () => {
    expect(only("import a.b as c, d\n")).toMatchObject({ names: [{ name: "a.b", alias: "c" }, { name: "d" }] });
    expect(only("from ..a.b import (c as d, e)\n")).toMatchObject({
      module: "a.b",
      level: 2,
      names: [{ name: "c", alias: "d" }, { name: "e" }],
    });
    expect(only("from . import *\n")).toMatchObject({ module: "", level: 1, names: [{ name: "*" }] });
  });

  it("reads the newest grammar", () => {
    const tree = parseModule(
      "type Pk = int\nclass Shelf[T: int = str](Base[T]):\n    pass\ndef f[**P](x: P): pass\n" +
        "try:\n    pass\nexcept KeyError, ValueError:\n    pass\nexcept* OSError:\n    pass\n" +
        "match sky:\n    case 'clear' | 'dark' if moon: pass\n    case Star(): pass\n    case _: pass\n" +
        "def g():\n    try:\n        pass\n    finally:\n        return 1\n",
      { bodies: "check" },
    );
    expect(tree.errors.map(({ message }) => message).filter((message) => !message.includes("except"))).toEqual([]);
    expect(tree.body.find((statement) => statement.kind === "match")).toMatchObject({
      cases: [{ pattern: { kind: "or" }, guard: { name: "moon" } }, { pattern: { kind: "other" } }, { pattern: { kind: "capture" } }],
    });
    expect(parseModule("try:\n    pass\nexcept KeyError, ValueError:\n    pass\n").errors).toEqual([]);
  });

  it("tells positional, keyword and starred parameters apart", () => {
    const [first] = functions(parseModule("def f(a, /, b=1, *, c: int = 2, **d): pass\n").body);
    expect(first?.parameters.map(({ name, kind }) => `${kind} ${name}`)).toEqual(["positional a", "normal b", "keyword c", "kwargs d"]);
  });
});

describe("leaving out function bodies", () => {
  const observatory = `
@decorate(lambda: {"def": 1})
class Telescope(Base):  # def none(): here
    doc = """
def fake():
    class Fake: pass
"""
    def one(self): return {":": 1}; pass
    async def two(
        self, a=")", b=lambda x: (x, "#"),
    ) -> dict["a:b", int]:  # noqa: E501
        # comment
        if a:
            text = f"{a["}"]:{b}} {{"
        def inner():
            class Hidden(Base):
                size = 1
            return [
  1]
        return inner

    # between
    @property
    def three(self):
        last = """x
class NotHere: pass
"""
    aperture = 4


def tail():
    return 1`;
  const tree = parseModule(observatory);
  const [telescope] = classes(tree.body);
  const methods = functions(telescope?.body ?? []);

  it("leaves the tree as it is with all bodies read", () => {
    expect(tree.errors).toEqual([]);
    expect(parseModule(observatory, { bodies: "check" })).toEqual(tree);
    expect(methods.map(({ name, line }) => `${name} ${line}`)).toEqual(["one 8", "two 9", "three 24"]);
    expect(targets(telescope?.body ?? [])).toEqual(["doc", "aperture"]);
  });

  it("keeps where each body stands, so that it can be read on demand with true lines", () => {
    const [one, two] = methods;
    const [tail] = functions(tree.body);
    if (one === undefined || two === undefined || tail === undefined) throw new Error("a function is missing");
    expect(parseBody(observatory, one.body)).toMatchObject([
      { kind: "return", line: 8 },
      { kind: "pass", line: 8 },
    ]);
    const inside = parseBody(observatory, two.body);
    expect(inside.map(({ kind, line }) => `${kind} ${line}`)).toEqual(["if 13", "function 15", "return 20"]);
    const [inner] = functions(inside);
    if (inner === undefined) throw new Error("the inner function is missing");
    const [hidden] = classes(parseBody(observatory, inner.body));
    expect(hidden).toMatchObject({ name: "Hidden", line: 16, body: [{ line: 17 }] });
    expect(parseBody(observatory, tail.body)).toMatchObject([{ kind: "return", line: 32, value: { value: 1 } }]);
  });

  it("sees a fault in a body only when asked to check", () => {
    const source = "class Star(Base):\n    def shine(self):\n        print 'light'\n    size = 1\n";
    expect(parseModule(source).errors).toEqual([]);
    const checked = parseModule(source, { bodies: "check" });
    expect(checked.errors).toMatchObject([{ line: 3 }]);
    expect(targets(classes(checked.body)[0]?.body ?? [])).toEqual(["size"]);
  });
});

describe("a file that Python rejects", () => {
  it("loses the broken field only", () => {
    const tree = parseModule(`
class Loaf(models.Model):
    flour = models.CharField(max_length=3)
    price = models.DecimalField(max_digits=5,
    baked = models.DateField()

    def __str__(self):
        return self.flour

    class Meta:
        ordering = ["price"]

class Oven(models.Model):
    heat = models.IntegerField()
`);
    expect(tree.errors[0]).toMatchObject({ line: 4 });
    expect(classNames(tree)).toEqual(["Loaf", "Oven"]);
    const [loaf] = classes(tree.body);
    expect(targets(loaf?.body ?? [])).toEqual(expect.arrayContaining(["flour", "baked"]));
    expect(classes(loaf?.body ?? []).map(({ name }) => name)).toEqual(["Meta"]);
    expect(functions(loaf?.body ?? []).map(({ line }) => line)).toEqual([7]);
  });

  it("keeps settings after an unclosed list", () => {
    const tree = parseModule("DEBUG = True\nAPPS = [\n    'shop',\nMIDDLEWARE = []\nROOT_URLCONF = 'bakery.urls'\n");
    expect(targets(tree.body)).toEqual(["DEBUG", "APPS", "MIDDLEWARE", "ROOT_URLCONF"]);
    expect(tree.errors.length).toBeGreaterThan(0);
  });

  it("keeps what follows a string that is never closed", () => {
    const tree = parseModule('class A(Base):\n    """Doc.\n    a = 1\n\nclass B(Base):\n    b = 2\n');
    expect(classNames(tree)).toEqual(["A", "B"]);
    expect(targets(classes(tree.body)[1]?.body ?? [])).toEqual(["b"]);
  });

  it("keeps what follows a docstring that lost its first or its last quotes", () => {
    const whole =
      'class A(Base):\n    """Doc\n    of A.\n    """\n    a = 1\n\nclass B(Base):\n    """Doc of B."""\n    b = 2\n\n    def f(self):\n        """Doc."""\n\nclass C(Base):\n    c = 3\n';
    for (const torn of [whole.replace('"""Doc\n', "Doc\n"), whole.replace('A.\n    """', "A.")]) {
      const tree = parseModule(torn);
      expect(tree.errors.length).toBeGreaterThan(0);
      expect(classNames(tree)).toEqual(["A", "B", "C"]);
      expect(classes(tree.body).map(({ body }) => targets(body).at(-1))).toEqual(["a", "b", "c"]);
    }
  });

  it("keeps the classes of Python 2 code", () => {
    const tree = parseModule(`
print "loading"
class Star(models.Model):
    mode = 0644
    name = models.CharField(max_length=10)
    def __unicode__(self):
        print >>sys.stderr, self.name
        raise ValueError, "no"
try:
    import json
except ImportError, e:
    exec "x"
class Planet(Star):
    pass
`);
    expect(classNames(tree)).toEqual(["Star", "Planet"]);
    expect(targets(classes(tree.body)[0]?.body ?? [])).toEqual(expect.arrayContaining(["name"]));
    expect(tree.errors[0]).toMatchObject({ line: 2 });
  });

  it("never throws, however deep or odd the text is", () => {
    const deep = `x = ${"(".repeat(20_000)}\n`;
    for (const source of [
      deep,
      "[".repeat(100_000),
      `if a: pass\n${"elif b: pass\n".repeat(20_000)}`,
      "def",
      "class",
      "@",
      "\\",
      '"',
      "f'{",
      "\f\n",
    ]) {
      const tree = parseModule(`${source}\nclass After(Base):\n    size = 1\n`);
      expect(Array.isArray(tree.errors)).toBe(true);
    }
    expect(classNames(parseModule(`${deep}class After(Base):\n    size = 1\n`))).toEqual(["After"]);
  });
});

/** Each would take minutes if its faults or its open brackets cost more, the more there are. */
describe("a file with very many faults", () => {
  const soon = 20_000;
  const numbered = (count: number, line: (n: number) => string): string => Array.from({ length: count }, (_, n) => line(n)).join("");
  const before = "class Before(Base):\n    size = 1\n";

  it(
    "keeps what stands before 60,000 brackets that are never closed",
    () => {
      const tree = parseModule(`${before}${numbered(60_000, (n) => `x${n} = [\n`)}`);
      expect(classNames(tree)).toEqual(["Before"]);
      expect(targets(tree.body).slice(0, 2)).toEqual(["x0", "x1"]);
      expect(tree.errors[0]).toMatchObject({ line: 3 });
    },
    soon,
  );

  it(
    "says from where on it is not read",
    () => {
      const tree = parseModule(`${before}${"x = = 1\n".repeat(400_000)}class After(Base): pass\n`);
      expect(classNames(tree)).toEqual(["Before"]);
      const left = tree.errors.at(-1);
      expect(left?.message).toBe("It has too many faults to be read from here on.");
      expect(left?.line).toBeGreaterThan(1000);
    },
    soon,
  );

  it(
    "keeps what stands between 200,000 strings that seem torn",
    () => {
      const tree = parseModule(`${before}${"x = '''\ndef f(a):\n'''\n".repeat(200_000)}class After(Base): pass\n"""`);
      expect(classNames(tree)[0]).toBe("Before");
      expect(tree.errors.length).toBeGreaterThan(0);
    },
    soon,
  );

  it(
    "is read to its end when a string of 1,000,000 lines is torn",
    () => {
      const tree = parseModule(`${before}x = """\n${"y = 1\n".repeat(1_000_000)}class After(Base): pass\n`);
      expect(classNames(tree)).toEqual(["Before", "After"]);
      expect(targets(tree.body)).toHaveLength(1_000_001);
      expect(tree.errors).toMatchObject([{ line: 3 }]);
    },
    soon,
  );
});

describe("a statement beside a broken one", () => {
  it("keeps the whole body of its functions, at their lines", () => {
    const source = "x = (\n\nclass A(Base):\n    def f(self):\n        a = 1\n        return a\n\n    def g(self): pass\n";
    const tree = parseModule(source);
    expect(tree.errors[0]).toMatchObject({ line: 1 });
    const [f, g] = functions(classes(tree.body)[0]?.body ?? []);
    if (f === undefined || g === undefined) throw new Error("a function is missing");
    expect(parseBody(source, f.body).map(({ kind, line }) => `${kind} ${line}`)).toEqual(["assign 5", "return 6"]);
    expect(parseBody(source, g.body)).toMatchObject([{ kind: "pass", line: 8 }]);
  });
});
