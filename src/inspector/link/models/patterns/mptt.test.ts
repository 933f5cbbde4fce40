import { describe, expect, it } from "vitest";
import { aScannedProject, modelNamed } from "../../../a-scanned-project.ts";

const models =
  "from mptt.models import MPTTModel, TreeForeignKey\nclass Shelf(MPTTModel):\n    parent = TreeForeignKey('self', None, null=True)\n";

const indexes = (over: Readonly<Record<string, string>>) =>
  modelNamed(aScannedProject({ "bakery/models.py": models, ...over }), "bakery.Shelf").indexes?.map(({ fields }) => fields);

const installed = (init: string) => ({
  "mptt/__init__.py": init,
  "mptt/models.py":
    "from django.db import models\nTreeForeignKey = models.ForeignKey\nclass MPTTModel(models.Model):\n    class Meta:\n        abstract = True\n",
});

describe("the index of a tree", () => {
  const added = [["tree_id", "lft"]];

  it.each([
    ["django-mptt\n", added],
    ["django-mptt==0.18.0\n", added],
    ["django-mptt>=0.14\n", added],
    ["django-mptt==0.16.0\n", []],
    ["django-mptt<0.18\n", []],
  ])("is the package's since 0.18, by what is required: %j", (requirements, expected) => {
    expect(indexes({ "requirements.txt": requirements })).toEqual(expected);
  });

  it("is told by the release that is here", () => {
    expect(indexes(installed('__version__ = "0.17.0"\n'))).toEqual([]);
    expect(indexes(installed('__version__ = "0.18.0"\n'))).toEqual(added);
    expect(indexes(installed(""))).toBeUndefined();
  });
});
