import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { facts as factsSchema, type Facts } from "../contract/shapes/facts.ts";
import { createDiskFiles } from "./files/disk-files.ts";
import { createMemoryFiles, memoryRoot } from "./files/memory-files.ts";
import { inspect, type InspectOptions } from "./inspect.ts";

const fixtures = fileURLToPath(new URL("../../fixtures", import.meta.url));
let ticks = 0;
const clock = () => (ticks += 1);
const quiet = { clock, systemPrefixes: [] };
const scan = (root: string, over: Partial<InspectOptions> = {}): Facts =>
  inspect({ root, files: createDiskFiles({ roots: [root] }), ...quiet, ...over });
const scanFixture = (name: string, over: Partial<InspectOptions> = {}): Facts => scan(join(fixtures, name), over);
const scanMemory = (contents: Record<string, string | Uint8Array>, over: Partial<InspectOptions> = {}): Facts =>
  inspect({ root: memoryRoot, files: createMemoryFiles(contents), ...quiet, ...over });
const codes = (facts: Facts) => facts.insights.map((insight) => insight.code);
const route = (facts: Facts) => facts.urls.map((url) => `${url.route} [${url.full_name ?? ""}] ${url.view ?? "?"}`);

describe("inspecting a whole project", () => {
  const bakery = scanFixture("bakery/whole");

  it("gives a document of the contract's shape", () => {
    expect(() => factsSchema.parse(bakery)).not.toThrow();
  });

  it("counts every stretch of its time under one of the stages", () => {
    const { discover_ms, parse_ms, extract_ms, link_ms, derive_ms, total_ms } = bakery.timing;
    // The clock goes on by one at each look; between two stages nobody looks but to end one and to begin the next.
    const stages = 5;
    expect(total_ms - (discover_ms + parse_ms + extract_ms + link_ms + derive_ms)).toBeLessThanOrEqual(stages + 2);
  });

  it("finds the project, its settings and its apps", () => {
    expect(bakery.project).toMatchObject({
      manage_py: "manage.py",
      settings_module: "config.settings.local",
      settings_candidates: ["config.settings.base", "config.settings.production"],
    });
    expect(bakery.settings).toMatchObject({
      ROOT_URLCONF: "config.urls",
      DEBUG: true,
      LANGUAGE_CODE: "de-at",
      DATABASES: { default: "django.db.backends.sqlite3" },
    });
    expect(bakery.apps.filter((app) => app.first_party).map((app) => [app.label, app.path])).toEqual([
      ["bread", "bread"],
      ["orders", "orders"],
    ]);
  });

  it("knows the release of a Django that the project brings along", () => {
    const root = mkdtempSync(join(tmpdir(), "djdesk-bundled-"));
    mkdirSync(join(root, "django"));
    writeFileSync(join(root, "django", "__init__.py"), "VERSION = (3, 2, 25, 'final', 0)\n");
    writeFileSync(join(root, "settings.py"), "SECRET_KEY = 'rye'\n");
    const { django_version } = scan(root, { settingsModule: "settings" }).project;
    rmSync(root, { recursive: true });
    expect(django_version).toBe("3.2.25");
  });

  it("reads models with their relations", () => {
    const own = bakery.models.filter((model) => model.first_party && !model.abstract).map((model) => model.label);
    expect(own.sort()).toEqual(["bread.Flour", "bread.Loaf", "bread.Loaf_flours", "orders.Line", "orders.Order"]);
    const line = bakery.models.find((model) => model.label === "orders.Line");
    expect(line?.fields.find((field) => field.name === "loaf")).toMatchObject({
      related_model: "bread.Loaf",
      on_delete: "PROTECT",
      accessor: "line_set",
      certainty: "certain",
    });
  });

  it("reads migrations with squashes and nested operations", () => {
    const { bread, orders } = bakery.migrations.apps;
    expect(bread?.migrations.map((migration) => migration.name)).toEqual([
      "0001_initial",
      "0001_squashed_0002_flour_origin",
      "0002_flour_origin",
      "0003_loaf",
    ]);
    expect(bread?.leaf_nodes).toEqual(["0003_loaf"]);
    expect(bread?.migrations[3]?.operations?.map((operation) => operation.op)).toEqual(["CreateModel", "RunPython"]);
    expect(bread?.migrations[2]?.operations?.[0]?.args).toEqual({
      model_name: "flour",
      name: "origin",
      field_class: "django.db.models.fields.CharField",
      preserve_default: false,
    });
    expect(orders?.migrations[0]?.dependencies).toEqual(["bread.0003_loaf", "auth.__first__"]);
    expect(orders?.migrations[0]?.operations?.[1]?.args).toMatchObject({
      state_operations: [{ op: "CreateModel", args: { name: "Line", fields: ["id", "count", "loaf", "order"] } }],
    });
  });

  it("says that nothing is applied while the database does not exist", () => {
    expect(bakery.migrations.applied["default"]).toEqual({
      source: "sqlite-file",
      because: "db.sqlite3 does not exist yet: no migration is applied.",
      rows: [],
    });
    expect(bakery.migrations.pending["bread"]).toEqual(["0001_squashed_0002_flour_origin", "0003_loaf"]);
    expect(bakery.migrations.pending["auth"]).toBeNull();
    expect(bakery.migrations.pending["messages"]).toEqual([]);
  });

  it("reads urls: namespaces, an API router, languages, media files", () => {
    expect(route(bakery)).toEqual(
      expect.arrayContaining([
        "bread/ [bread:list] bread.views.list_loaves",
        "bread/<int:pk>/ [bread:detail] bread.views.LoafDetail",
        "api/^loaves/$ [api:loaf-list] bread.api.LoafViewSet",
        "api/^loaves\\.(?P<format>[a-z0-9]+)/?$ [api:loaf-list] bread.api.LoafViewSet",
        "api/^loaves/(?P<pk>[^/.]+)/bake-now/$ [api:loaf-bake-now] bread.api.LoafViewSet",
        "api/ [api:api-root] rest_framework.routers.APIRootView",
        "^orders/(?P<number>[0-9]+)/$ [order] orders.views.show_order",
        "orders/new/ [new-order] orders.views.NewOrder",
        "de-at/about/ [about] orders.views.about",
        "^media/(?P<path>.*)$ [] django.views.static.serve",
        "admin/bread/loaf/<path:object_id>/change/ [admin:bread_loaf_change] django.contrib.admin.options.ModelAdmin.change_view",
        "admin/auth/user/<id>/password/ [admin:auth_user_password_change] django.contrib.auth.admin.UserAdmin.user_change_password",
      ]),
    );
    expect(route(bakery).filter((url) => url.startsWith("api/^loaves/$"))).toHaveLength(1);
  });

  it("says what views demand and answer", () => {
    const url = (name: string) => bakery.urls.find((each) => each.full_name === name);
    expect(url("bread:list")?.requires).toEqual(["login"]);
    expect(url("bread:detail")?.requires).toEqual(["permission:bread.view_loaf"]);
    expect(url("order")?.methods).toEqual(["POST"]);
    expect(url("new-order")?.methods).toEqual(["GET", "POST"]);
    expect(url("api:loaf-bake-now")?.methods).toEqual(["POST"]);
  });

  it("reads admin registrations and commands", () => {
    expect(bakery.admin.filter((label) => label.startsWith("bread."))).toEqual(["bread.Loaf", "bread.Flour"]);
    expect(bakery.commands).toMatchObject({ bake: "bread", migrate: "django.core", runserver: "django.contrib.staticfiles" });
  });
});

