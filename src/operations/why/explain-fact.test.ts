import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { Refusal } from "../../contract/errors.ts";
import { why as whyShape } from "../../contract/shapes/why.ts";
import { scanFolder } from "../scan-folder.ts";
import { explainFact } from "./explain-fact.ts";

const folder = fileURLToPath(new URL("../../../fixtures/bakery/whole", import.meta.url));
const facts = scanFolder({ folder });
const told = (name: string): readonly string[] =>
  explainFact(facts, name).steps.map(({ says, file, line }) => (file === null ? says : `${says} @ ${file}:${String(line)}`));
const hint = (name: string): string => {
  try {
    explainFact(facts, name);
  } catch (error) {
    if (error instanceof Refusal && error.code === "fact-not-found") return error.hint;
  }
  return "no refusal";
};

describe("why a fact is as it is", () => {
  it("goes from a field to its target, its model, its app and the setting that installs it", () => {
    expect(told("orders.Line.loaf")).toEqual([
      "loaf is written in the body of Line: ForeignKey, in column loaf_id @ orders/models.py:12",
      "It points at bread.Loaf, on_delete PROTECT @ bread/models.py:16",
      "The way back is bread.Loaf.line_set",
      expect.stringContaining("orders.Line is the class Line of orders.models"),
      expect.stringContaining("The app orders is the package orders"),
      "INSTALLED_APPS gets its value here @ config/settings/base.py:18",
      "INSTALLED_APPS is first set here @ config/settings/base.py:9",
      "CreateModel in orders.0001_initial @ orders/migrations/0001_initial.py:21",
    ]);
  });

  it("names what decides the class of a key that nobody wrote, and the migration that made it", () => {
    expect(told("bread.Loaf.id")).toEqual(
      expect.arrayContaining([
        "Its class is default_auto_field of bread.apps.BreadConfig @ bread/apps.py:4",
        "CreateModel in bread.0003_loaf @ bread/migrations/0003_loaf.py:11",
      ]),
    );
  });

  it("knows the abstract class that an inherited field is written in", () => {
    expect(told("bread.loaf.name")[0]).toContain("in bread.models.Named, which Loaf inherits from");
  });

  it.each(["orders.Line.loaf_id", "bread.Loaf", "bread", "bread.0001_initial", "INSTALLED_APPS"])(
    "answers %s in the contract's shape",
    (name) => {
      expect(() => whyShape.parse(explainFact(facts, name))).not.toThrow();
    },
  );

  it("takes the beginning of a migration's name as Django does, where only one begins so", () => {
    expect(explainFact(facts, "bread.0003").name).toBe("bread.0003_loaf");
    expect(hint("bread.0001")).toBe("Did you mean bread.0001_initial or bread.0001_squashed_0002_flour_origin?");
  });

  it("names no column of a field whose rows are in a table of their own", () => {
    const observatory = scanFolder({ folder: fileURLToPath(new URL("../../../samples/observatory", import.meta.url)) });
    const [first] = explainFact(observatory, "people.Account.groups").steps;
    expect(first?.says).toMatch(/which Account inherits from: ManyToManyField$/);
  });

  it("tells the closest names for one that is not there", () => {
    expect(hint("orders.Line.loaff")).toBe("Did you mean orders.Line.loaf?");
    expect(hint("orders.Lin")).toBe("Did you mean orders.Line?");
    expect(hint("INSTALED_APPS")).toContain("INSTALLED_APPS");
    expect(hint("orders.Line.zzzzzz")).toContain("orders.Line has id, ");
    expect(hint("nonsense")).toContain("app.Model.field");
  });
});
