import { describe, expect, it } from "vitest";
import type { AppFacts } from "../../../contract/shapes/facts.ts";
import { anEvaluator } from "../../evaluate/a-project.ts";
import { linkApps } from "./link-apps.ts";

const config = (body: string, before = ""): string =>
  `from django.apps import AppConfig\n${before}\nclass BooksConfig(AppConfig):\n${body}`;

const appsOf = (contents: Record<string, string>, ...entries: string[]): readonly AppFacts[] =>
  linkApps({
    evaluator: anEvaluator(contents),
    entries,
    defaultAutoField: "django.db.models.AutoField",
    place: (file) => ({ file: file.replace("/project/", ""), firstParty: !file.includes("site-packages") }),
  });

describe("apps", () => {
  it("takes the only configuration of apps.py", () => {
    const [app] = appsOf(
      {
        "books/__init__.py": "",
        "books/apps.py": config(
          "    name = 'books'\n    label = 'shelf'\n    verbose_name = 'All books'\n    default_auto_field = 'django.db.models.BigAutoField'\n",
        ),
      },
      "books",
    );
    expect(app).toEqual({
      label: "shelf",
      name: "books",
      path: "books",
      first_party: true,
      config_class: "books.apps.BooksConfig",
      default_auto_field: "django.db.models.BigAutoField",
      verbose_name: "All books",
      file: "books/apps.py",
      line: 3,
    });
  });

  it("stands without a configuration", () => {
    const [app] = appsOf({ "library/rare_books/__init__.py": "" }, "library.rare_books");
    expect(app).toMatchObject({
      label: "rare_books",
      name: "library.rare_books",
      path: "library/rare_books",
      config_class: "django.apps.config.AppConfig",
      default_auto_field: "django.db.models.AutoField",
      verbose_name: "Rare_Books",
      file: "library/rare_books/__init__.py",
    });
  });

  it("honours default = True among several, and default = False", () => {
    const two = `${config("    name = 'books'\n")}\nclass Other(AppConfig):\n    name = 'books'\n    label = 'other'\n`;
    expect(appsOf({ "books/__init__.py": "", "books/apps.py": two }, "books")[0]?.config_class).toBe("django.apps.config.AppConfig");
    expect(appsOf({ "books/__init__.py": "", "books/apps.py": `${two}    default = True\n` }, "books")[0]?.label).toBe("other");
    expect(appsOf({ "books/__init__.py": "", "books/apps.py": `${two}    default = False\n` }, "books")[0]?.config_class).toBe(
      "books.apps.BooksConfig",
    );
  });

  it("follows a dotted path to a configuration, wherever its name leads", () => {
    const [app] = appsOf(
      { "books/__init__.py": "", "books/setup/config.py": config("    name = __name__.split('.')[0]\n"), "books/setup/__init__.py": "" },
      "books.setup.config.BooksConfig",
    );
    expect(app).toMatchObject({ name: "books", label: "books", config_class: "books.setup.config.BooksConfig" });
  });

  it("inherits attributes from a configuration of the project", () => {
    const [app] = appsOf(
      {
        "base/__init__.py": "",
        "base/apps.py": config("    label = 'inherited'\n    default = False\n"),
        "books/__init__.py": "",
        "books/apps.py": "from base.apps import BooksConfig\nclass Mine(BooksConfig):\n    name = 'books'\n    default = True\n",
      },
      "books",
    );
    expect(app).toMatchObject({ label: "inherited", name: "books", config_class: "books.apps.Mine" });
  });

  it("takes the name from where a configuration that is not here stands", () => {
    const [app] = appsOf(
      { "books/__init__.py": "", "books/apps.py": "from shelves.apps import ShelvesConfig\nclass Mine(ShelvesConfig):\n    wide = True\n" },
      "books.apps.Mine",
    );
    expect(app).toMatchObject({ name: "shelves", label: "shelves", config_class: "books.apps.Mine" });
  });

  it("names an app whose code is not here by its entry", () => {
    expect(appsOf({}, "shelf_toolbar", "shelf_tables.apps.TablesConfig")).toMatchObject([
      { name: "shelf_toolbar", label: "shelf_toolbar", first_party: false, path: null, config_class: null, verbose_name: null },
      { name: "shelf_tables", label: "shelf_tables", config_class: "shelf_tables.apps.TablesConfig", default_auto_field: null },
    ]);
  });

  it("reads a namespace package", () => {
    expect(appsOf({ "books/models.py": "" }, "books")[0]).toMatchObject({ name: "books", path: "books", first_party: true, file: null });
  });
});
