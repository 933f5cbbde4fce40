import { describe, expect, it } from "vitest";
import { anEvaluator } from "../../evaluate/a-project.ts";
import { importAdminModules } from "./import-admin-modules.ts";
import { readAdminSites } from "./read-admin-sites.ts";

const models = "from django.db import models\nclass Loaf(models.Model): ...\nclass Roll(models.Model): ...\n";
const labels: Readonly<Record<string, string>> = {
  "bread.models.Loaf": "bread.Loaf",
  "bread.models.Roll": "bread.Roll",
  "django.contrib.auth.models.Group": "auth.Group",
  "ovens.models.Oven": "ovens.Oven",
};
const read = (contents: Record<string, string>, apps: readonly string[] = ["bread"]) => {
  const evaluator = anEvaluator({ "bread/__init__.py": "", "bread/models.py": models, ...contents });
  const imported = importAdminModules(
    evaluator,
    apps.map((name) => ({ label: name.split(".").at(-1) ?? name, name })),
    {
      has: (module) => module.startsWith("django.contrib."),
      registrations: (module) =>
        module === "ovens.admin" ? [{ label: "ovens.Oven", routes: [["", "ovens_oven_changelist", null]] }] : undefined,
    },
  );
  return readAdminSites({
    evaluator,
    labelOf: (path) => labels[path] ?? null,
    labelNamed: (label) => Object.values(labels).find((known) => known.toLowerCase() === label.toLowerCase()) ?? null,
    imported,
    appNames: apps,
    labels: apps.map((name) => name.split(".").at(-1) ?? name),
  });
};
const registered = (text: string, apps?: readonly string[]) =>
  read({ "bread/admin.py": `from django.contrib import admin\nfrom bread.models import Loaf, Roll\n${text}` }, apps)
    .sites.find((site) => site.isDefault)
    ?.registrations.map(({ label }) => label);