describe("inspecting twice", () => {
  it("gives the same facts byte for byte, but for the timing", () => {
    const text = (facts: Facts): string => JSON.stringify({ ...facts, timing: null });
    expect(text(scanFixture("bakery/whole"))).toBe(text(scanFixture("bakery/whole")));
  });

  it("does not depend on where the project lies, but for its root", () => {
    const folder = mkdtempSync(join(tmpdir(), "djdesk-inspect-"));
    cpSync(join(fixtures, "bakery/whole"), join(folder, "whole"), { recursive: true });
    const text = (facts: Facts, root: string): string => JSON.stringify({ ...facts, timing: null }).replaceAll(root, "ROOT");
    const here = join(fixtures, "bakery/whole");
    expect(text(scan(join(folder, "whole")), join(folder, "whole"))).toBe(text(scan(here), here));
    rmSync(folder, { recursive: true });
  });

  it("leaves every file of the project as it was", () => {
    const snapshot = () =>
      readdirSync(fixtures, { recursive: true, encoding: "utf8" })
        .sort()
        .map((name) => join(fixtures, name))
        .map((path) => [
          path,
          statSync(path).mtimeMs,
          statSync(path).isFile() ? createHash("sha1").update(readFileSync(path)).digest("hex") : "",
        ]);
    const before = snapshot();
    for (const name of ["bakery/whole", "bakery/conflict", "observatory/broken-settings"]) scanFixture(name);
    expect(snapshot()).toEqual(before);
  });
});

