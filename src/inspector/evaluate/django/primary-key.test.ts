import { describe, expect, it } from "vitest";
import { anEvaluator } from "../a-project.ts";

const models = `import uuid
from django.db import models
from elsewhere import Stock, TokenField

class Dated(models.Model):
    code = models.UUIDField(primary_key=True, default=uuid.uuid4)
    class Meta:
        abstract = True

class Flour(models.Model):
    name = models.CharField(max_length=20)

class Oven(models.Model):
    number = models.PositiveSmallIntegerField(primary_key=True)

class SteamOven(Oven):
    pressure = models.FloatField()

class OldOven(Oven):
    class Meta:
        proxy = True

class Loaf(Dated):
    weight = models.IntegerField()

class NumberedLoaf(Dated):
    code = None
    weight = models.IntegerField()

class Crumb(Stock, models.Model):
    pass

class Ticket(models.Model):
    token = TokenField(primary_key=True)
`;

const views = `from django.contrib.auth import get_user_model
from django.db import models
from . import models as own

class ViewSet:
    def __init__(self, model):
        self.opts = model._meta
    @property
    def converter(self):
        if isinstance(self.opts.pk, models.UUIDField):
            return "uuid"
        if isinstance(self.opts.pk, models.IntegerField):
            return "int"
        return "str"

USER = get_user_model()
`;

const evaluated = (expression: string, settings = 'DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"\n'): unknown => {
  const evaluator = anEvaluator(
    {
      "settings.py": `INSTALLED_APPS = ["django.contrib.auth", "bakery"]\n${settings}`,
      "bakery/__init__.py": "",
      "bakery/models.py": models,
      "bakery/views.py": `${views}FOUND = ${expression}\n`,
    },
    { settingsModule: "settings" },
  );
  evaluator.registerApps(
    [
      { label: "auth", name: "django.contrib.auth", config: null },
      { label: "bakery", name: "bakery", config: null },
    ],
    undefined,
  );
  return evaluator.toPlain(evaluator.attribute(evaluator.importModule("bakery.views"), "FOUND"));
};

describe("Model._meta.pk while modules are imported", () => {
  it.each([
    ["Flour", "int", "id"],
    ["Oven", "int", "number"],
    ["SteamOven", "str", "oven_ptr"],
    ["OldOven", "int", "number"],
    ["Loaf", "uuid", "code"],
    ["NumberedLoaf", "int", "id"],
  ])("of %s decides what a converter is", (model, converter, name) => {
    expect(evaluated(`(ViewSet(own.${model}).converter, own.${model}._meta.pk.name)`)).toEqual([converter, name]);
  });

  it("is that of the class that the user model stands for", () => {
    expect(evaluated("(ViewSet(USER).converter, USER._meta.model_name)")).toEqual(["int", "user"]);
  });

  it("is implicit as the settings say", () => {
    const isBig = "isinstance(own.Flour._meta.pk, models.BigAutoField)";
    expect(evaluated(isBig)).toBe(true);
    expect(evaluated(isBig, 'DEFAULT_AUTO_FIELD = "django.db.models.AutoField"\n')).toBe(false);
  });

  it.each(["Crumb", "Ticket"])("of %s is not known where a class is not here", (model) => {
    expect(evaluated(`ViewSet(own.${model}).converter`)).toBeUndefined();
  });
});
