import { describe, expect, it } from "vitest";
import { aScannedProject, modelNamed } from "../../../a-scanned-project.ts";

const fields = `from django.db import models


class Sorted(models.ManyToManyField):
    def contribute_to_class(self, cls, name, **kwargs):
        super(models.ManyToManyField, self).contribute_to_class(cls, name, **kwargs)
        self.remote_field.through = make_model(self, cls)


class Plain(models.ManyToManyField):
    def contribute_to_class(self, cls, name, **kwargs):
        super().contribute_to_class(cls, name, **kwargs)
        setattr(cls, name + "_sorted", property(lambda self: []))


class Flour(models.Model):
    pass


class Loaf(models.Model):
    flours = Sorted(Flour)
    spices = Plain(Flour, related_name="spiced")
`;

describe("the model between", () => {
  const facts = aScannedProject({ "bakery/models.py": fields });

  it("is Django's where the field's class leaves its making to Django", () => {
    expect(modelNamed(facts, "bakery.Loaf_spices")).toMatchObject({
      certainty: "certain",
      ordering: [],
      unique_together: [["loaf", "flour"]],
    });
  });

  it("is not known where the field's class makes it", () => {
    expect(modelNamed(facts, "bakery.Loaf_flours")).toMatchObject({ certainty: "unknown", ordering: null, unique_together: null });
  });
});
