import { describe, expect, it } from "vitest";
import { createMemoryFiles, memoryRoot } from "./files/memory-files.ts";
import type { InspectOptions } from "./inspect-options.ts";
import { linkProject, type LinkedProject } from "./link-project.ts";
import { linkSettings } from "./link/settings/link-settings.ts";
import { openProject, type OpenedProject } from "./open-project.ts";
import { forgetfulUses } from "./trace/file-uses.ts";
import { createWatch } from "./watch.ts";

const migration = "from django.db import migrations\n\ndef knead(apps, editor): pass\n\nclass Migration(migrations.Migration):\n";
const bakery = {
  "manage.py": 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "bakery.settings")\n',
  "bakery/__init__.py": "",
  "bakery/settings.py": 'INSTALLED_APPS = ["loaves"]\nROOT_URLCONF = "bakery.urls"\n',
  "bakery/urls.py": "from django.urls import path\nfrom loaves.migrations import knead\nurlpatterns = [path('knead/', knead)]\n",
  "loaves/__init__.py": "",
  "loaves/models.py": "from django.db import models\nfrom loaves.migrations import old\n\nclass Loaf(models.Model):\n    pass\n",
  "loaves/migrations/__init__.py": "",
  "loaves/migrations/old.py": "WEIGHT = 3\n",
  "loaves/migrations/knead.py": `${migration}    operations = [migrations.RunPython(knead)]\n`,
};

const linked = (
  isKept: boolean,
  contents: Readonly<Record<string, string>> = bakery,
): { readonly project: OpenedProject; readonly found: LinkedProject } => {
  const files = createMemoryFiles(contents);
  const options: InspectOptions = { root: memoryRoot, files, clock: () => 0, systemPrefixes: [] };
  const project = openProject(options, createWatch(options.clock, undefined), forgetfulUses);
  const { evaluator, showPath } = project;
  const settings = linkSettings({ evaluator, showPath, djangoVersion: null, inferredFrom: null, onSecret: undefined });
  return { project, found: linkProject(project, { files, settings, told: undefined, isKept }) };
};

describe("a project that is linked once", () => {
  it("says the same as one that is kept", () => {
    const [once, kept] = [linked(false).found, linked(true).found];
    expect({ ...once, again: null, settings: once.settings.facts }).toEqual({ ...kept, again: null, settings: kept.settings.facts });
    expect(once.urls.map(({ route }) => route)).toEqual(["knead/"]);
  });

  it("lets go of its migrations, but for what somebody had asked for before", () => {
    const contents = { ...bakery, "bakery/urls.py": "urlpatterns = []\n" };
    const modulesOf = (isKept: boolean): readonly string[] =>
      [...linked(isKept, contents).project.evaluator.modules.keys()].filter((name) => name.startsWith("loaves.migrations."));
    expect(modulesOf(true)).toEqual(["loaves.migrations.old", "loaves.migrations.knead"]);
    expect(modulesOf(false)).toEqual(["loaves.migrations.old"]);
  });
});
