import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createMemoryFiles, memoryRoot } from "../../files/memory-files.ts";
import { inspect } from "../../inspect.ts";
import type { MigrationsFacts } from "../../../contract/shapes/facts.ts";

const recorded = z
  .object({
    django: z.string(),
    cases: z.array(
      z.object({
        name: z.string(),
        files: z.record(z.string(), z.string()),
        changes: z.array(z.string()),
        may_be_unknown: z.boolean(),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(fileURLToPath(new URL("../../../../fixtures/drift/recorded.json", import.meta.url)), "utf8")));

const settings = `
SECRET_KEY = "x"
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "shop"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}}
`;
const manage = `import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_settings")\n`;

const migrationsOf = (files: Record<string, string>, requirements = `django==${recorded.django}\n`): MigrationsFacts => {
  const contents = { ...files, "manage.py": manage, "site_settings.py": settings, "requirements.txt": requirements };
  return inspect({ root: memoryRoot, files: createMemoryFiles(contents), clock: () => 0, systemPrefixes: [] }).migrations;
};

describe("drift, beside what Django says", () => {
  it.each(recorded.cases)("$name", ({ files, changes, may_be_unknown }) => {
    const { drift, drift_unknown } = migrationsOf(files);
    const found = drift?.["shop"]?.map((change) => change.describe).sort() ?? [`unknown: ${drift_unknown["shop"] ?? "without a reason"}`];
    const legal = may_be_unknown && drift_unknown["shop"] !== undefined ? [changes, found] : [changes];
    expect(legal).toContainEqual(found);
    expect(drift?.["shop"] === null).toBe(drift_unknown["shop"] !== undefined);
  });
});
