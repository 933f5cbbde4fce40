import { describe, expect, it } from "vitest";
import { aScannedProject } from "../../../a-scanned-project.ts";

const decorators = `from django.db import models


class Preferences(models.Model):
    name = models.CharField(max_length=20)


def preferences(cls):
    class Meta:
        proxy = True

    return type(cls.__name__, (cls, Preferences), {"Meta": Meta, "__module__": cls.__module__})


Shelf = type("Shelf", (models.Model,), {"__module__": __name__})
`;

describe("a model that a decorator makes with type()", () => {
  const facts = aScannedProject({
    "config/settings.py": 'INSTALLED_APPS = ["bakery", "ovens"]\n',
    "bakery/__init__.py": "",
    "bakery/models.py": decorators,
    "ovens/__init__.py": "",
    "ovens/models.py": "from bakery.models import preferences\n\n\n@preferences\nclass OvenPreferences:\n    FIELDS = {}\n",
  });
  const placeOf = (label: string) => facts.models.filter((model) => model.label === label).map(({ file, line }) => [file, line]);

  it("stands where the decorated class does", () => {
    expect(placeOf("ovens.OvenPreferences")).toEqual([["ovens/models.py", 5]]);
  });

  it("stands where it is made when no class statement is of its name", () => {
    expect(placeOf("bakery.Shelf")).toEqual([["bakery/models.py", 15]]);
  });
});
