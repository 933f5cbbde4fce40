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