describe("admin registrations", () => {
  it.each([
    ["a decorator", "@admin.register(Loaf)\nclass LoafAdmin(admin.ModelAdmin): ...\n", ["bread.Loaf"]],
    ["a decorator of two models", "@admin.register(Loaf, Roll)\nclass LoafAdmin(admin.ModelAdmin): ...\n", ["bread.Loaf", "bread.Roll"]],
    ["a call", "admin.site.register(Loaf)\n", ["bread.Loaf"]],
    ["a call with a list", "admin.site.register([Loaf, Roll], admin.ModelAdmin)\n", ["bread.Loaf", "bread.Roll"]],
    ["a loop", "for model in (Loaf, Roll):\n    admin.site.register(model)\n", ["bread.Loaf", "bread.Roll"]],
    ["a helper", "def add(model):\n    admin.site.register(model)\nadd(Roll)\n", ["bread.Roll"]],
    [
      "what is taken back where it was registered",
      "admin.site.register(Loaf)\nif admin.site.is_registered(Loaf):\n    admin.site.unregister(Loaf)\n",
      [],
    ],
    ["what is taken back", "admin.site.register(Loaf)\nadmin.site.unregister(Loaf)\n", []],
  ])("are read from %s", (_, text, expected) => {
    expect(registered(text)).toEqual(expected);
  });

  it.each(["import rolls.admin", "from rolls import admin as theirs", "from rolls.admin import RollAdmin"])(
    "of another admin module are there after %s",
    (line) => {
      const theirs =
        "from django.contrib import admin\nfrom bread.models import Roll\n@admin.register(Roll)\nclass RollAdmin(admin.ModelAdmin): ...\n";
      const files = {
        "bread/admin.py": `${line}\nfrom django.contrib import admin\nfrom bread.models import Loaf, Roll\nadmin.site.register(Loaf)\nadmin.site.unregister(Roll)\n`,
        "rolls/__init__.py": "",
        "rolls/admin.py": theirs,
      };
      const site = read(files, ["bread", "rolls"]).sites.find(({ isDefault }) => isDefault);
      expect(site?.registrations.map(({ label }) => label)).toEqual(["bread.Loaf"]);
    },
  );

  it("of Django's own apps are known, in the order of the apps", () => {
    expect(registered("admin.site.register(Loaf)\n", ["bread", "django.contrib.auth"])).toEqual(["bread.Loaf", "auth.Group"]);
    expect(registered("admin.site.register(Loaf)\n", ["django.contrib.auth", "bread"])).toEqual(["auth.Group", "bread.Loaf"]);
  });

  it("come after those of an admin module that theirs imports", () => {
    const base =
      "from django.contrib.auth.admin import GroupAdmin\nclass LoafAdmin(GroupAdmin): ...\nadmin.site.register(Loaf, LoafAdmin)\n";
    expect(registered(base, ["bread", "django.contrib.auth"])).toEqual(["auth.Group", "bread.Loaf"]);
    const found = read(
      {
        "bread/admin.py":
          "from django.contrib import admin\nfrom bread.base import ShelfAdmin\nfrom bread.models import Loaf\nadmin.site.register(Loaf, ShelfAdmin)\n",
        "bread/base.py": "from ovens import admin\nclass ShelfAdmin(admin.OvenAdmin): ...\n",
        "ovens/__init__.py": "",
        "ovens/models.py": "from django.db import models\nclass Oven(models.Model): ...\n",
        "ovens/admin.py":
          "from django.contrib import admin\nfrom ovens.models import Oven\n@admin.register(Oven)\nclass OvenAdmin(admin.ModelAdmin): ...\n",
      },
      ["bread", "ovens"],
    );
    expect(found.sites[0]?.registrations.map(({ label }) => label)).toEqual(["ovens.Oven", "bread.Loaf"]);
  });

  it("of a package are those that the catalogue describes, in the order of the apps", () => {
    const found = read(
      { "bread/admin.py": "from django.contrib import admin\nfrom bread.models import Loaf\nadmin.site.register(Loaf)\n" },
      ["ovens", "bread"],
    );
    expect(found.sites[0]?.registrations.map(({ label }) => label)).toEqual(["ovens.Oven", "bread.Loaf"]);
    expect(found.unreadApps).toEqual([]);
  });

  it("of Django's own apps can be taken back by the project", () => {
    const text = "from django.contrib.auth.models import Group\nadmin.site.unregister(Group)\n";
    expect(registered(text, ["django.contrib.auth", "bread"])).toEqual([]);
  });

  it("are found in the modules that an admin package imports by their full names", () => {
    const sites = read({
      "bread/admin/__init__.py": "import bread.admin.loaves\nimport bread.admin.rolls\n",
      "bread/admin/loaves.py": "from django.contrib import admin\nfrom bread.models import Loaf\nadmin.site.register(Loaf)\n",
      "bread/admin/rolls.py": "from django.contrib import admin\nfrom bread.models import Roll\nadmin.site.register(Roll)\n",
    }).sites;
    expect(sites[0]?.registrations.map(({ label }) => label)).toEqual(["bread.Loaf", "bread.Roll"]);
  });

  it("are found in the modules that an admin package imports", () => {
    const sites = read({
      "bread/admin/__init__.py": "from .loaves import LoafAdmin\n",
      "bread/admin/loaves.py":
        "from django.contrib import admin\nfrom bread.models import Loaf\n@admin.register(Loaf)\nclass LoafAdmin(admin.ModelAdmin): ...\n",
    }).sites;
    expect(sites[0]?.registrations.map(({ label }) => label)).toEqual(["bread.Loaf"]);
  });

  it("on a site of the project's own are kept apart", () => {
    const { sites } = read({
      "bread/admin.py":
        "from django.contrib import admin\nfrom bread.models import Loaf, Roll\nclass Desk(admin.AdminSite): ...\ndesk = Desk(name='desk')\ndesk.register(Loaf)\n@admin.register(Roll, site=desk)\nclass RollAdmin(admin.ModelAdmin): ...\n",
    });
    expect(sites.map((site) => [site.isDefault, site.registrations.map(({ label }) => label)])).toEqual([
      [true, []],
      [false, ["bread.Loaf", "bread.Roll"]],
    ]);
  });

  it("that are computed are reported", () => {
    const { problems, sites } = read({
      "bread/admin.py": "from django.contrib import admin\nfrom elsewhere import pick\nadmin.site.register(pick())\n",
    });
    expect(sites[0]?.registrations).toEqual([]);
    expect(problems).toMatchObject([{ line: 3, code: "unresolved-admin" }]);
  });
});
