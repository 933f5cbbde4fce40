import { describe, expect, it } from "vitest";
import { anEvaluator } from "./a-project.ts";
import type { EvaluatorOptions } from "./machine.ts";
import type { Value } from "./value.ts";

/** The plain value of `name` after evaluating the code. */
const valueOf = (code: string, name = "X", over: Partial<EvaluatorOptions> = {}, others: Record<string, string> = {}): unknown => {
  const evaluator = anEvaluator({ "bakery.py": code, ...others }, over);
  const module = evaluator.importModule("bakery");
  if (module.kind !== "module") throw new Error(`no module: ${JSON.stringify(module)}`);
  const binding = module.namespace.get(name);
  return binding === undefined ? "unbound" : evaluator.toPlain(binding.value);
};

const rawValue = (code: string, name = "X", over: Partial<EvaluatorOptions> = {}): Value => {
  const evaluator = anEvaluator({ "bakery.py": code }, over);
  const module = evaluator.importModule("bakery");
  if (module.kind !== "module") throw new Error("no module");
  return evaluator.force(module.namespace.get(name)?.value ?? { kind: "unknown", because: "unbound" });
};

describe("expressions", () => {
  it.each([
    ["1 + 2 * 3", 7],
    ["7 // 2, -7 // 2, -7 % 3, 2 ** 10", [3, -4, 2, 1024]],
    ["'a' + 'b' * 2", "abb"],
    ["[1] + [2, *(3, 4)]", [1, 2, 3, 4]],
    ["(1,) + (2,)", [1, 2]],
    ["'%s-%02d' % ('rye', 7)", "rye-07"],
    ["'%(a)s' % {'a': 'rye'}", "rye"],
    ["'{} {1} {name!r:>6}'.format('a', 'b', name='c')", "a b    'c'"],
    ["f\"{'rye'.upper()}-{3:03d}\"", "RYE-003"],
    ["'a,b'.split(',')", ["a", "b"]],
    ["', '.join(['a', 'b'])", "a, b"],
    ["[1, 2, 3][1:], 'bread'[::-1], (1, 2)[-1]", [[2, 3], "daerb", 2]],
    ["1 if 2 in [2] else 3", 1],
    ["not 'a' in 'bc' and 1 < 2 <= 2", true],
    ["None or 'x'", "x"],
    ["[n * 2 for n in range(4) if n % 2]", [2, 6]],
    ["sorted({'b', 'a'}), len('abc'), max(1, 5, 3)", [["a", "b"], 3, 5]],
    ["(lambda a, b=2: a + b)(1)", 3],
    ["(y := 5) + y", 10],
    [
      "list(zip('ab', range(2)))",
      [
        ["a", 0],
        ["b", 1],
      ],
    ],
    ["isinstance('a', (int, str)), isinstance(True, int), isinstance([], dict)", [true, true, false]],
    ["2 ** 70", 2n ** 70n],
    ["'Straße'.title(), 'öl'.capitalize()", ["Straße", "Öl"]],
  ])("evaluates %s", (code, expected) => {
    expect(valueOf(`X = ${code}`)).toEqual(expected);
  });

  it("keeps dicts in order and lets later entries win", () => {
    expect(valueOf("X = {'a': 1, **{'b': 2, 'a': 3}}")).toEqual(
      new Map([
        ["a", 3],
        ["b", 2],
      ]),
    );
  });
});

