import { describe, expect, it } from "vitest";
import { aScannedProject, modelNamed } from "../../../a-scanned-project.ts";

const facts = aScannedProject({
  "bakery/models.py": `
from django.db import models
from ovens.models import Baked, BakedMixin, OvenForeignKey, OvenModelBase

class CrustMixin(BakedMixin):
    crisp = True

class Loaf(CrustMixin, models.Model):
    pass

class LoafKey(OvenForeignKey):
    pass

class LoafBase(OvenModelBase):
    pass

class Bun(Baked):
    pass

class LoafDoesNotExist(KeyError, models.Model.DoesNotExist):
    pass
`,
});

describe("a class whose bases are not here", () => {
  it("is no model when it is called a mixin and holds no field", () => {
    expect(facts.models.map(({ label }) => label)).not.toContain("bakery.CrustMixin");
    expect(modelNamed(facts, "bakery.Loaf")).toMatchObject({ pk: "id", concrete_parents: [] });
  });

  it("is no model when it is made of a model's exception", () => {
    expect(facts.models.map(({ label }) => label)).not.toContain("bakery.LoafDoesNotExist");
  });

  it("is no model when it is made of a field or a metaclass", () => {
    expect(facts.models.map(({ label }) => label)).not.toEqual(expect.arrayContaining([expect.stringMatching(/Loaf(Key|Base)/)]));
  });

  it("is one by a base of another package's models", () => {
    expect(modelNamed(facts, "bakery.Bun")).toMatchObject({ certainty: "inferred" });
  });
});
