import { expect, it } from "vitest";
import { aScannedProject } from "../../a-scanned-project.ts";

const models = "from django.db import models\n\nclass Loaf(models.Model):\n    name = models.CharField(max_length=9)\n";

it("is what makemigrations would write for an app that startapp has just made, and not for one without the package", () => {
  const { drift, drift_unknown } = aScannedProject({
    "requirements.txt": "django==5.2.19\n",
    "bakery/models.py": models,
    "bakery/migrations/__init__.py": "",
    "ovens/models.py": models.replace("Loaf", "Oven"),
  }).migrations;
  expect(drift?.["bakery"]?.map(({ describe }) => describe)).toEqual(["Create model Loaf"]);
  expect([Object.keys(drift ?? {}), drift_unknown]).toEqual([["bakery"], {}]);
});
