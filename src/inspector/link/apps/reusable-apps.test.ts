import { describe, expect, it } from "vitest";
import type { Facts } from "../../../contract/shapes/facts.ts";
import { fieldNamed } from "../../a-scanned-project.ts";
import { createMemoryFiles, memoryRoot } from "../../files/memory-files.ts";
import { inspect, type InspectOptions } from "../../inspect.ts";

const scanned = (files: Record<string, string>, over: Partial<InspectOptions> = {}): Facts =>
  inspect({ root: memoryRoot, files: createMemoryFiles(files), clock: () => 0, systemPrefixes: [], ...over });

const models = `
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models

class Loaf(models.Model):
    baker = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    guild = models.ForeignKey(Group, models.CASCADE)
    name = models.CharField(max_length=getattr(settings, "LOAF_LENGTH", 40))
`;

describe("a folder with an app and no project", () => {
  it("is read with the apps that its models need, and leaves to settings what they alone say", () => {
    const facts = scanned({ "loaves/__init__.py": "", "loaves/migrations/__init__.py": "", "loaves/models.py": models });
    expect(facts.apps.map(({ name, first_party }) => [name, first_party])).toEqual([
      ["django.contrib.auth", false],
      ["django.contrib.contenttypes", false],
      ["loaves", true],
    ]);
    expect(facts.insights.map(({ code, severity }) => [code, severity])).toEqual([
      ["unmigrated-changes", "warning"],
      ["reusable-app", "info"],
    ]);
    expect(fieldNamed(facts, "loaves.Loaf", "guild")).toMatchObject({ related_model: "auth.Group", certainty: "certain" });
    expect(fieldNamed(facts, "loaves.Loaf", "baker").related_model).toBeNull();
    expect(fieldNamed(facts, "loaves.Loaf", "name").max_length).toBeNull();
    expect(fieldNamed(facts, "loaves.Loaf", "id").certainty).toBe("unknown");
    expect(facts.settings).toMatchObject({ INSTALLED_APPS: null, DATABASES: null, AUTH_USER_MODEL: null });
  });

  it("takes the label and the class of keys from a configuration, also from one in the package itself", () => {
    const config = (name: string, label: string) =>
      `from django.apps import AppConfig\nclass Config(AppConfig):\n    name = "${name}"\n    label = "${label}"\n    default_auto_field = "django.db.models.BigAutoField"\n`;
    const loaf = "from django.db import models\nclass Loaf(models.Model):\n    pass\n";
    const facts = scanned({
      "loaves/__init__.py": "",
      "loaves/app/__init__.py": config("loaves.app", "bread"),
      "loaves/app/models.py": loaf,
      "rolls/__init__.py": "",
      "rolls/apps.py": config("rolls", "buns"),
      "rolls/models.py": loaf,
    });
    expect(facts.models.map(({ label }) => label)).toEqual(["bread.Loaf", "buns.Loaf"]);
    expect(fieldNamed(facts, "bread.Loaf", "id")).toMatchObject({ class: "BigAutoField", certainty: "certain" });
  });

  it("infers from a published release what the settings of its host say, where the project allows that release", () => {
    const plugin = (requirement: string): Facts =>
      scanned(
        {
          "pyproject.toml": `[project]\nname = "bread"\ndependencies = ["pulpcore${requirement}"]\n`,
          "bread/__init__.py": "",
          "bread/models.py": "from django.db import models\nfrom pulpcore.plugin.models import Content\nclass Loaf(Content):\n    pass\n",
        },
        { settingsModule: "pulpcore.app.settings" },
      );
    const facts = plugin(">=3.100");
    expect(facts.settings).toMatchObject({ ROOT_URLCONF: "pulpcore.app.urls", INSTALLED_APPS: null });
    expect(facts.settings.values.filter(({ certainty }) => certainty === "certain")).toEqual([]);
    expect(facts.apps.map(({ label }) => label)).toEqual(expect.arrayContaining(["core", "rest_framework", "bread"]));
    expect(fieldNamed(facts, "bread.Loaf", "content_ptr")).toMatchObject({ related_model: "core.Content", certainty: "certain" });
    expect(facts.insights.map(({ code }) => code)).toContain("reusable-app");
    expect(plugin("<3").settings.ROOT_URLCONF).toBeNull();
  });

  it("takes no package for an app that has nothing to do with Django", () => {
    expect(scanned({ "shelf/__init__.py": "", "shelf/models.py": "from sqlalchemy import Column\n" }).apps).toEqual([]);
  });
});