describe("statements", () => {
  it("takes `from . import name` in a package for its submodule", () => {
    const evaluator = anEvaluator({ "ovens/__init__.py": "from . import heat\nX = heat.DEGREES\n", "ovens/heat.py": "DEGREES = 230\n" });
    const module = evaluator.importModule("ovens");
    const value = module.kind === "module" ? module.namespace.get("X")?.value : undefined;
    expect(value === undefined ? undefined : evaluator.toPlain(value)).toBe(230);
  });

  it.each([
    ["a, *b = 1, 2, 3\nX = [a, b]", [1, [2, 3]]],
    ["X = [1]\nY = X\nY += [2]", [1, 2]],
    ["X = {'a': {}}\nX['a']['b'] = [1]\nX['a']['b'].append(2)\nX = X['a']['b']", [1, 2]],
    ["X = []\nfor i in range(10):\n    if i == 2:\n        continue\n    if i == 5:\n        break\n    X.append(i)", [0, 1, 3, 4]],
    ["X = 0\nwhile X < 5:\n    X += 2", 6],
    ["X = [1, 2, 3]\ndel X[0]", [2, 3]],
    ["try:\n    X = {}['a']\nexcept KeyError:\n    X = 'none'", "none"],
    ["try:\n    from . import missing\nexcept ImportError:\n    X = 'none'", "none"],
    ["try:\n    import crumbs.missing\n    X = 1\nexcept ImportError:\n    X = 'none'\nfinally:\n    Y = 2", "none"],
    [
      "import errno\ntry:\n    open('none.txt')\nexcept IOError as e:\n    if e.errno == errno.ENOENT:\n        X = 'none'\n    else:\n        raise",
      "none",
    ],
    ["import importlib\ntry:\n    importlib.import_module('crumbs.missing')\nexcept ImportError as e:\n    X = e.name", "crumbs.missing"],
    ["def f(n):\n    if n == 0:\n        return []\n    return [n] + f(n - 1)\nX = f(3)", [3, 2, 1]],
    ["def f(*args, **kwargs):\n    return [list(args), kwargs]\nX = f(1, 2, a=3)[0]", [1, 2]],
    ["def outer():\n    n = 1\n    def inner():\n        nonlocal n\n        n += 1\n    inner()\n    return n\nX = outer()", 2],
    ["X = 1\ndef f():\n    global X\n    X = 2\nf()", 2],
    ["def g():\n    yield 1\n    yield 2\nX = list(g())", [1, 2]],
    ["def g():\n    yield 1\n    yield from (2, 3)\nX = list(g())", [1, 2, 3]],
    [
      "from glob import glob\nimport os\nX = [os.path.basename(f) for f in sorted(glob(os.path.dirname(__file__) + '/*.txt'))]",
      ["flour.txt"],
    ],
    ["match 'rye':\n    case 'wheat' | 'spelt':\n        X = 1\n    case _:\n        X = 2", 2],
    ["with open('flour.txt') as f:\n    X = f.read().strip()", "fine"],
    ["import json\nX = json.loads('{\"a\": [1, null]}')['a']", [1, null]],
    ["import yaml\nX = yaml.safe_load('a: [yes, 3]\\nb: text')['a']", [true, 3]],
    ["import yaml\nwith open('flour.txt') as f:\n    X = yaml.load(stream=f, Loader=yaml.SafeLoader)", "fine"],
    ["import yaml\ntry:\n    X = yaml.safe_load('a: [')\nexcept yaml.YAMLError:\n    X = 'none'", "none"],
    ["globals()['X'] = 4", 4],
    [
      "class A:\n    @property\n    def n(self):\n        return self._n\n    @n.setter\n    def n(self, v):\n        self._n = v\na = A()\na._n = 3\nX = a.n",
      3,
    ],
    ["class A:\n    @property\n    def n(self):\n        return 7\n    @n.deleter\n    def n(self):\n        pass\nX = A().n", 7],
    ["import threading\nthere = threading.local()\nthere.a = 1\nX = [there.a, getattr(there, 'b', 2)]", [1, 2]],
    ["for n in ['X', 'Y']:\n    globals()[n] = n.lower()", "x"],
    ["import importlib\nX = importlib.import_module('crumbs').SIZE", 3],
    ["from crumbs import *\nX = SIZE", 3],
    ["from functools import partial\nX = partial(lambda a, b: a - b, 10)(3)", 7],
  ])("runs %s", (code, expected) => {
    expect(valueOf(code, "X", {}, { "crumbs/__init__.py": "SIZE = 3\n_hidden = 1\n", "flour.txt": "fine\n" })).toEqual(expected);
  });
});

