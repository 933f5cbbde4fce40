import { describe, expect, it } from "vitest";
import { anEvaluator } from "../a-project.ts";
import type { ClassValue, Evaluator } from "../value.ts";

const classAt = (evaluator: Evaluator, module: string, name: string): ClassValue => {
  const found = evaluator.force({ kind: "lazy", module, name });
  if (found.kind !== "class") throw new Error(`${name} is ${found.kind}`);
  return found;
};

describe("a metaclass of the project", () => {
  it("changes the class body before the class is made, and the class after", () => {
    const evaluator = anEvaluator({
      "bakery/menus.py": [
        "class MenuMeta(type):",
        "    def __new__(mcs, name, bases, attrs):",
        "        attrs['dishes'] = [dish for dish in attrs.get('MENU', [])]",
        "        attrs.pop('draft', None)",
        "        return super().__new__(mcs, name, bases, attrs)",
        "    def __init__(cls, name, bases, attrs):",
        "        super().__init__(name, bases, attrs)",
        "        cls.count = len(attrs['dishes'])",
        "    def __iter__(cls):",
        "        return iter(cls.dishes)",
        "class Menu(metaclass=MenuMeta):",
        "    MENU = []",
        "class Breakfast(Menu):",
        "    draft = True",
        "    MENU = ['bun', 'roll']",
      ].join("\n"),
    });
    const breakfast = classAt(evaluator, "bakery.menus", "Breakfast");
    expect([...breakfast.namespace.keys()]).toEqual(["MENU", "dishes", "count"]);
    expect(evaluator.toPlain(evaluator.attribute(breakfast, "count"))).toBe(2);
    expect(evaluator.toPlain(evaluator.call(evaluator.attribute(breakfast, "__iter__"), [], new Map()))).toEqual(["bun", "roll"]);
    expect(breakfast.namespace.get("MENU")?.origins).toEqual([{ file: "/project/bakery/menus.py", line: 15 }]);
  });

  it("leaves the class as written when what it does cannot be followed", () => {
    const evaluator = anEvaluator({
      "bakery/menus.py": [
        "from somewhere import make",
        "class MenuMeta(type):",
        "    def __new__(mcs, name, bases, attrs):",
        "        return make(mcs, name, bases, attrs)",
        "class Menu(metaclass=MenuMeta):",
        "    size = 3",
      ].join("\n"),
    });
    expect([...classAt(evaluator, "bakery.menus", "Menu").namespace.keys()]).toEqual(["size"]);
  });

  it("finds a base by its label among the installed apps", () => {
    const evaluator = anEvaluator(
      {
        "site_settings.py": "INSTALLED_APPS = ['library']\n",
        "library/models.py": "from django.db import models\nclass Book(models.Model):\n    pass\n",
        "shop/proxies.py": [
          "from django.apps import apps",
          "Book = apps.get_model('library', 'Book')",
          "class Bestseller(Book):",
          "    class Meta:",
          "        proxy = True",
        ].join("\n"),
      },
      { settingsModule: "site_settings" },
    );
    const bestseller = classAt(evaluator, "shop.proxies", "Bestseller");
    expect(bestseller.bases).toEqual([classAt(evaluator, "library.models", "Book")]);
  });

  it("sees what reaches a base whose constructor is called by name", () => {
    const evaluator = anEvaluator({
      "shop/fields.py": [
        "from django.db.models import CharField",
        "class Isbn(CharField):",
        "    def __init__(self, *args, **kwargs):",
        "        kwargs['max_length'] = 13",
        "        CharField.__init__(self, *args, **kwargs)",
        "isbn = Isbn(null=True)",
      ].join("\n"),
    });
    const isbn = evaluator.force({ kind: "lazy", module: "shop.fields", name: "isbn" });
    if (isbn.kind !== "instance") throw new Error(isbn.kind);
    expect(isbn.reached?.path).toBe("django.db.models.fields.CharField");
    expect([...(isbn.reached?.kwargs.keys() ?? [])].sort()).toEqual(["max_length", "null"]);
  });

  it("takes a database branch by the engine that the settings name", () => {
    const evaluator = anEvaluator(
      {
        "site_settings.py": "DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3'}}\n",
        "shop/kind.py": "from django.db import connection\nif connection.vendor == 'postgresql':\n    kind = 1\nelse:\n    kind = 2\n",
      },
      { settingsModule: "site_settings" },
    );
    expect(evaluator.toPlain(evaluator.force({ kind: "lazy", module: "shop.kind", name: "kind" }))).toBe(2);
  });

  it("knows what its bases have while it makes a class, and who made them", () => {
    const evaluator = anEvaluator({
      "shop/plugins.py": [
        "from django.db import models",
        "from django.db.models.base import ModelBase",
        "class PluginBase(ModelBase):",
        "    def __new__(cls, name, bases, attrs):",
        "        parents = [base for base in bases if isinstance(base, PluginBase)]",
        "        if parents and not any(hasattr(parent, 'plugin_ptr') for parent in parents):",
        "            attrs['plugin_ptr'] = models.OneToOneField('shop.Plugin', models.CASCADE, parent_link=True)",
        "        return super().__new__(cls, name, bases, attrs)",
        "class Coloured:",
        "    colour = 'red'",
        "class Plugin(models.Model, metaclass=PluginBase):",
        "    pass",
        "class Banner(Coloured, Plugin):",
        "    pass",
        "class WideBanner(Banner):",
        "    pass",
      ].join("\n"),
    });
    expect([...classAt(evaluator, "shop.plugins", "Plugin").namespace.keys()]).toEqual([]);
    expect([...classAt(evaluator, "shop.plugins", "Banner").namespace.keys()]).toEqual(["plugin_ptr"]);
    expect([...classAt(evaluator, "shop.plugins", "WideBanner").namespace.keys()]).toEqual([]);
  });
});

describe("models named by a setting", () => {
  const settings = { "site_settings.py": "SHOP_PRODUCT_MODEL = 'bakery.Bread'\n" };
  const plain = (code: string): unknown => {
    const evaluator = anEvaluator({ ...settings, "shop/names.py": `import swapper\n${code}\n` }, { settingsModule: "site_settings" });
    return evaluator.toPlain(evaluator.force({ kind: "lazy", module: "shop.names", name: "x" }));
  };

  it("are what swapper makes of the setting, else the model itself", () => {
    expect(plain("x = swapper.get_model_name('shop', 'Product')")).toBe("bakery.Bread");
    expect(plain("x = swapper.get_model_name('shop', 'Order')")).toBe("shop.Order");
    expect(plain("x = swapper.is_swapped('shop', 'Order')")).toBe(false);
    expect(plain("x = swapper.swappable_setting('shop', 'Order')")).toBe("SHOP_ORDER_MODEL");
    expect(plain("swapper.set_app_prefix('shop', 'store')\nx = swapper.swappable_setting('shop', 'Order')")).toBe("STORE_ORDER_MODEL");
  });
});

describe("a star import", () => {
  it("does not lead a name in a circle through the module that it comes from", () => {
    const evaluator = anEvaluator({
      "shop/models.py": "class Tile:\n    pass\nfrom shop.extra import *\n",
      "shop/extra.py": "from shop.models import Tile\n",
    });
    expect(classAt(evaluator, "shop.models", "Tile").name).toBe("Tile");
    expect(classAt(evaluator, "shop.extra", "Tile").module).toBe("shop.models");
  });
});
