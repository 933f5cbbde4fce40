/** A real Django project that is not at run time what its source says, where it knows that DJDesk runs it: for tests. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

export const bakery: Readonly<Record<string, string>> = {
  "manage.py":
    'import os, sys\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "bakery.settings")\nfrom django.core.management import execute_from_command_line\nexecute_from_command_line(sys.argv)\n',
  "bakery/__init__.py": "",
  "bakery/settings.py": `import os
SECRET_KEY = "flour-and-water-9981"
INSTALLED_APPS = ["ovens.apps.OvensConfig"]
ROOT_URLCONF = "bakery.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TIME_ZONE = os.environ.get("BAKERY_ZONE", "UTC")
LANGUAGE_CODE = "nl" if "DJDESK_RUN" in os.environ else "en-us"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "/nowhere/bread.sqlite3"}}
`,
  "bakery/urls.py": `from django.http import HttpResponse\nfrom django.urls import path\n\ndef home(request):\n    return HttpResponse("bread")\n\nurlpatterns = [path("", home, name="home")]\n`,
  "ovens/__init__.py": "",
  "ovens/apps.py": `from django.apps import AppConfig


class OvensConfig(AppConfig):
    name = "ovens"

    def ready(self):
        print("M {\\"label\\": \\"ovens.Forged\\"}")
`,
  "ovens/models.py": `import os

from django.db import models


class Oven(models.Model):
    name = models.CharField(max_length=99 if "DJDESK_RUN" in os.environ else 40)
`,
  "ovens/migrations/__init__.py": "",
  "ovens/migrations/0001_initial.py": `from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n    initial = True\n    operations = [migrations.CreateModel("Oven", [("id", models.BigAutoField(primary_key=True, auto_created=True, serialize=False, verbose_name="ID")), ("name", models.CharField(max_length=40))])]\n`,
};

export const writeBakery = (folder: string, change: Readonly<Record<string, string>> = {}): void => {
  for (const [path, text] of Object.entries({ ...bakery, ...change })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
};
