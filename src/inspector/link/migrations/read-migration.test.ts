import { describe, expect, it } from "vitest";
import { aScannedProject } from "../../a-scanned-project.ts";

const migration = (body: string) => `from django.db import connection, migrations
class Migration(migrations.Migration):
    dependencies = []
${body.replaceAll(/^/gm, "    ")}
`;
const settings = (engine: string) => `INSTALLED_APPS = ["bakery"]\nDATABASES = {"default": {"ENGINE": ${engine}}}\n`;
const operations = (body: string, engine = '"django.db.backends.sqlite3"') =>
  aScannedProject({
    "config/settings.py": settings(engine),
    "bakery/models.py": "",
    "bakery/migrations/__init__.py": "",
    "bakery/migrations/0001_initial.py": migration(body),
  }).migrations.apps["bakery"]?.migrations[0]?.operations?.map(({ op }) => op) ?? null;

describe("the operations of a migration", () => {
  const body = `if "mysql" in connection.settings_dict["ENGINE"]:
    operations = [migrations.RunSQL("SELECT 1")]`;

  it("may depend on the engine of the database", () => {
    expect(operations(body)).toEqual([]);
    expect(operations(body, '"django.db.backends.mysql"')).toEqual(["RunSQL"]);
  });

  it("are not known when they stand under a test that cannot be decided", () => {
    expect(operations(body, "undefined_name")).toBeNull();
  });
});

describe("an operation of a migration", () => {
  it("has a line only where it stands in the migration's own file", () => {
    const facts = aScannedProject({
      "config/settings.py": 'INSTALLED_APPS = ["bakery"]\n',
      "bakery/models.py": "",
      "bakery/tools.py": "from django.db import migrations\n\n\ndef also(one):\n    return [migrations.RunSQL('SELECT 1'), one]\n",
      "bakery/migrations/__init__.py": "",
      "bakery/migrations/0001_initial.py": `from bakery.tools import also\n${migration("operations = also(migrations.RunSQL('SELECT 2'))")}`,
    });
    expect(facts.migrations.apps["bakery"]?.migrations[0]?.operations?.map(({ line }) => line)).toEqual([null, 5]);
  });
});

describe("the dependencies of a migration", () => {
  it("may be on a model that a package lets the project replace", () => {
    const facts = aScannedProject({
      "config/settings.py": 'INSTALLED_APPS = ["bakery"]\n',
      "bakery/models.py": `import swapper
from django.db import models
class Loaf(models.Model):
    class Meta:
        swappable = swapper.swappable_setting("bakery", "Loaf")
`,
      "bakery/migrations/__init__.py": "",
      "bakery/migrations/0001_initial.py": `from django.conf import settings
from django.db import migrations
class Migration(migrations.Migration):
    dependencies = [migrations.swappable_dependency(settings.BAKERY_LOAF_MODEL)]
    operations = []
`,
    });
    expect(facts.migrations.apps["bakery"]?.migrations[0]?.dependencies).toEqual(["bakery.__first__"]);
  });
});
