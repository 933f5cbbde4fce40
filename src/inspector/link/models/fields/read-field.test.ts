import { describe, expect, it } from "vitest";
import { aScannedProject, fieldNamed, modelNamed } from "../../../a-scanned-project.ts";

const field = (written: string) =>
  fieldNamed(
    aScannedProject({ "bakery/models.py": `from django.db import models\nclass Loaf(models.Model):\n    size = ${written}\n` }),
    "bakery.Loaf",
    "size",
  );

describe("a field", () => {
  it.each([
    ["models.IntegerField(blank=True)", true],
    ["models.IntegerField(blank=not True)", false],
    ["models.IntegerField()", false],
    ["models.DateField(auto_now=True)", true],
    ["models.IntegerField(blank=3)", null],
  ])("%s is blank: %s", (written, blank) => {
    expect(field(written).blank).toBe(blank);
  });

  it("stands on its model beside the implicit key", () => {
    const facts = aScannedProject({
      "bakery/models.py": "from django.db import models\nclass Loaf(models.Model):\n    size = models.IntegerField()\n",
    });
    expect(modelNamed(facts, "bakery.Loaf").fields.map(({ name }) => name)).toEqual(["id", "size"]);
  });
});
