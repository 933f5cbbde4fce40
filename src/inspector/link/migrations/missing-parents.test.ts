import { describe, expect, it } from "vitest";
import { createMemoryFiles, memoryRoot } from "../../files/memory-files.ts";
import { inspect } from "../../inspect.ts";

const migration = (dependencies: string, more = ""): string => `
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [${dependencies}]
    ${more}
    operations = []
`;
const created = `
from django.db import migrations, models

class Migration(migrations.Migration):
    initial = True
    dependencies = [("contenttypes", "0002_remove_content_type_name")]
    operations = [migrations.CreateModel(name="Loaf", fields=[("id", models.BigAutoField(primary_key=True, serialize=False))])]
`;

const inspected = (second: string, apps = "", more: Readonly<Record<string, string>> = {}) =>
  inspect({
    root: memoryRoot,
    files: createMemoryFiles({
      "manage.py": `import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_settings")\n`,
      "site_settings.py": `SECRET_KEY = "x"\nINSTALLED_APPS = ["django.contrib.contenttypes", "bakery"${apps}]\n`,
      "requirements.txt": "django==5.2\n",
      "shelf/__init__.py": "",
      "bakery/__init__.py": "",
      "bakery/models.py": "from django.db import models\n\nclass Loaf(models.Model):\n    id = models.BigAutoField(primary_key=True)\n",
      "bakery/migrations/__init__.py": "",
      "bakery/migrations/0001_initial.py": created,
      "bakery/migrations/0002_oven.py": second,
      ...more,
    }),
    clock: () => 0,
    systemPrefixes: [],
  });

const told = (facts: ReturnType<typeof inspected>): string[] =>
  facts.insights.filter(({ code }) => code === "missing-migration-dependency").map(({ title }) => title);

describe("dependencies on migrations that do not exist", () => {
  it.each([
    ["of the same app", `("bakery", "0001_gone")`, "bakery.0001_gone"],
    ["of an app without migrations", `("bakery", "0001_initial"), ("shelf", "0009_gone")`, "shelf.0009_gone"],
    ["of an app that is not installed", `("bakery", "0001_initial"), ("mill", "0001_initial")`, "mill.0001_initial"],
    ["any of an app that is not installed", `("bakery", "0001_initial"), ("mill", "__first__")`, "mill.__first__"],
  ])("leaves no verdict, and says so: %s", (_, dependencies, parent) => {
    const facts = inspected(migration(dependencies), `, "shelf"`);
    expect(facts.migrations.drift).toEqual({ bakery: null });
    expect(facts.migrations.drift_unknown["bakery"]).toContain(parent);
    expect(told(facts)).toEqual([`bakery.0002_oven depends on ${parent}, which does not exist`]);
  });

  it("is silent about one that a squash replaced", () => {
    const squash = migration(`("bakery", "0001_initial")`, `replaces = [("bakery", "0002_early")]`);
    const third = migration(`("bakery", "0002_early")`);
    const facts = inspected(squash, "", { "bakery/migrations/0003_loaf.py": third });
    expect(facts.migrations.drift).toEqual({ bakery: [] });
    expect(told(facts)).toEqual([]);
  });

  it("is silent about one that is there and cannot be read", () => {
    const facts = inspected(migration(`("bakery", "0002_early")`), "", { "bakery/migrations/0002_early.py": "Migration = None\n" });
    expect(facts.migrations.apps["bakery"]?.leaf_nodes).toBeNull();
    expect(told(facts)).toEqual([]);
  });

  it("leave no verdict either where migrations depend on each other", () => {
    const facts = inspected(migration(`("bakery", "0001_initial"), ("bakery", "0002_oven")`));
    expect(facts.migrations.drift).toEqual({ bakery: null });
    expect(facts.migrations.drift_unknown["bakery"]).toContain("bakery.0002_oven");
    const [found] = facts.insights.filter(({ code }) => code === "circular-migration-dependency");
    expect(found).toMatchObject({
      severity: "danger",
      title: "Migrations depend on each other: bakery.0002_oven → bakery.0002_oven",
      file: "bakery/migrations/0002_oven.py",
    });
  });

  it.each([
    ["that is there", migration(`("bakery", "0001_initial")`), ""],
    ["on the first of an app without migrations", migration(`("bakery", "0001_initial"), ("shelf", "__first__")`), `, "shelf"`],
    ["of an app whose code is not here", migration(`("bakery", "0001_initial"), ("mill", "0001_initial")`), `, "windmill"`],
  ])("is silent about one %s", (_, second, apps) => {
    const facts = inspected(second, apps);
    expect(facts.migrations.drift).toEqual({ bakery: [] });
    expect(told(facts)).toEqual([]);
  });
});
