import { describe, expect, it } from "vitest";
import type { ClassValue, Value } from "../evaluate/value.ts";
import { loadCatalogue, openCatalogue } from "./catalogue.ts";

const bakery = [
  JSON.stringify({ distribution: "django-bakery", version: "1.2" }),
  JSON.stringify(["bakery", { file: "bakery/__init__.py", names: {} }]),
  JSON.stringify([
    "bakery.models",
    {
      file: "bakery/models.py",
      names: {
        Kind: {
          class: [{ ref: "django.db.models.enums:TextChoices" }],
          line: 3,
          members: ["RYE"],
          names: {
            RYE: { call: "bakery.models:Kind", args: [{ tuple: ["r", "Rye"] }], attributes: { _name_: "RYE", _value_: "r", label: "Rye" } },
          },
        },
        Loaf: {
          class: [{ ref: "bakery.bases:Baked" }],
          line: 7,
          names: {
            kind: {
              call: "django.db.models.fields:CharField",
              line: 8,
              kwargs: { default: { ref: "bakery.models:Kind.RYE" }, max_length: 1 },
            },
            Meta: { class: [{ ref: "bakery.bases:Baked.Meta" }], line: 9, names: { ordering: { list: ["kind"] } } },
            __init__: { def: ["self", "a", "/", "*args", "b=", "**kwargs"], line: 11 },
          },
        },
      },
    },
  ]),
  JSON.stringify([
    "bakery.bases",
    {
      file: "bakery/bases.py",
      names: { Baked: { class: [], line: 1, names: { Meta: { class: [], line: 2, names: { abstract: true } } } } },
    },
  ]),
  JSON.stringify(["bakery.migrations.0001_initial", { file: "bakery/migrations/0001_initial.py", names: {} }]),
].join("\n");

const open = () => openCatalogue({ packages: ["bakery"], read: () => bakery });
const classAt = (value: Value | undefined): ClassValue => {
  if (value?.kind !== "class") throw new Error(`not a class: ${value?.kind}`);
  return value;
};

describe("the catalogue", () => {
  it("gives a module's classes with their bases as lazy imports and their arguments as values", () => {
    const loaf = classAt(open().module("bakery.models")?.namespace.get("Loaf")?.value);
    expect(loaf).toMatchObject({ name: "Loaf", module: "bakery.models", catalogued: true });
    expect(loaf.bases).toEqual([{ kind: "lazy", module: "bakery.bases", name: "Baked" }]);
    const kind = loaf.namespace.get("kind");
    expect(kind?.origins).toEqual([{ file: "/(catalogue)/bakery/models.py", line: 8 }]);
    expect(kind?.value).toMatchObject({ kind: "instance", class: { kind: "external", path: "django.db.models.fields.CharField" } });
  });

  it("gives one enum member the same identity wherever it is named", () => {
    const catalogue = open();
    const names = catalogue.module("bakery.models")?.namespace;
    const kind = classAt(names?.get("Kind")?.value);
    const rye = kind.namespace.get("RYE")?.value;
    const members = kind.namespace.get("__members__")?.value;
    expect(members?.kind === "dict" && members.entries[0]?.value === rye).toBe(true);
    const field = classAt(names?.get("Loaf")?.value).namespace.get("kind")?.value;
    expect(field?.kind === "instance" && field.kwargs.get("default") === rye).toBe(true);
    expect(rye?.kind === "instance" && rye.class === kind).toBe(true);
  });

  it("finds nested classes of other modules", () => {
    const loaf = classAt(open().module("bakery.models")?.namespace.get("Loaf")?.value);
    const meta = classAt(loaf.namespace.get("Meta")?.value);
    expect(classAt(meta.bases[0])).toMatchObject({ module: "bakery.bases", qualname: "Baked.Meta" });
  });

  it("keeps the kinds of a constructor's parameters", () => {
    const init = classAt(open().module("bakery.models")?.namespace.get("Loaf")?.value).namespace.get("__init__")?.value;
    expect(init?.kind === "function" && init.parameters.map((one) => `${one.kind} ${one.name}`)).toEqual([
      "positional self",
      "positional a",
      "args args",
      "keyword b",
      "kwargs kwargs",
    ]);
  });

  it("lists what lies below a package and knows its release", () => {
    const catalogue = open();
    expect(catalogue.submodules("bakery")).toEqual(["bases", "migrations", "models"]);
    expect(catalogue.submodules("bakery.migrations")).toEqual(["0001_initial"]);
    expect(catalogue.has("bakery.nothing")).toBe(false);
    expect(catalogue.release("bakery")).toEqual({ distribution: "django-bakery", version: "1.2" });
    expect(catalogue.module("flour")).toBeUndefined();
  });
});

describe("several releases of a package", () => {
  const text = (version: string) =>
    [
      JSON.stringify({ distribution: "django-bakery", version }),
      JSON.stringify(["bakery", { file: "bakery/__init__.py", names: {} }]),
    ].join("\n");
  const texts: Readonly<Record<string, string>> = { bakery: text("3.0"), "bakery@2.1": text("2.1"), "bakery@1.4": text("1.4") };
  const chosen = (allowed: (version: string) => "allowed" | "near" | "other") => {
    const catalogue = openCatalogue({ packages: Object.keys(texts), read: (name) => texts[name] ?? "" }, (_distribution, version) =>
      allowed(version),
    );
    return [catalogue.release("bakery")?.version, catalogue.fits("bakery.models")];
  };

  it("are chosen by what the project requires: the newest that is allowed, else a near one, else the newest", () => {
    expect(chosen(() => "allowed")).toEqual(["3.0", true]);
    expect(chosen((version) => (version === "2.1" ? "allowed" : "near"))).toEqual(["2.1", true]);
    expect(chosen((version) => (version === "1.4" ? "near" : "other"))).toEqual(["1.4", false]);
    expect(chosen(() => "other")).toEqual(["3.0", false]);
  });
});

describe("the catalogue that ships", () => {
  const catalogue = loadCatalogue();

  it("describes Django's models, migrations and commands", () => {
    const user = classAt(catalogue.module("django.contrib.auth.models")?.namespace.get("AbstractUser")?.value);
    expect([...user.namespace.keys()]).toEqual(
      expect.arrayContaining(["username", "first_name", "email", "is_staff", "date_joined", "Meta"]),
    );
    expect(user.bases).toContainEqual({ kind: "lazy", module: "django.contrib.auth.base_user", name: "AbstractBaseUser" });
    expect(catalogue.submodules("django.contrib.auth.migrations")).toContain("0012_alter_user_first_name_max_length");
    expect(catalogue.submodules("django.core.management.commands")).toContain("showmigrations");
    expect(catalogue.module("django.db.models")?.namespace.get("CharField")?.value).toEqual({
      kind: "lazy",
      module: "django.db.models.fields",
      name: "CharField",
    });
    expect(catalogue.module("django.conf.global_settings")?.namespace.get("DEFAULT_CHARSET")?.value).toMatchObject({ value: "utf-8" });
  });

  it("describes common packages", () => {
    for (const [module, name] of [
      ["mptt.models", "MPTTModel"],
      ["treebeard.mp_tree", "MP_Node"],
      ["model_utils.models", "TimeStampedModel"],
      ["rest_framework.authtoken.models", "Token"],
      ["taggit.managers", "TaggableManager"],
      ["polymorphic.models", "PolymorphicModel"],
      ["wagtail.images.models", "AbstractImage"],
      ["django_countries.fields", "CountryField"],
    ] as const) {
      expect(catalogue.module(module)?.namespace.get(name)?.value.kind).toBe("class");
    }
  });
});
