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

const apps = (ways: string): string => `from django.apps import AppConfig, apps
from django.contrib.auth import get_user_model
from django.db import models

class BakeryConfig(AppConfig):
    name = "bakery"

    def ready(self):
        ${ways}
`;

const loaves = `from django.contrib.auth.models import AbstractUser
from django.db import models

class Loaf(models.Model):
    pass

class Baker(AbstractUser):
    pass
`;

it.each([
  ['self.get_model("loaf")', "bakery.Loaf"],
  ['apps.get_model("bakery", "Loaf")', "bakery.Loaf"],
  ["get_user_model()", "bakery.Baker"],
])("puts a field on the model that ready() asks for by %s", (way, label) => {
  const facts = aScannedProject({
    "config/settings.py":
      'INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "bakery"]\nAUTH_USER_MODEL = "bakery.Baker"\n',
    "bakery/models.py": loaves,
    "bakery/apps.py": apps(
      `models.IntegerField(null=True).contribute_to_class(${way}, "heat"); ${way}.add_to_class("weight", models.IntegerField())`,
    ),
  });
  expect(modelNamed(facts, label).fields.map(({ name }) => name)).toEqual(expect.arrayContaining(["heat", "weight"]));
});
