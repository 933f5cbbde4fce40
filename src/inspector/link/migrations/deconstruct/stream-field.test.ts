/** The answers are those of Django 5.2 with Wagtail 7.2 and of Django 4.2 with Wagtail 5.2. */
import { describe, expect, it } from "vitest";
import { aScannedProject } from "../../../a-scanned-project.ts";

const table = (rows: string, types = "[('quote', 2)]"): string => `wagtail.fields.StreamField(${types}, block_lookup={${rows}})`;
const quote = `0: ('wagtail.blocks.CharBlock', (), {'required': False}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('a', 'A')]}), 2: ('wagtail.blocks.StructBlock', [[('text', 0), ('kind', 1)]], {})`;
const nested = `wagtail.fields.StreamField([('quote', wagtail.blocks.StructBlock([('text', wagtail.blocks.CharBlock(required=False)), ('kind', wagtail.blocks.ChoiceBlock(choices=[('a', 'A')]))]))], use_json_field=True)`;

const classes = `
class Kind(blocks.ChoiceBlock):
    choices = (("a", "A"),)
class Quote(blocks.StructBlock):
    text = blocks.CharBlock(required=False)
    kind = Kind()
    class Meta:
        icon = "quote"
`;

/** What changes between a migration's field and the model's, whose classes are `extra`; null: not known. */
const changes = (migrated: string, written: string, extra = classes): readonly string[] | null => {
  const { drift } = aScannedProject({
    "requirements.txt": "django==5.2.19\nwagtail==7.2\n",
    "shop/models.py": `from django.db import models\nfrom wagtail import blocks\nfrom wagtail.fields import StreamField\n${extra}\nclass Page(models.Model):\n    body = ${written}\n`,
    "shop/migrations/__init__.py": "",
    "shop/migrations/0001_initial.py": `from django.db import migrations, models\nimport wagtail.fields\nimport wagtail.blocks\n\nclass Migration(migrations.Migration):\n    initial = True\n    dependencies = []\n    operations = [migrations.CreateModel(name='Page', fields=[('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')), ('body', ${migrated})])]\n`,
    "config/settings.py": 'INSTALLED_APPS = ["shop"]\nDEFAULT_AUTO_FIELD = "django.db.models.AutoField"\n',
  }).migrations;
  return drift?.["shop"]?.map((change) => change.describe) ?? null;
};

const altered = ["Alter field body on page"];
const create = ["Create model Other"];

describe("a StreamField where Wagtail is not here", () => {
  it.each([
    ["a class among pairs", "StreamField([('quote', Quote())])", []],
    ["options of the field's blocks", "StreamField([('quote', Quote())], use_json_field=True, max_num=3, collapsed=True)", []],
    ["pairs", "StreamField([('quote', blocks.StructBlock([('text', blocks.CharBlock(required=False)), ('kind', Kind())]))])", []],
    ["another name", "StreamField([('words', Quote())])", altered],
    ["an option of a block", "StreamField([('quote', Quote(icon='pen'))])", altered],
    ["an option of the field", "StreamField([('quote', Quote())], blank=True)", altered],
    ["a block in the place of another", "StreamField([('quote', blocks.CharBlock())])", altered],
    [
      "another order",
      "StreamField([('quote', blocks.StructBlock([('kind', Kind()), ('text', blocks.CharBlock(required=False))]))])",
      altered,
    ],
    ["what is computed", "StreamField(load())", null],
  ])("is compared by its blocks: %s", (_, written, expected) => {
    expect(changes(table(quote), written)).toEqual(expected);
    expect(changes(nested, written)).toEqual(expected);
  });

  it.each([
    ["a class of the whole", "class Body(blocks.StreamBlock):\n    quote = Quote()\n", "StreamField(Body)", []],
    [
      "an instance of it with more",
      "class Body(blocks.StreamBlock):\n    quote = Quote()\n",
      "StreamField(Body([('more', blocks.TextBlock())]))",
      altered,
    ],
    [
      "a block taken away",
      "class Long(Quote):\n    more = blocks.TextBlock()\nclass Short(Long):\n    more = None\n",
      "StreamField([('quote', Short())])",
      [],
    ],
    [
      "a block that was made before",
      "MADE = blocks.CharBlock(required=False)\nclass Other(blocks.StructBlock):\n    text = MADE\n    kind = Kind()\n",
      "StreamField([('quote', Other())])",
      null,
    ],
    [
      "a constructor of its own",
      "class Own(Quote):\n    def __init__(self):\n        super().__init__([])\n",
      "StreamField([('quote', Own())])",
      null,
    ],
    [
      "a deconstruct of its own",
      "class Own(Quote):\n    def deconstruct(self):\n        return ('x', [], {})\n",
      "StreamField([('quote', Own())])",
      null,
    ],
    [
      "a constructor of its own that is kept",
      "class Line(blocks.CharBlock):\n    def __init__(self, **kwargs):\n        super().__init__(max_length=3, **kwargs)\n",
      "StreamField([('quote', Line())])",
      altered,
    ],
  ])("knows the classes of blocks: %s", (_, extra, written, expected) => {
    expect(changes(table(quote), written, classes + extra)).toEqual(expected);
  });

  it("knows blocks of images", () => {
    const rows = "0: ('wagtail.images.blocks.ImageBlock', [], {'icon': 'x'})";
    const written = (image: string) =>
      changes(table(rows, "[('image', 0)]"), `StreamField([('image', ${image})])`, "from wagtail.images.blocks import ImageBlock\n");
    expect(written("ImageBlock(icon='x', required=False)")).toEqual([]);
    expect(written("ImageBlock()")).toEqual(altered);
  });

  it("knows lists, choices and pages however they are written", () => {
    const rows =
      "0: ('wagtail.blocks.CharBlock', (), {}), 1: ('wagtail.blocks.ListBlock', (0,), {'label': 'L'}), 2: ('wagtail.blocks.PageChooserBlock', (), {'page_type': ['shop.Page']})";
    const types = "[('list', 1), ('page', 2)]";
    const written = (list: string, page: string) => changes(table(rows, types), `StreamField([('list', ${list}), ('page', ${page})])`);
    const list = "blocks.ListBlock(blocks.CharBlock(), label='L')";
    expect(written(list, "blocks.PageChooserBlock(page_type='shop.Page')")).toEqual([]);
    expect(written(list, "blocks.PageChooserBlock(target_model='shop.page')")).toEqual([]);
    expect(written("blocks.ListBlock(blocks.TextBlock(), label='L')", "blocks.PageChooserBlock(page_type='shop.Page')")).toEqual(altered);
    expect(written(list, "blocks.PageChooserBlock()")).toEqual(altered);
    const other = "class Other(models.Model):\n    pass\n";
    const page = (given: string) =>
      changes(
        table(rows.replace("shop.Page", "shop.Other"), types),
        `StreamField([('list', ${list}), ('page', blocks.PageChooserBlock(page_type=${given}))])`,
        other,
      );
    expect([page("Other"), page("[Other]"), page("'shop.Page'")]).toEqual([[...create], [...create], [...create, ...altered]]);
  });
});