describe("classes", () => {
  it.each([
    ["class A:\n    size = 1\nclass B(A):\n    pass\nX = B.size", 1],
    [
      "class A:\n    def __init__(self, n):\n        self.n = n\n    @property\n    def twice(self):\n        return self.n * 2\nX = A(4).twice",
      8,
    ],
    [
      "class A:\n    def __init__(self):\n        self.log = ['a']\nclass B(A):\n    def __init__(self):\n        super().__init__()\n        self.log.append('b')\nX = B().log",
      ["a", "b"],
    ],
    ["class A:\n    @classmethod\n    def make(cls):\n        return cls.__name__\nclass B(A):\n    pass\nX = B.make()", "B"],
    ["X = type('Loaf', (), {'size': 3}).size", 3],
    ["from enum import Enum\nclass Flour(Enum):\n    RYE = 'r'\n    WHEAT = 'w'\nX = [f.value for f in Flour]", ["r", "w"]],
    [
      "from enum import Enum\nclass Flour(Enum):\n    RYE = 'r'\n    DARK = 'r'\nX = [f.name for f in Flour], Flour.DARK.name",
      [["RYE"], "RYE"],
    ],
    ["import shutil\nX = ['rye']\nif shutil.which('oven') is None:\n    X.remove('rye')\nX = len(X)", undefined],
    [
      "from enum import Enum\nclass Flour(str, Enum):\n    RYE = 'r'\nX = [Flour('r').name, Flour.RYE == 'r', Flour['RYE'].value]",
      ["RYE", true, "r"],
    ],
    ["class A:\n    def __call__(self): ...\nclass B: pass\nX = [callable(A()), callable(B()), callable(A)]", [true, false, true]],
    ["class A: pass\na = A()\nX = [a in {a}, a == A(), A() not in [a]]", [true, false, true]],
    ["class A:\n    def __eq__(self, other):\n        return True\nX = A() == A()", undefined],
    ["class A:\n    def __init__(self):\n        self.__dict__['size'] = 4\nX = A().size", 4],
    ["class A:\n    def __getattr__(self, name):\n        return name + '!'\nX = A().rye", "rye!"],
    ["class A:\n    pass\nsetattr(A, 'size', 2)\nX = getattr(A, 'size') + getattr(A, 'none', 5)", 7],
    [
      "from dataclasses import dataclass, field\n@dataclass\nclass A:\n    n: int\n    m: list = field(default_factory=list)\nX = [A(1).n, A(1).m]",
      [1, []],
    ],
    ["from collections import namedtuple\nP = namedtuple('P', 'x y')\nX = P(1, y=2).y", 2],
  ])("reads %s", (code, expected) => {
    expect(valueOf(code)).toEqual(expected);
  });

  it("orders ancestors as C3 does and shows those that are not here", () => {
    const evaluator = anEvaluator({
      "bakery.py": "from ovens import Base\nclass A(Base): pass\nclass B(Base): pass\nclass C(A, B): pass\n",
    });
    const module = evaluator.importModule("bakery");
    const loaf = module.kind === "module" ? evaluator.force(module.namespace.get("C")?.value ?? { kind: "unknown", because: "" }) : module;
    if (loaf.kind !== "class") throw new Error("no class");
    expect(evaluator.mro(loaf).map((base) => evaluator.pathOf(base))).toEqual(["bakery.C", "bakery.A", "bakery.B", "ovens.Base"]);
    expect(evaluator.isSubclass(loaf, "ovens.Base")).toBe(true);
    expect(evaluator.isSubclass(loaf, "ovens.Other")).toBe("unknown");
  });

  it("keeps what a project's field class hands to a class that is not here", () => {
    const value = rawValue(
      "from ovens import CharField\nclass Name(CharField):\n    def __init__(self, *args, **kwargs):\n        kwargs.setdefault('max_length', 9)\n        super().__init__(*args, **kwargs)\nX = Name('loaf', null=True)\n",
    );
    if (value.kind !== "instance") throw new Error("no instance");
    expect(value.reached?.path).toBe("ovens.CharField");
    expect([...(value.reached?.kwargs.keys() ?? [])]).toEqual(["null", "max_length"]);
  });
});

