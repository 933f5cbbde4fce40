import { expect, it } from "vitest";
import { aScannedProject } from "./a-scanned-project.ts";
import { observeProgress } from "./progress.ts";

const stepsOf = (contents: Readonly<Record<string, string>>): number => {
  let steps = 0;
  observeProgress(
    () => (steps += 1),
    () => aScannedProject(contents),
  );
  return steps;
};

const model = (name: string): string => `class ${name}(models.Model):\n    name = models.CharField(max_length=9)\n`;
const models = (count: number): string =>
  `from django.db import models\n${Array.from({ length: count }, (_, index) => model(`M${index}`)).join("")}`;
const migration = (count: number): string =>
  `from django.db import migrations\nclass Migration(migrations.Migration):\n    dependencies = [${count === 0 ? "" : `("shop", "000${count - 1}_x")`}]\n    operations = []\n`;

it.each([
  ["a loop", { "config/settings.py": "for i in range(4):\n    for j in range(5000):\n        x = j\n" }, 15],
  ["a comprehension", { "config/settings.py": "x = [i for i in range(150) for j in range(150)]\n" }, 15],
  ["calls", { "config/settings.py": "def f(i):\n    return i\nx = [f(f(f(i))) for i in range(2000)]\n" }, 7],
  ["models", { "shop/models.py": models(60) }, 100],
  [
    "migrations",
    {
      "shop/models.py": models(1),
      "shop/migrations/__init__.py": "",
      ...Object.fromEntries([0, 1, 2, 3, 4].map((number) => [`shop/migrations/000${number}_x.py`, migration(number)])),
    },
    10,
  ],
  [
    "routes",
    {
      "config/settings.py": 'ROOT_URLCONF = "config.urls"\n',
      "config/urls.py": `from django.urls import path\nurlpatterns = [${'path("a/", print),'.repeat(80)}]\n`,
    },
    80,
  ],
])("a scan gives signs of life in %s, where it asks nothing of the disk", (_what, contents, atLeast) => {
  expect(stepsOf(contents) - stepsOf({})).toBeGreaterThanOrEqual(atLeast);
});

it("is heard only while it is observed", () => {
  let heard = 0;
  observeProgress(
    () => (heard += 1),
    () => {},
  );
  aScannedProject({});
  expect(heard).toBe(0);
});
