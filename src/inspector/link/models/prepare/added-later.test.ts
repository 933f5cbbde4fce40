import { expect, it } from "vitest";
import { aScannedProject, modelNamed } from "../../../a-scanned-project.ts";

const code = `from django.db import models

class Baked(models.Model):
    class Meta:
        abstract = True

class Loaf(Baked):
    pass

Baked.add_to_class("heat", models.IntegerField(null=True))

class Roll(Baked):
    pass
`;

it("puts a field that an abstract model gets later on the models that are made of it from then on", () => {
  const facts = aScannedProject({ "bakery/models.py": code });
  const names = (label: string) => modelNamed(facts, label).fields.map(({ name }) => name);
  expect([names("bakery.Loaf"), names("bakery.Roll")]).toEqual([["id"], ["id", "heat"]]);
});
