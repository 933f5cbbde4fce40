import { expect, it } from "vitest";
import { aScannedProject, fieldNamed, modelNamed } from "../../../a-scanned-project.ts";

it("names the way back from the plugin that django CMS knows after app and model", () => {
  const facts = aScannedProject({
    "bakery/models.py": `from cms.models.pluginmodel import CMSPlugin
from django.db import models

class Shelf(CMSPlugin):
    wide = models.BooleanField()

class Tray(CMSPlugin):
    class Meta:
        abstract = True

class HotTray(Tray):
    pass
`,
  });
  expect(fieldNamed(facts, "bakery.Shelf", "cmsplugin_ptr")).toMatchObject({ accessor: "bakery_shelf", primary_key: true });
  expect(fieldNamed(facts, "bakery.HotTray", "cmsplugin_ptr").accessor).toBe("bakery_hottray");
  expect(modelNamed(facts, "bakery.HotTray").pk).toBe("cmsplugin_ptr");
});
