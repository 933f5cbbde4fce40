import { expect, it } from "vitest";
import { aScannedProject } from "../../../a-scanned-project.ts";

const models = `from django.db import models
from hierarkey.models import GlobalSettingsBase, Hierarkey

hierarkey = Hierarkey(attribute_name="settings")


@hierarkey.set_global()
class Shelves(GlobalSettingsBase):
    pass


@hierarkey.add()
class Bakery(models.Model):
    pass
`;

/** As \`makemigrations\` of Django 5.2 with django-hierarkey 2.0 writes the stores. */
const migration = `from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(name="Bakery", fields=[("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))]),
        migrations.CreateModel(
            name="Bakery_SettingsStore",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=255)),
                ("value", models.TextField()),
                ("object", models.ForeignKey(on_delete=models.deletion.CASCADE, related_name="_settings_objects", to="bakery.bakery")),
            ],
            options={"abstract": False, "unique_together": {("object", "key")}},
        ),
        migrations.CreateModel(
            name="Shelves_SettingsStore",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=255)),
                ("value", models.TextField()),
            ],
            options={"abstract": False, "unique_together": {("key",)}},
        ),
    ]
`;

it("the stores of hierarkey are as their migrations say", () => {
  const { drift, drift_unknown } = aScannedProject({
    "requirements.txt": "django==5.2.19\ndjango-hierarkey==2.0.1\n",
    "bakery/models.py": models,
    "bakery/migrations/__init__.py": "",
    "bakery/migrations/0001_initial.py": migration,
  }).migrations;
  expect([drift?.["bakery"], drift_unknown["bakery"]]).toEqual([[], undefined]);
});
