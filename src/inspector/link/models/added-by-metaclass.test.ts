import { expect, it } from "vitest";
import { aScannedProject, modelNamed } from "../../a-scanned-project.ts";

const models = `from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models.base import ModelBase

class WithFlour(ModelBase):
    def __new__(mcs, name, bases, attrs):
        model = super().__new__(mcs, name, bases, attrs)
        if name != "Dough":
            try:
                model._meta.get_field("flour")
            except FieldDoesNotExist:
                model.add_to_class("flour", models.CharField(max_length=9))
        return model

class Dough(models.Model, metaclass=WithFlour):
    class Meta:
        abstract = True

class Loaf(Dough):
    pass

class Roll(Dough):
    flour = models.IntegerField()
`;

it("a field that a metaclass adds where no body has it is the model's", () => {
  const facts = aScannedProject({ "requirements.txt": "django==6.0.1\n", "bakery/models.py": models });
  const fields = (label: string) => modelNamed(facts, label).fields.map(({ name, class: type }) => [name, type]);
  expect(fields("bakery.Loaf")).toEqual([
    ["id", "BigAutoField"],
    ["flour", "CharField"],
  ]);
  expect(fields("bakery.Roll")).toEqual([
    ["id", "BigAutoField"],
    ["flour", "IntegerField"],
  ]);
});
