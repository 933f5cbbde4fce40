import { describe, expect, it } from "vitest";
import { aScannedProject, modelNamed } from "../../../a-scanned-project.ts";

const models = `from django.db import models
from simple_history.models import HistoricalRecords


class Flour(models.Model):
    name = models.CharField(max_length=20, unique=True)


class Oven(models.Model):
    pass


class Loaf(Oven):
    flour = models.ForeignKey(Flour, models.CASCADE, related_name="loaves")
    first = models.OneToOneField(Flour, models.PROTECT, null=True)
    code = models.SlugField(unique=True)
    baked = models.DateTimeField(auto_now_add=True)
    photo = models.FileField(upload_to="loaves")
    history = HistoricalRecords()

    class Meta:
        verbose_name_plural = "loaves"


class Roll(models.Model):
    parent = models.ForeignKey("self", models.CASCADE, null=True)
    history = HistoricalRecords(excluded_fields=[])
`;

/** As \`makemigrations\` of Django 5.2 with django-simple-history 3.11 wrote it. */
const migration = `import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Flour',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=20, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name='Oven',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
        ),
        migrations.CreateModel(
            name='HistoricalLoaf',
            fields=[
                ('oven_ptr', models.ForeignKey(auto_created=True, blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, parent_link=True, related_name='+', to='bakery.oven')),
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('code', models.SlugField()),
                ('baked', models.DateTimeField(blank=True, editable=False)),
                ('photo', models.TextField(max_length=100)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('first', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='bakery.flour')),
                ('flour', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='bakery.flour')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical loaf',
                'verbose_name_plural': 'historical loaves',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Roll',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, to='bakery.roll')),
            ],
        ),
        migrations.CreateModel(
            name='HistoricalRoll',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='bakery.roll')),
            ],
            options={
                'verbose_name': 'historical roll',
                'verbose_name_plural': 'historical rolls',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Loaf',
            fields=[
                ('oven_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='bakery.oven')),
                ('code', models.SlugField(unique=True)),
                ('baked', models.DateTimeField(auto_now_add=True)),
                ('photo', models.FileField(upload_to='loaves')),
                ('first', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, to='bakery.flour')),
                ('flour', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='loaves', to='bakery.flour')),
            ],
            options={
                'verbose_name_plural': 'loaves',
            },
            bases=('bakery.oven',),
        ),
    ]
`;

const simpleHistory = `from django.db import models
from django.utils.encoding import smart_str
from django.utils.text import format_lazy


class HistoricalChanges:
    pass


class HistoricalRecords:
    def __init__(self, excluded_fields=None):
        self.excluded_fields = excluded_fields or []

    def get_meta_options(self, model):
        return {
            "ordering": ("-history_date", "-history_id"),
            "get_latest_by": ("history_date", "history_id"),
            "verbose_name": format_lazy("historical {}", smart_str(model._meta.verbose_name)),
            "verbose_name_plural": format_lazy("historical {}", smart_str(model._meta.verbose_name_plural)),
        }
`;

const driftOf = (over: Readonly<Record<string, string>> = {}) => {
  const { drift, drift_unknown } = aScannedProject({
    "requirements.txt": "django==5.2.19\n",
    "config/settings.py":
      'INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "bakery"]\nDEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"\n',
    "simple_history/__init__.py": "",
    "simple_history/models.py": simpleHistory,
    "bakery/models.py": models,
    "bakery/migrations/__init__.py": "",
    "bakery/migrations/0001_initial.py": migration,
    ...over,
  }).migrations;
  return [drift?.["bakery"]?.map(({ describe }) => describe) ?? null, drift_unknown["bakery"] !== undefined];
};

describe("models of history beside their migrations", () => {
  it("are the same where nothing changed", () => {
    expect(driftOf()).toEqual([[], false]);
  });

  it("are the same where the package is not here", () => {
    const { drift, drift_unknown } = aScannedProject({
      "requirements.txt": "django==5.2.19\ndjango-simple-history==3.11.0\n",
      "config/settings.py":
        'INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "simple_history", "bakery"]\nDEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"\n',
      "bakery/models.py": models,
      "bakery/migrations/__init__.py": "",
      "bakery/migrations/0001_initial.py": migration,
    }).migrations;
    expect([drift?.["bakery"], drift_unknown["bakery"]]).toEqual([[], undefined]);
  });

  it.each([
    [
      "a field of the tracked model",
      { "bakery/models.py": models.replace("max_length=20", "max_length=30") },
      ["Alter field name on flour"],
    ],
    ["a field that history copies", { "bakery/models.py": models.replace("upload_to", "max_length=80, upload_to") }, null],
    ["what the package calls the model", { "simple_history/models.py": simpleHistory.replace('"historical {}"', '"former {}"') }, null],
    ["a model without history", { "bakery/models.py": models.replace("    history = HistoricalRecords()\n", "") }, null],
  ])("differ or are not known where %s changed", (_title, over, expected) => {
    expect(driftOf(over)).toEqual([expected, expected === null]);
  });
});

const places = `from django.contrib.auth.models import User
from django.db import models
from simple_history import register
from simple_history.models import HistoricalRecords

class Place(models.Model):
    pass

class Route(models.Model):
    stops = models.ManyToManyField(Place)
    history = HistoricalRecords(m2m_fields=[stops])

class Van(models.Model):
    places = models.ManyToManyField(Place, related_name="vans")

register(Van, app="archive", m2m_fields=["places"], table_name="old_vans", custom_model_name=lambda name: f"Former{name}")
register(User, app="bakery")
`;

describe("history that is kept otherwise", () => {
  const facts = aScannedProject({
    "requirements.txt": "django==5.2.19\ndjango-simple-history==3.11.0\n",
    "config/settings.py":
      'INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "simple_history", "bakery", "archive"]\n',
    "archive/__init__.py": "",
    "archive/models.py": "",
    "bakery/models.py": places,
  });
  const fields = (label: string) =>
    modelNamed(facts, label).fields.map(({ name, class: type, related_model }) => [name, type, related_model]);

  it("has a model for the rows of a many-to-many field, too", () => {
    expect(fields("bakery.HistoricalRoute_stops")).toEqual([
      ["id", "IntegerField", null],
      ["route", "ForeignKey", "bakery.Route"],
      ["place", "ForeignKey", "bakery.Place"],
      ["history", "ForeignKey", "bakery.HistoricalRoute"],
      ["m2m_history_id", "AutoField", null],
    ]);
    expect(modelNamed(facts, "bakery.HistoricalRoute").reverse.map(({ accessor }) => accessor)).toContain("historicalroute_stops_set");
  });

  it("is told to do nothing on deletion", () => {
    expect(facts.insights.map(({ code }) => code)).not.toContain("missing-on-delete");
    expect(
      facts.models.flatMap((model) => model.fields).filter((field) => field.because === "it is given no on_delete, which Python refuses"),
    ).toEqual([]);
  });

  it("stands in the app that the model was registered with", () => {
    expect(modelNamed(facts, "archive.FormerVan")).toMatchObject({ db_table: "old_vans", pk: "history_id" });
    expect(fields("archive.FormerVan_places").map(([name]) => name)).toEqual(["id", "van", "place", "history", "m2m_history_id"]);
    expect(fields("bakery.HistoricalUser")).toEqual(expect.arrayContaining([["username", "CharField", null]]));
  });
});
