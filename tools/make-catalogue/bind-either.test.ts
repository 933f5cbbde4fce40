import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openCatalogue } from "../../src/inspector/catalogue/catalogue.ts";
import { anEvaluator } from "../../src/inspector/evaluate/a-project.ts";
import type { Evaluator } from "../../src/inspector/evaluate/value.ts";
import { findPackages, openLibrary } from "./library.ts";
import { storeModule } from "./store-module.ts";

const root = mkdtempSync(join(tmpdir(), "catalogue-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const django = {
  "apps/__init__.py": "apps = 1",
  "conf/__init__.py": "settings = 1",
  "db/__init__.py": "connection = 1",
  "urls/__init__.py": "",
};
const write = (top: string, files: Readonly<Record<string, string>>): void => {
  for (const [path, text] of Object.entries({ "__init__.py": "", ...files })) {
    mkdirSync(join(root, top, top, path, ".."), { recursive: true });
    writeFileSync(join(root, top, top, path), text);
  }
  mkdirSync(join(root, top, `${top}-1.0.dist-info`), { recursive: true });
};
write("django", django);
write("bakery", {
  "shelf.py": `from django.conf import settings
from django.db import connection
if connection.vendor == "postgresql":
    class Rye: ...
    Bread = Rye
elif connection.vendor == "sqlite":
    class Bread: ...
base = ["door"]
rooms = base + ["shop"]
if getattr(settings, "BAKERY_HAS_OVEN", False):
    rooms += ["oven"]
    rooms.append("chimney")
if unknown():
    rooms += ["cellar"]
floors = ["ground"]
for floor in other:
    floors.append(floor)
prefix = "north" if settings.BAKERY_IS_NORTH else "south"
gate = f"{prefix}-gate"
`,
});

/** The package as the catalogue keeps it, in a project with these settings. */
const inProject = (settings: string): { readonly evaluator: Evaluator; readonly plain: (name: string) => unknown } => {
  const library = openLibrary(findPackages(root));
  const module = library.module("bakery.shelf");
  if (module === undefined) throw new Error("there is no module");
  const text = `{}\n${JSON.stringify(["bakery.shelf", storeModule(library, module)])}`;
  const evaluator = anEvaluator(
    { "config.py": settings },
    { catalogue: openCatalogue({ packages: ["bakery"], read: () => text }), settingsModule: "config" },
  );
  const shelf = evaluator.importModule("bakery.shelf");
  return { evaluator, plain: (name) => evaluator.toPlain(evaluator.attribute(shelf, name)) };
};
const sqlite = 'DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3"}}\nBAKERY_IS_NORTH = False\n';

describe("what a package makes of the project's settings", () => {
  it("is decided in the project", () => {
    const name = (settings: string): string | null => {
      const { evaluator } = inProject(settings);
      return evaluator.pathOf(evaluator.force(evaluator.attribute(evaluator.importModule("bakery.shelf"), "Bread")));
    };
    expect(name(sqlite)).toBe("bakery.shelf.Bread");
    expect(name(sqlite.replace("sqlite3", "postgresql"))).toBe("bakery.shelf.Rye");
  });

  it("adds to lists where the project says so", () => {
    const rooms = (settings: string): readonly unknown[] => {
      const { evaluator } = inProject(settings);
      const value = evaluator.attribute(evaluator.importModule("bakery.shelf"), "rooms");
      return value.kind === "sequence" ? [...value.items.map((item) => evaluator.toPlain(item)), value.open !== undefined] : [];
    };
    expect(rooms(sqlite)).toEqual(["door", "shop", true]);
    expect(rooms(`${sqlite}BAKERY_HAS_OVEN = True\n`)).toEqual(["door", "shop", "oven", "chimney", true]);
  });

  it("finds the settings and the apps where the module has no name for them", () => {
    const line = 1;
    const name = (text: string) => ({ kind: "name", line, name: text }) as const;
    const when = { kind: "attribute", line, value: name("settings"), name: "BAKERY_IS_NORTH" } as const;
    const text = `{}\n${JSON.stringify(["bakery", { file: "bakery/__init__.py", names: { side: { later: { when, yes: "north", no: "south" } } } }])}`;
    const side = (settings: string): unknown => {
      const evaluator = anEvaluator(
        { "config.py": settings },
        { catalogue: openCatalogue({ packages: ["bakery"], read: () => text }), settingsModule: "config" },
      );
      return evaluator.toPlain(evaluator.attribute(evaluator.importModule("bakery"), "side"));
    };
    expect([side("BAKERY_IS_NORTH = True\n"), side("BAKERY_IS_NORTH = False\n")]).toEqual(["north", "south"]);
  });

  it("may add to lists in a loop, and that is said", () => {
    const { evaluator } = inProject(sqlite);
    const floors = evaluator.attribute(evaluator.importModule("bakery.shelf"), "floors");
    expect(floors.kind === "sequence" && floors.open).toBe("more items are computed");
  });

  it("puts text together", () => {
    expect(inProject(sqlite).plain("gate")).toBe("south-gate");
    expect(inProject(sqlite.replace("False", "True")).plain("gate")).toBe("north-gate");
  });
});
