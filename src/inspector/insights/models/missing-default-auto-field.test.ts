import { describe, expect, it } from "vitest";
import { aScannedProject } from "../../a-scanned-project.ts";

const project = {
  "requirements.txt": "Django==5.2\n",
  "bakery/models.py": "from django.db import models\nclass Loaf(models.Model):\n    name = models.TextField()\n",
};
const settings = (more: string): Readonly<Record<string, string>> => ({ "config/settings.py": `INSTALLED_APPS = ["bakery"]\n${more}` });
const config = (more: string): Readonly<Record<string, string>> => ({
  "bakery/apps.py": `from django.apps import AppConfig\nclass BakeryConfig(AppConfig):\n    name = "bakery"\n${more}`,
});
const found = (files: Readonly<Record<string, string>>): readonly string[] =>
  aScannedProject({ ...project, ...files })
    .insights.filter(({ code }) => code === "missing-default-auto-field")
    .map(({ severity, message }) => `${severity} ${message.slice(0, 27)}`);

describe("a primary key of a class that nobody chose", () => {
  it("is told of where Django warns of it", () => {
    expect(found({})).toEqual(["info 1 model (bakery.Loaf) gets "]);
  });

  it.each([
    ["a setting", settings('DEFAULT_AUTO_FIELD = "django.db.models.AutoField"\n')],
    ["the app's configuration", config('    default_auto_field = "django.db.models.AutoField"\n')],
    ["Django 6", { "requirements.txt": "Django==6.0\n" }],
    [
      "the model",
      { "bakery/models.py": "from django.db import models\nclass Loaf(models.Model):\n    id = models.AutoField(primary_key=True)\n" },
    ],
  ])("is chosen by %s", (_what, files) => {
    expect(found(files)).toEqual([]);
  });
});