describe("inspecting what is not as it should be", () => {
  it("names two migrations that follow one", () => {
    const facts = scanFixture("bakery/conflict");
    expect(facts.migrations.conflicts).toEqual({ shelf: ["0002_depth", "0002_height"] });
    expect(codes(facts)).toEqual(["conflicting-leaves"]);
    expect(facts.migrations.applied["default"]?.source).toBe("unknown");
  });

  it("reads a project whose manage.py is not Python", () => {
    const facts = scanFixture("observatory/broken-manage");
    expect(facts.models.map((model) => model.label)).toEqual(["stars.Star"]);
  });

  it("reads the apps of a project whose settings do not exist, and says so", () => {
    const facts = scanFixture("observatory/missing-settings");
    expect(codes(facts)).toContain("settings-not-found");
    expect(facts.apps.map((app) => app.label)).toEqual(["stars"]);
  });

  it("reads settings that raise and a file that Python rejects", () => {
    const facts = scanFixture("observatory/broken-settings");
    expect(facts.models.map((model) => model.label)).toEqual(expect.arrayContaining(["stars.Comet", "stars.Star"]));
    expect(facts.unread).toEqual(expect.arrayContaining([expect.objectContaining({ file: "stars/models.py", code: "syntax-error" })]));
    expect(codes(facts)).toContain("unreadable-file");
  });

  it("says of an empty folder that it holds no settings", () => {
    const facts = scanMemory({ "readme.txt": "nothing here" });
    expect(codes(facts)).toEqual(["settings-not-found"]);
    expect(facts).toMatchObject({ apps: [], models: [], urls: [], admin: [] });
  });

  it.each([
    ["a settings module that imports itself", { "manage.py": "", "settings.py": "from settings import *\nINSTALLED_APPS = ['a']\n" }],
    [
      "URLconfs that include each other",
      {
        "settings.py": "INSTALLED_APPS = []\nROOT_URLCONF = 'urls'\n",
        "urls.py": "from django.urls import include, path\nurlpatterns = [path('x/', include('urls'))]\n",
      },
    ],
    ["bytes that are no text", { "settings.py": new Uint8Array([0xff, 0xfe, 0x00, 0x01, 0x80]) }],
    [
      "INSTALLED_APPS that is no list",
      { "settings.py": "INSTALLED_APPS = 7\nDATABASES = 'x'\nROOT_URLCONF = None\nMIGRATION_MODULES = []\n" },
    ],
    [
      "a models.py of ten thousand brackets",
      { "settings.py": "INSTALLED_APPS = ['a']\n", "a/__init__.py": "", "a/models.py": `x = ${"(".repeat(10_000)}` },
    ],
    [
      "migrations that depend on each other",
      {
        "settings.py": "INSTALLED_APPS = ['a']\n",
        "a/__init__.py": "",
        "a/migrations/__init__.py": "",
        "a/migrations/0001_x.py":
          "from django.db import migrations\nclass Migration(migrations.Migration):\n    dependencies = [('a', '0002_y')]\n",
        "a/migrations/0002_y.py":
          "from django.db import migrations\nclass Migration(migrations.Migration):\n    dependencies = [('a', '0001_x')]\n",
      },
    ],
    [
      "a migration without a class",
      { "settings.py": "INSTALLED_APPS = ['a']\n", "a/__init__.py": "", "a/migrations/__init__.py": "", "a/migrations/0001_x.py": "" },
    ],
    [
      "classes that are their own base",
      {
        "settings.py": "INSTALLED_APPS = ['a']\n",
        "a/__init__.py": "",
        "a/models.py": "class A(A):\n    pass\nclass B(C):\n    pass\nclass C(B):\n    pass\n",
      },
    ],
  ])("survives %s", (_, contents) => {
    const facts = scanMemory(contents);
    expect(() => factsSchema.parse(facts)).not.toThrow();
  });

  it("lists what it could not read instead of guessing routes", () => {
    const facts = scanMemory({
      "settings.py": "INSTALLED_APPS = []\nROOT_URLCONF = 'urls'\n",
      "urls.py":
        "from django.urls import include, path\nfrom elsewhere import make\nurlpatterns = [path('a/', include('elsewhere.urls')), path(make(), make), *make()]\n",
    });
    expect(facts.urls).toEqual([]);
    expect(facts.unread.map((entry) => [entry.file, entry.line, entry.code])).toEqual(
      expect.arrayContaining([
        ["urls.py", 3, "unresolved-route"],
        ["urls.py", 3, "urls-not-here"],
      ]),
    );
  });

  it("tells each stage once, in order", () => {
    const heard: string[] = [];
    scanMemory({ "settings.py": "INSTALLED_APPS = []\n" }, { onStage: (stage) => heard.push(stage) });
    expect(heard).toEqual(["discover", "parse", "evaluate", "link", "derive", "judge"]);
  });
});
