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

describe("what a function that is not here makes of a field", () => {
  const facts = aScannedProject({
    "bakery/models.py":
      "from django.db import models\nfrom ovens import encrypt, Names, hot\nclass Loaf(models.Model):\n    code = encrypt(models.CharField(max_length=9))\n    names = Names(title=models.CharField(max_length=9))\n    heat = hot(3)\n",
    "bakery/migrations/__init__.py": "",
    "bakery/migrations/0001_initial.py":
      "from django.db import migrations, models\nfrom ovens import encrypt\nclass Migration(migrations.Migration):\n    operations = [migrations.CreateModel('Loaf', fields=[('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')), ('code', encrypt(models.CharField(max_length=9)))])]\n",
    "requirements.txt": "django==5.2.19\n",
  });

  it("is a field of which nothing is known, and none that is gone from the code", () => {
    expect(modelNamed(facts, "bakery.Loaf").fields.map(({ name, certainty }) => [name, certainty])).toEqual([
      ["id", "certain"],
      ["code", "unknown"],
    ]);
    expect(facts.migrations.drift?.["bakery"]).toBeNull();
  });
});

describe("a field whose constructor passes over its base", () => {
  it("keeps the type of its base", () => {
    const facts = aScannedProject({
      "bakery/models.py": `
from django.db import models

class NameField(models.SlugField):
    def __init__(self, *args, **kwargs):
        super(models.SlugField, self).__init__(*args, **kwargs)

class Loaf(models.Model):
    name = NameField(max_length=9)
`,
    });
    expect(fieldNamed(facts, "bakery.Loaf", "name")).toMatchObject({ internal_type: "SlugField", db_index: false, max_length: 9 });
  });
});

describe("a relation that a package's field class makes in its constructor", () => {
  const facts = aScannedProject({
    "config/settings.py": 'INSTALLED_APPS = ["taggit", "bakery"]\n',
    "taggit/__init__.py": "",
    "taggit/managers.py": `
from django.db.models.fields.related import ManyToManyRel, RelatedField
from taggit.models import TaggedItem

class TaggableManager(RelatedField):
    def __init__(self, verbose_name="Tags", through=None, blank=False, related_name=None, to=None):
        self.through = through or TaggedItem
        rel = ManyToManyRel(self, to, related_name=related_name, through=self.through)
        super().__init__(verbose_name=verbose_name, blank=blank, null=True, rel=rel)
`,
    "taggit/models.py": `
from django.db import models

class Tag(models.Model):
    pass

class TaggedItem(models.Model):
    tag = models.ForeignKey(Tag, models.CASCADE)
`,
    "sortedm2m/__init__.py": "",
    "sortedm2m/fields.py": `
from django.db.models import ManyToManyField

class SortedManyToManyField(ManyToManyField):
    def get_internal_type(self):
        return "ManyToManyField"
`,
    "bakery/models.py": `
from django.db import models
from sortedm2m.fields import SortedManyToManyField
from taggit.managers import TaggableManager
from taggit.models import Tag

class Label(models.Model):
    tag = models.ForeignKey(Tag, models.CASCADE)

class Loaf(models.Model):
    labels = TaggableManager(through=Label, related_name="labelled_loaves")
    tags = TaggableManager()
    sisters = SortedManyToManyField("self")
`,
  });

  it("has the through model and the way back that were handed to the relation object", () => {
    expect(fieldNamed(facts, "bakery.Loaf", "labels")).toMatchObject({
      related_model: "taggit.Tag",
      through: "bakery.Label",
      accessor: "labelled_loaves",
      null: true,
    });
    expect(fieldNamed(facts, "bakery.Loaf", "tags")).toMatchObject({ through: "taggit.TaggedItem", related_name: null });
  });

  it("says its internal type itself", () => {
    expect(fieldNamed(facts, "bakery.Loaf", "sisters").internal_type).toBe("ManyToManyField");
  });
});

it("leaves the column open that the field's own class names", () => {
  const facts = aScannedProject({
    "bakery/models.py": `
from django.db import models

class PlainKey(models.ForeignKey):
    def get_attname(self):
        return self.name

class Loaf(models.Model):
    oven = PlainKey("self", models.CASCADE)
`,
  });
  expect(fieldNamed(facts, "bakery.Loaf", "oven").column).toBeNull();
});

const languages = (requirements: string) =>
  fieldNamed(
    aScannedProject({
      "requirements.txt": requirements,
      "bakery/models.py": `
from django.conf import settings
from django.db import models

class Label(models.Model):
    language = models.CharField(max_length=7, choices=settings.LANGUAGES)
`,
    }),
    "bakery.Label",
    "language",
  ).choices;

it("counts Django's own languages where the project's release is the one that is known", () => {
  expect(languages("django==4.2.16\n")).toBeNull();
  expect(languages("django==5.2.8\n")).toBe(99);
});

it("leaves the class of an implicit key open where neither settings nor a release of Django say it", () => {
  const models = { "bakery/models.py": "from django.db import models\nclass Loaf(models.Model):\n    pass\n" };
  expect(fieldNamed(aScannedProject(models), "bakery.Loaf", "id")).toMatchObject({ class: null, internal_type: null, primary_key: true });
  const pinned = aScannedProject({ ...models, "requirements.txt": "django==4.2.16\n" });
  expect(fieldNamed(pinned, "bakery.Loaf", "id")).toMatchObject({ class: "AutoField", certainty: "certain" });
});
