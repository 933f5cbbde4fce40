/** The folder of a published app, without any project: what its models are, beside a Django that has them installed. */
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { scanFolder } from "../src/operations/scan-folder.ts";
import { djangoPython, whyNoDjango } from "./support/django.ts";

const run = promisify(execFile);
const absent = await whyNoDjango();

const told = z.record(
  z.string(),
  z.record(z.string(), z.tuple([z.string(), z.string().nullable(), z.boolean(), z.boolean(), z.string().nullable()])),
);

const ASK = `
import json, sys
import django
from django.conf import settings
settings.configure(INSTALLED_APPS=sys.argv[1:], DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}})
django.setup()
from django.apps import apps
label = lambda model: None if model is None else model._meta.label
print(json.dumps({
    model._meta.label: {
        field.name: [type(field).__name__, getattr(field, "column", None), field.null, field.unique, label(field.related_model)]
        for field in model._meta.fields
    }
    for app in apps.get_app_configs() for model in app.get_models()
}))
`;

/** Packages of PyPI: folder, apps that are taken as installed, number of models. */
const apps = [
  { distribution: "django-taggit==6.1.0", top: "taggit", installed: ["django.contrib.contenttypes", "taggit"], models: 2 },
  { distribution: "django-waffle", top: "waffle", installed: ["django.contrib.auth", "django.contrib.contenttypes", "waffle"], models: 3 },
] as const;

describe.skipIf(absent !== null)(`an app without a project${absent === null ? "" : ` (skipped: ${absent})`}`, () => {
  let folder: string;
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-app-")));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each(apps)("is read as Django has it: $top", { timeout: 400_000 }, async ({ distribution, top, installed, models }) => {
    const python = await djangoPython(`5.2+${distribution}`);
    const { stdout: where } = await run(python, ["-c", `import importlib.util; print(importlib.util.find_spec("${top}").origin)`]);
    cpSync(join(where.trim(), ".."), join(folder, top), { recursive: true });
    const { stdout } = await run(python, ["-c", ASK, ...installed]);
    const django = told.parse(JSON.parse(stdout));
    const facts = scanFolder({ folder });
    expect(facts.apps.map(({ name }) => name)).toEqual(installed);
    expect(facts.insights.map(({ code }) => code)).toContain("reusable-app");
    const own = facts.models.filter((model) => model.app === top && !model.abstract && !model.auto_created);
    const found = own.map((model) => [
      model.label,
      Object.fromEntries(
        model.fields
          .filter((field) => field.relation !== "many_to_many" && field.class?.startsWith("Generic") !== true)
          .map((field) => [
            field.name,
            // The class of a key that Django adds is for settings to say.
            field.certainty === "unknown"
              ? django[model.label]?.[field.name]
              : [field.class, field.column, field.null, field.unique, field.related_model],
          ]),
      ),
    ]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(Object.entries(django).filter(([label]) => label.startsWith(`${top}.`))));
    expect(own).toHaveLength(models);
  });
});
