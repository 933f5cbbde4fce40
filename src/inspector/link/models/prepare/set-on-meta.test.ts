import { expect, it } from "vitest";
import { aScannedProject, modelNamed } from "../../../a-scanned-project.ts";

const models = `import os
from django.db import models

class NamingBase(models.base.ModelBase):
    def __new__(mcs, name, bases, attrs):
        made = super().__new__(mcs, name, bases, attrs)
        if name == "Loaf":
            made._meta.db_table = "all_loaves"
        elif len(made._meta.db_table) > 3:
            made._meta.db_table = "long_" + made._meta.db_table
        return made

class Loaf(models.Model, metaclass=NamingBase):
    pass

class Roll(models.Model, metaclass=NamingBase):
    pass

class Bun(models.Model):
    pass

Bun._meta.ordering = ["-id"]
Bun._meta.verbose_name = "little bread"
`;

it("takes what is set on the _meta of a model, and leaves open what may be", () => {
  const facts = aScannedProject({ "bakery/models.py": models });
  expect(modelNamed(facts, "bakery.Loaf").db_table).toBe("all_loaves");
  expect(modelNamed(facts, "bakery.Roll").db_table).toBeNull();
  expect(modelNamed(facts, "bakery.Bun")).toMatchObject({ ordering: ["-id"], verbose_name: "little bread", db_table: "bakery_bun" });
});

const fields = `from django.db import models

class Baked(models.Model):
    oven = models.CharField(max_length=9)

    class Meta:
        abstract = True

class Shared(Baked):
    class Meta:
        abstract = True

_oven = Shared._meta.get_field("oven")
_oven.null = True

class Loaf(Baked):
    name = models.CharField(max_length=9)

class Roll(Shared):
    pass

class Label:
    pass

def label(model):
    setattr(model, "name", Label())
    model.weight = models.IntegerField()

label(Loaf)
`;

it("sets on the copy of a field what is set on the one that get_field() gives, and neither adds nor takes fields by setattr()", () => {
  const facts = aScannedProject({ "bakery/models.py": fields });
  const nulls = (label: string) => modelNamed(facts, label).fields.map((field) => [field.name, field.null]);
  expect(nulls("bakery.Roll")).toContainEqual(["oven", true]);
  expect(nulls("bakery.Loaf")).toEqual(
    expect.arrayContaining([
      ["oven", false],
      ["name", false],
    ]),
  );
  expect(modelNamed(facts, "bakery.Loaf").fields).toHaveLength(3);
});