describe("what cannot be known", () => {
  it("merges the branches of a test that is not decided", () => {
    const value = rawValue("import socket\nif socket.gethostname() == 'oven':\n    X = 1\nelse:\n    X = 2\n");
    expect(value).toMatchObject({ kind: "alternatives", options: [{ value: 1 }, { value: 2 }] });
  });

  it("says once why a test within a test is not decided", () => {
    const value = rawValue("import socket\nX = 1 if socket.gethostname() and 3 else 2\n");
    expect(value.kind === "alternatives" && value.because.match(/the test in line 2 is not decided/g)).toHaveLength(1);
  });

  it("opens a list that one branch extends, and says what may be in it", () => {
    const value = rawValue("import socket\nX = ['a']\nif socket.gethostname() == 'oven':\n    X += ['b']\nX.append('c')\n");
    expect(value).toMatchObject({ kind: "sequence", items: [{ value: "a" }, { value: "c" }], maybe: [{ value: "b" }] });
    expect(value.kind === "sequence" && value.open).toContain("line 3");
  });

  it.each([
    ["for n in socket.gethostname():\n        yield n", ["a"]],
    ["if socket.gethostname() == 'oven':\n        yield 'b'", ["a"]],
    ["if socket.gethostname() == 'oven':\n        return\n    yield 'b'", ["a", "b"]],
    ["yield from socket.gethostname()", ["a"]],
  ])("opens what a generator gives: %s", (rest, known) => {
    const value = rawValue(`import socket\ndef g():\n    yield 'a'\n    ${rest}\nX = tuple(g())\n`);
    expect(value).toMatchObject({ kind: "sequence", items: known.map((item) => ({ value: item })) });
    expect(value.kind === "sequence" && value.open).toBeTruthy();
  });

  it("takes a module that an installed package lacks as missing, whatever the catalogue knows of the package", () => {
    const code =
      "import importlib\ntry:\n    X = importlib.import_module('corsheaders.provider')\nexcept ImportError as e:\n    X = e.name\n";
    expect(valueOf(code, "X", {}, { "corsheaders/__init__.py": "" })).toBe("corsheaders.provider");
    expect(rawValue(code, "X", { declared: new Set(["corsheaders"]) })).toMatchObject({ kind: "external", path: "corsheaders.provider" });
  });

  it("drops a branch that raises", () => {
    expect(valueOf("import socket\nX = 1\nif socket.gethostname():\n    X = 2\n    raise ValueError('no')\n")).toBe(1);
  });

  it("says that a name is bound on one branch alone", () => {
    const evaluator = anEvaluator({ "bakery.py": "import socket\nif socket.gethostname():\n    class Loaf: pass\n" });
    const module = evaluator.importModule("bakery");
    expect(module.kind === "module" && module.namespace.get("Loaf")?.because).toContain("line 2");
  });

  it("remembers calls of what is not here, with their receiver", () => {
    const evaluator = anEvaluator({
      "bakery.py": "from ovens import Router, site\nrouter = Router()\nrouter.register('x', 1)\nsite.register(router)\nX = router.urls\n",
    });
    const module = evaluator.importModule("bakery");
    const router = module.kind === "module" ? evaluator.force(module.namespace.get("router")?.value ?? module) : module;
    expect(router.kind === "instance" && router.calls?.map((effect) => effect.path)).toEqual(["ovens.Router.register"]);
    expect(evaluator.effects.map((effect) => effect.path)).toEqual(["ovens.Router", "ovens.Router.register", "ovens.site.register"]);
    const urls = module.kind === "module" ? evaluator.force(module.namespace.get("X")?.value ?? module) : module;
    expect(urls).toMatchObject({ kind: "external", path: "ovens.Router.urls", of: router });
  });

  it("stops at the step limit instead of hanging", () => {
    const evaluator = anEvaluator(
      { "bakery.py": "def f(n):\n    for a in range(1000):\n        for b in range(1000):\n            n += 1\nf(0)\nX = 1\n" },
      { stepLimit: 20_000 },
    );
    evaluator.importModule("bakery");
    expect(evaluator.problems.map((problem) => problem.code)).toContain("too-much-to-evaluate");
  });

  it("follows a function that takes long only so often, and reads on", () => {
    const slow = "def slow():\n    for a in range(200):\n        for b in range(100):\n            a = b\n    return 1\n";
    const evaluator = anEvaluator(
      { "ovens.py": slow, "bakery.py": `from ovens import slow\n${"slow()\n".repeat(60)}X = 1\nY = slow()\n` },
      { stepLimit: 600_000 },
    );
    const module = evaluator.importModule("bakery");
    const value = (name: string) => (module.kind === "module" ? module.namespace.get(name)?.value : undefined);
    expect(evaluator.problems).toEqual([]);
    expect(value("X")).toMatchObject({ value: 1 });
    expect(value("Y")).toMatchObject({ kind: "unknown", because: "slow takes too long to follow" });
  });

  it("knows no class whose body it did not read to its end", () => {
    const evaluator = anEvaluator(
      {
        "bakery.py":
          "class Loaf:\n    for a in range(1000):\n        for b in range(1000):\n            n = a + b\n    class Meta:\n        abstract = True\n",
      },
      { stepLimit: 20_000 },
    );
    const module = evaluator.importModule("bakery");
    expect(module.kind === "module" && module.namespace.get("Loaf")?.value).toMatchObject({ kind: "unknown" });
  });
});

