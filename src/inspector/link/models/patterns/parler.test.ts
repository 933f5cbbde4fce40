import { expect, it } from "vitest";
import { aScannedProject, modelNamed } from "../../../a-scanned-project.ts";

it("names the table of a proxy's translations after the proxy", () => {
  const facts = aScannedProject({
    "bakery/models.py": `from django.db import models
from parler.models import TranslatableModel, TranslatedFields

class Page(TranslatableModel):
    translations = TranslatedFields(title=models.CharField(max_length=20))

class HtmlPage(Page):
    seo = TranslatedFields(keywords=models.CharField(max_length=20))

    class Meta:
        proxy = True
`,
  });
  expect(modelNamed(facts, "bakery.PageTranslation").db_table).toBe("bakery_page_translation");
  expect(modelNamed(facts, "bakery.HtmlPageTranslation").db_table).toBe("bakery_htmlpage_translation");
});
