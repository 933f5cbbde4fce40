import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { Facts } from "../../contract/shapes/facts.ts";
import { createParseCache } from "../../inspector/python/parse-cache.ts";
import { scanFolder } from "../scan-folder.ts";
import { createScanMemory } from "./scan-memory.ts";

const places: string[] = [];
afterEach(() => {
  for (const place of places.splice(0)) rmSync(place, { recursive: true, force: true });
});

const project: Readonly<Record<string, string>> = {
  "manage.py": 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")\n',
  "requirements.txt": "django==6.0.1\n",
  "config/__init__.py": "",
  "config/settings.py": 'INSTALLED_APPS = ["bread", "orders"]\nROOT_URLCONF = "config.urls"\n',
  "config/urls.py": "urlpatterns = []\n",
  "bread/__init__.py": "",
  "bread/migrations/__init__.py": "",
  "bread/migrations/0001_initial.py":
    "from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n    operations = [migrations.CreateModel('Loaf', [('id', models.BigAutoField(primary_key=True)), ('name', models.CharField(max_length=80))])]\n",
  "bread/models.py":
    "from django.db import models\n\nALL = []\n\n\nclass Named(models.Model):\n    name = models.CharField(max_length=80)\n\n    class Meta:\n        abstract = True\n\n\nclass Loaf(Named):\n    weight = models.IntegerField()\n    LIMIT = 5\n",
  "orders/__init__.py": "",
  "orders/models.py":
    "from django.db import models\n\nfrom bread.models import Loaf, Named\n\n\nclass Order(Named):\n    loaf = models.ForeignKey(Loaf, models.CASCADE, related_name='orders')\n",
};

interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const textOf = (facts: Facts): string => JSON.stringify({ ...facts, timing: null });

/** A project on disk. */
const aProject = (files: Readonly<Record<string, string>>): { readonly folder: string; readonly edit: (edit: Edit) => void } => {
  const place = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-edited-")));
  places.push(place);
  // A scan looks beside the project as well, where other programs write.
  const folder = join(place, "work", "project");
  const contents = new Map(Object.entries({ ...project, ...files }));
  const write = (path: string, text: string): void => {
    contents.set(path, text);
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [path, text] of contents) write(path, text);
  return {
    folder,
    edit: ({ file, from, to }) => {
      const before = contents.get(file) ?? "";
      if (!before.includes(from)) throw new Error(`${file} does not hold ${from}`);
      write(file, before.replace(from, to));
    },
  };
};

/** Scans, edits, scans again: did that take a whole scan, and are the facts those of a first scan? */
const afterEdits = (
  files: Readonly<Record<string, string>>,
  ...edits: readonly Edit[]
): { readonly ways: string; readonly facts: Facts } => {
  const { folder, edit } = aProject(files);
  const memory = createScanMemory(createParseCache());
  let { facts } = memory.scan({ folder }, () => {});
  const ways = edits.map((one) => {
    edit(one);
    let isAnew = false;
    ({ facts } = memory.scan({ folder }, () => (isAnew = true)));
    expect(textOf(facts)).toBe(textOf(scanFolder({ folder })));
    return isAnew ? "anew" : "again";
  });
  return { ways: ways.join(" "), facts };
};

const inLoaf = (from: string, to: string): Edit => ({ file: "bread/models.py", from, to });
const widths = inLoaf("max_length=80", "max_length=90");
const limit = inLoaf("LIMIT = 5", "LIMIT = 6");
const added = inLoaf("    weight =", "    crust = models.IntegerField(null=True)\n    weight =");

