import { describe, expect, it } from "vitest";
import { aScannedProject } from "../../../a-scanned-project.ts";

const initial = (model: string, more = "") =>
  `from django.db import migrations, models\n\nclass Migration(migrations.Migration):\n    dependencies = []\n    operations = [\n` +
  `        migrations.CreateModel("${model}", fields=[("id", models.AutoField(primary_key=True, serialize=False))]),\n${more}    ]\n`;
const model = (name: string) =>
  `from django.db import models\n\nclass ${name}(models.Model):\n    id = models.AutoField(primary_key=True)\n`;

const unknownApps = (operation: string): readonly string[] =>
  Object.keys(
    aScannedProject({
      "requirements.txt": "django==5.2.19\n",
      "bakery/models.py": model("Loaf"),
      "bakery/migrations/__init__.py": "",
      "bakery/migrations/0001_initial.py": initial("Loaf", `        ${operation},\n`),
      "loaf/models.py": model("Slice"),
      "loaf/migrations/__init__.py": "",
      "loaf/migrations/0001_initial.py": initial("Slice"),
    }).migrations.drift_unknown,
  ).sort();

describe("an operation that cannot be followed", () => {
  it("makes no app doubtful that is called as a model of its own app", () => {
    expect(unknownApps('migrations.RemoveField("loaf", "gone")')).toEqual(["bakery"]);
  });
});