describe("the environment", () => {
  const environment = "import os\nX = os.environ.get('OVEN', 'cold')\n";

  it("takes a default and says that the value is inferred", () => {
    const evaluator = anEvaluator({ "bakery.py": environment });
    const module = evaluator.importModule("bakery");
    const binding = module.kind === "module" ? module.namespace.get("X") : undefined;
    expect(binding).toMatchObject({ value: { value: "cold" }, origins: [{ line: 2, env: "OVEN" }] });
    expect(binding?.inferred).toContain("OVEN is not set");
  });

  it("reads a variable of the scan", () => {
    expect(valueOf(environment, "X", { env: { OVEN: "hot" } })).toBe("hot");
  });

  it("goes to the handler when a variable is missing, else the value is unknown", () => {
    expect(valueOf("import os\ntry:\n    X = os.environ['OVEN']\nexcept KeyError:\n    X = 'cold'\n")).toBe("cold");
    expect(rawValue("import os\nX = os.environ['OVEN']\n")).toMatchObject({
      kind: "unknown",
      because: "the environment variable OVEN is not set",
    });
  });

  it("keeps the chain of statements behind a list", () => {
    const evaluator = anEvaluator({ "bakery.py": "from base import *\nX += ['b']\nX.append('c')\n", "base.py": "X = ['a']\n" });
    const module = evaluator.importModule("bakery");
    const binding = module.kind === "module" ? module.namespace.get("X") : undefined;
    expect(binding?.origins.map(({ file, line }) => `${file}:${line}`)).toEqual([
      "/project/base.py:1",
      "/project/bakery.py:2",
      "/project/bakery.py:3",
    ]);
  });
});

describe("metaclasses and subclasses of plain types", () => {
  const choices = `
class Choice(tuple):
    def __new__(cls, value, label, color=None):
        instance = super().__new__(cls, (value, label))
        instance.color = color
        return instance

class ChoicesMeta(type):
    def __new__(mcs, name, bases, attrs):
        attrs["listed"] = [c if isinstance(c, Choice) else tuple(c) for c in attrs["CHOICES"]]
        attrs.pop("scratch", None)
        return super().__new__(mcs, name, bases, attrs)
    def __init__(cls, name, bases, attrs):
        super().__init__(name, bases, attrs)
        cls.tag = name.lower()
    def __iter__(cls):
        return iter(cls.listed)
    def __call__(cls, *args):
        return list(cls)

class Base(metaclass=ChoicesMeta):
    CHOICES = []

class Flour(Base):
    scratch = 1
    CHOICES = [Choice("r", "Rye", color="brown"), ["w", "Wheat"]]
`;

  it.each([
    [
      "[list(c) for c in Flour]",
      [
        ["r", "Rye"],
        ["w", "Wheat"],
      ],
    ],
    ["Flour.listed[0].color", "brown"],
    ["Flour.tag", "flour"],
    ["hasattr(Flour, 'scratch')", false],
    ["len(Flour())", 2],
    ["Flour.listed[0] == ('r', 'Rye')", true],
    ["isinstance(Flour.listed[0], tuple)", true],
  ])("evaluates %s", (code, expected) => {
    expect(valueOf(`${choices}X = ${code}\n`)).toEqual(expected);
  });

  it("treats an instance of a subclass of str as the text that it is", () => {
    expect(valueOf("class Name(str):\n    pass\nX = Name('rye').upper() + Name('x')\n")).toBe("RYEx");
  });

  it("follows a package's own copy of with_metaclass", () => {
    const own = `def with_metaclass(meta, *bases):
    class metaclass(type):
        def __new__(cls, name, this_bases, d):
            return meta(name, bases, d)
    return type.__new__(metaclass, "temporary_class", (), {})
class M(type):
    def __init__(cls, name, bases, attrs):
        cls.tag = name
class Base:
    kept = 2
class A(with_metaclass(M, Base)):
    pass
X = [A.tag, A.kept]
`;
    expect(valueOf(own)).toEqual(["A", 2]);
  });

  it("follows six.with_metaclass", () => {
    expect(
      valueOf(
        "import six\nclass M(type):\n    def __init__(cls, name, bases, attrs):\n        cls.tag = name\nclass A(six.with_metaclass(M, object)):\n    pass\nX = A.tag\n",
      ),
    ).toBe("A");
  });
});
