import { describe, expect, it } from "vitest";
import { anEvaluator } from "./a-project.ts";

describe("code of installed packages", () => {
  it("is followed only so far, in a URLconf further", () => {
    const code = "def make():\n    found = []\n    for i in range(2000):\n        found.append(i)\n    return found\nFOUND = make()\n";
    const evaluator = anEvaluator({ "lib/__init__.py": "", "lib/urls.py": code, "lib/views.py": code }, { isForeign: () => true });
    const kindIn = (name: string) => evaluator.attribute(evaluator.importModule(name), "FOUND").kind;
    expect([kindIn("lib.urls"), kindIn("lib.views")]).toEqual(["sequence", "unknown"]);
  });

  it("is not followed any more where it is mostly cut short", () => {
    const evaluator = anEvaluator(
      {
        "lib.py": "def fill(found, count):\n    for i in range(count):\n        found.append(i)\n    return found\n",
        "bakery.py": `from lib import fill\nFIRST = fill([], 5)\n${"fill([], 5000)\n".repeat(20)}LAST = fill([], 5)\n`,
      },
      { isForeign: (file) => file.endsWith("/lib.py"), stepLimit: 15_000 },
    );
    const bakery = evaluator.importModule("bakery");
    expect(evaluator.attribute(bakery, "FIRST").kind).toBe("sequence");
    expect(evaluator.attribute(bakery, "LAST")).toMatchObject({ kind: "unknown", because: "fill takes too long to follow" });
    expect(evaluator.problems).toEqual([]);
  });

  it("is followed on where it is seldom cut short", () => {
    const evaluator = anEvaluator(
      {
        "lib.py": "def fill(found, count):\n    for i in range(count):\n        found.append(i)\n    return found\n",
        "bakery.py": `from lib import fill\n${"fill([], 5)\n".repeat(40)}${"fill([], 5000)\n".repeat(5)}LAST = fill([], 5)\n`,
      },
      { isForeign: (file) => file.endsWith("/lib.py") },
    );
    expect(evaluator.attribute(evaluator.importModule("bakery"), "LAST").kind).toBe("sequence");
  });
});

describe("packages that may not be installed", () => {
  const importing = `import importlib
FOUND = []
for name in ["taggit", "parler", "mptt"]:
    try:
        __import__(name)
    except ImportError:
        pass
    else:
        FOUND.append(name)
for name in ["taggit", "parler", "mptt"]:
    try:
        importlib.import_module(name)
        FOUND.append(name)
    except ImportError:
        pass
`;

  it("are found by name where the project requires them, not where an extra names them", () => {
    const declared = { declared: new Set(["taggit"]), optional: new Set(["parler"]) };
    const module = anEvaluator({ "settings.py": importing }, declared).importModule("settings");
    const found = module.kind === "module" ? module.namespace.get("FOUND") : undefined;
    expect(found?.value.kind === "sequence" && found.value.items.map((item) => item.kind === "constant" && item.value)).toEqual([
      "taggit",
      "taggit",
    ]);
  });
});