describe("an edit of a model", () => {
  it("is followed without a new scan: fields added, changed, renamed, moved and taken away, methods, options", () => {
    const { ways, facts } = afterEdits(
      {},
      added,
      inLoaf("IntegerField(null=True)", "DecimalField(\n        max_digits=5,\n        decimal_places=2,\n    )"),
      inLoaf("crust =", "rind ="),
      inLoaf("    LIMIT = 5\n", ""),
      inLoaf("    weight =", "    LIMIT = 5\n    weight ="),
      inLoaf("    weight =", "    def __str__(self):\n        return self.name\n\n    weight ="),
      inLoaf("abstract = True", "abstract = True\n        ordering = ['name']"),
      widths,
      { file: "orders/models.py", from: "related_name='orders'", to: "related_name='sold'" },
      inLoaf("class Loaf", "# The bread.\nclass Loaf"),
      inLoaf("weight = models.IntegerField()", "weight = models.FloatField()"),
    );
    expect(ways).toBe(Array(11).fill("again").join(" "));
    expect(facts.models.find(({ label }) => label === "orders.Order")?.ordering).toEqual(["name"]);
    expect(facts.migrations.drift?.["bread"]?.map(({ describe: told }) => told)).toContain("Alter field name on loaf");
  });

  it.each<readonly [reader: string, files: Readonly<Record<string, string>>, edit: Edit]>([
    ["a module reads the name", { "config/urls.py": "from bread.models import Loaf\nLIMIT = Loaf.LIMIT\nurlpatterns = []\n" }, limit],
    ["the settings' module reads it late", { "orders/__init__.py": "from bread.models import Loaf\nSIZE = Loaf.LIMIT\n" }, limit],
    [
      "a module looks for a name that is not there",
      { "config/urls.py": "from bread.models import Loaf\nCRUST = getattr(Loaf, 'crust', None)\nurlpatterns = []\n" },
      added,
    ],
    [
      "a module lists the names",
      { "config/urls.py": "from bread.models import Loaf\nNAMES = [name for name in Loaf.__dict__]\nurlpatterns = []\n" },
      added,
    ],
    [
      "a migration reads it",
      {
        "bread/migrations/0002_more.py":
          "from django.db import migrations, models\nfrom bread.models import Loaf\n\n\nclass Migration(migrations.Migration):\n    dependencies = [('bread', '0001_initial')]\n    operations = [migrations.AddField('loaf', 'weight', models.IntegerField(default=Loaf.LIMIT))]\n",
      },
      limit,
    ],
    [
      "its statement does more than bind it",
      {
        "orders/models.py": `import scales\n${project["orders/models.py"] ?? ""}    noted = scales.register(Loaf)\n`,
      },
      { file: "orders/models.py", from: "noted = scales.register(Loaf)", to: "noted = 2" },
    ],
    [
      "its new statement does more than bind it",
      { "bread/models.py": `${project["bread/models.py"] ?? ""}    noted = 1\n    kind = models.CharField(choices=ALL)\n` },
      inLoaf("noted = 1", "noted = ALL.append(('a', 'A'))"),
    ],
    ["other code binds a name of the class", { "orders/__init__.py": "from bread.models import Loaf\nLoaf.extra = 7\n" }, limit],
    ["a module of its own would be imported", { "bread/late.py": "SIZE = 7\n" }, inLoaf("LIMIT = 5", "LIMIT = __import__('bread.late')")],
    ["there is another model then", {}, inLoaf("    weight =", "    peers = models.ManyToManyField('self')\n    weight =")],
    ["it is not abstract any more", {}, inLoaf("        abstract = True\n", "        ordering = []\n")],
  ])("takes a new scan when %s", (_, files, edit) => {
    expect(afterEdits(files, edit).ways).toBe("anew");
  });

  it("of a class that another statement of a body reads runs that as well", () => {
    const { ways, facts } = afterEdits(
      {
        "bread/models.py": `${project["bread/models.py"] ?? ""}    size = models.CharField(max_length=LIMIT)\n`,
        "orders/models.py": `${project["orders/models.py"] ?? ""}    size = models.CharField(max_length=Loaf.LIMIT)\n`,
      },
      limit,
    );
    expect(ways).toBe("again");
    const lengths = facts.models.flatMap(({ fields }) => fields.filter(({ name }) => name === "size").map((field) => field.max_length));
    expect(lengths).toEqual([6, 6]);
  });

  it("takes a new scan once the evaluation was let go: at rest, or for another folder", () => {
    const [one, other] = [aProject({}), aProject({})];
    const memory = createScanMemory(createParseCache());
    const isAnew = (folder: string): boolean => {
      let isNew = false;
      memory.scan({ folder }, () => (isNew = true));
      return isNew;
    };
    expect([isAnew(one.folder), isAnew(other.folder)]).toEqual([true, true]);
    one.edit(limit);
    expect(isAnew(one.folder)).toBe(true);
    one.edit(added);
    expect(isAnew(one.folder)).toBe(false);
    one.edit(widths);
    memory.rest();
    expect(isAnew(one.folder)).toBe(true);
  });
});
