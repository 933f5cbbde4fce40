import { describe, expect, it } from "vitest";
import { aScannedProject } from "../a-scanned-project.ts";

const models = (body: string): Readonly<Record<string, string>> => ({
  "requirements.txt": "Django==5.2\n",
  "bakery/models.py": `from django.db import models

class Oven(models.Model):
    name = models.CharField(max_length=10)

${body}
`,
});
const migration = (text: string): Readonly<Record<string, string>> => ({
  ...models(""),
  "bakery/migrations/__init__.py": "",
  "bakery/migrations/0001_initial.py": text,
});
const installed = (value: string): Readonly<Record<string, string>> => ({
  ...models(""),
  "config/settings.py": `INSTALLED_APPS = ${value}\n`,
});
const found = (files: Readonly<Record<string, string>>, code: string): readonly string[] =>
  aScannedProject(files)
    .insights.filter((insight) => insight.code === code)
    .map(({ severity, file, line, title }) => `${severity} ${file ?? ""}:${String(line)} ${title}`);

describe("what Django refuses at its start", () => {
  it("is a foreign key that is given no on_delete", () => {
    const body = `class Loaf(models.Model):
    oven = models.ForeignKey(Oven)
    key = models.OneToOneField("Oven", related_name="+")
`;
    expect(found(models(body), "missing-on-delete")).toEqual([
      "danger bakery/models.py:7 bakery.Loaf.oven has no on_delete",
      "danger bakery/models.py:8 bakery.Loaf.key has no on_delete",
    ]);
    expect(found({ ...models(body), "requirements.txt": "Django==1.11\n" }, "missing-on-delete")).toEqual([]);
  });

  it("is told once of an abstract model and all that inherit from it", () => {
    const body = `class Named(models.Model):
    oven = models.ForeignKey(Oven, related_name="+")
    class Meta:
        abstract = True

class Loaf(Named):
    pass

class Cake(Named):
    pass
`;
    expect(found(models(body), "missing-on-delete")).toHaveLength(1);
  });

  it("is no foreign key that is given one, in whatever way", () => {
    const body = `import shop
from functools import partial

class Owned(models.ForeignKey):
    def __init__(self, to, **kwargs):
        kwargs.setdefault("on_delete", models.CASCADE)
        super().__init__(to, **kwargs)

options = {"on_delete": models.CASCADE}
key = partial(models.ForeignKey, on_delete=models.CASCADE)

class Loaf(models.Model):
    a = models.ForeignKey(Oven, models.CASCADE, related_name="+")
    b = models.ForeignKey(Oven, on_delete=shop.forget, related_name="+")
    c = models.ForeignKey(Oven, **options, related_name="+")
    d = models.ForeignKey(Oven, **shop.options, related_name="+")
    e = Owned(Oven, related_name="+")
    f = key(Oven, related_name="+")
    g = models.ManyToManyField(Oven, related_name="+")
    h = models.ForeignKey(*shop.arguments)
    i = shop.Key(Oven)
`;
    expect(found(models(body), "missing-on-delete")).toEqual([]);
  });

  it("is a file among the migrations that has no class Migration", () => {
    expect(found(migration("x = 1\n"), "migration-without-class")).toEqual([
      "danger bakery/migrations/0001_initial.py:null bakery/migrations/0001_initial.py is no migration",
    ]);
  });

  it.each([
    "from django.db import migrations\nclass Migration(migrations.Migration):\n    operations = []\n",
    "from shop.base import *\n",
    "from shop.base import Migration\n",
    "import shop\nMigration = shop.make()\n",
    "from django.db import migrations\nclass Migration(migrations.Migration:\n    pass\n",
  ])("is no file that has one or may have: %j", (text) => {
    expect(found(migration(text), "migration-without-class")).toEqual([]);
  });

  it.each([
    ['"bakery"', "INSTALLED_APPS is not a list"],
    ["None", "INSTALLED_APPS is not a list"],
    ['["bakery", "shop", "bakery"]', "bakery is in INSTALLED_APPS twice"],
  ])("is INSTALLED_APPS = %s", (value, title) => {
    expect(found(installed(value), "installed-apps-refused")).toEqual([`danger config/settings.py:1 ${title}`]);
  });

  it("is one app under two spellings", () => {
    const files = {
      ...installed('["bakery.apps.BakeryConfig", "bakery"]'),
      "bakery/apps.py": 'from django.apps import AppConfig\n\nclass BakeryConfig(AppConfig):\n    name = "bakery"\n',
    };
    expect(found(files, "installed-apps-refused")).toEqual(["danger config/settings.py:1 bakery is in INSTALLED_APPS twice"]);
  });

  it.each(['["bakery"]', '("bakery",)', "[]", '["bakery", *other]', "list({'bakery': 1})", "other.APPS"])(
    "is not INSTALLED_APPS = %s",
    (value) => {
      expect(found(installed(value), "installed-apps-refused")).toEqual([]);
    },
  );

  it("may be settings that raise where a variable of the environment is not set", () => {
    const text = `import os
if os.environ.get("BAKERY_KEY") is None:
    raise RuntimeError("no key")
INSTALLED_APPS = ["bakery"]
`;
    expect(found({ ...models(""), "config/settings.py": text }, "settings-raise")).toEqual([
      "info config/settings.py:3 config/settings.py raises an exception",
    ]);
    expect(
      aScannedProject({ ...models(""), "config/settings.py": text }, { env: { BAKERY_KEY: "x" } }).insights.map(({ code }) => code),
    ).not.toContain("settings-raise");
  });
});
