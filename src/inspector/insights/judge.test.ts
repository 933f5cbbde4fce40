import { describe, expect, it } from "vitest";
import { aField, aJudgedProject, aModel, anApp, aSetting, type JudgedParts } from "./a-judged-project.ts";
import { judge } from "./judge.ts";
import { insightRules } from "./registry.ts";

const codes = (parts: JudgedParts, line = "") =>
  judge(aJudgedProject(parts), () => line).map((insight) => `${insight.severity} ${insight.code}`);
const migration = (name: string) => ({
  name,
  file: `bakery/migrations/${name}.py`,
  dependencies: [],
  replaces: [],
  run_before: [],
  initial: null,
  operations: [],
});
const bakeryMigrations = {
  bakery: { module: "bakery.migrations", migrations: [migration("0001_initial"), migration("0002_oven")], leaf_nodes: ["0002_oven"] },
};
const applied = (...names: string[]) => ({
  default: {
    source: "sqlite-file" as const,
    because: "Read from db.sqlite3.",
    rows: names.map((name) => ({ app: "bakery", name, applied: null })),
  },
});

describe("the judge", () => {
  it("says nothing about a clean project", () => {
    expect(
      codes({
        models: [aModel()],
        migrations: { apps: bakeryMigrations, pending: { bakery: [] }, applied: applied("0001_initial", "0002_oven") },
      }),
    ).toEqual([]);
  });

  it("has one code per rule", () => {
    expect(new Set(insightRules.map((rule) => rule.code)).size).toBe(insightRules.length);
  });

  it("puts danger first, then order by code", () => {
    const found = codes({
      migrations: {
        apps: bakeryMigrations,
        conflicts: { bakery: ["0002_oven", "0002_shelf"] },
        pending: { bakery: ["0002_oven"] },
        applied: applied("0001_initial"),
      },
    });
    expect(found).toEqual(["danger conflicting-leaves", "warning pending-migrations"]);
  });

  it("is silenced by a comment on the line, for that code or for all", () => {
    const parts = { settings: { ...aJudgedProject().facts.settings, values: [aSetting({ value: true })] } };
    expect(codes(parts)).toEqual(["info debug-enabled"]);
    expect(codes(parts, "DEBUG = True  # djdesk: ignore[debug-enabled]")).toEqual([]);
    expect(codes(parts, "DEBUG = True  # djdesk: ignore")).toEqual([]);
    expect(codes(parts, "DEBUG = True  # djdesk: ignore[secret-key-in-source]")).toEqual(["info debug-enabled"]);
  });
});

describe("insights about migrations", () => {
  it("name the app whose migrations end twice", () => {
    const [insight] = judge(
      aJudgedProject({ migrations: { apps: bakeryMigrations, conflicts: { bakery: ["0002_oven", "0002_shelf"] } } }),
      () => "",
    );
    expect(insight).toMatchObject({
      title: "bakery has 2 migrations that nothing follows",
      fix: expect.stringContaining("--merge bakery"),
    });
  });

  it("do not call migrations pending when the applied state is unknown", () => {
    expect(
      codes({
        migrations: {
          apps: bakeryMigrations,
          pending: { bakery: null },
          applied: { default: { source: "unknown", because: "", rows: [] } },
        },
      }),
    ).toEqual([]);
  });

  it("say once that a fresh database has nothing", () => {
    expect(
      codes({
        migrations: {
          apps: bakeryMigrations,
          pending: { bakery: ["0001_initial", "0002_oven"], auth: ["0001_initial"] },
          applied: applied(),
        },
      }),
    ).toEqual(["info pending-migrations"]);
  });

  it("name applied migrations without a file, for the project's own apps", () => {
    expect(codes({ migrations: { apps: bakeryMigrations, phantom: { bakery: ["0003_lost"] } } })).toEqual(["warning phantom-migrations"]);
    expect(codes({ migrations: { phantom: { social_auth: ["0003_lost"] } } })).toEqual([]);
  });

  it("miss the package of an app with tables, and of no other", () => {
    const none = { bakery: { module: null, migrations: [], leaf_nodes: [] } };
    expect(codes({ models: [aModel()], migrations: { apps: none } })).toEqual(["warning missing-migrations-package"]);
    expect(codes({ models: [aModel({ managed: false })], migrations: { apps: none } })).toEqual([]);
    expect(codes({ apps: [anApp({ first_party: false })], models: [aModel()], migrations: { apps: none } })).toEqual([]);
  });
});

describe("insights about settings", () => {
  const settings = (...values: ReturnType<typeof aSetting>[]) => ({ settings: { ...aJudgedProject().facts.settings, values } });
  const secret = aSetting({ name: "SECRET_KEY", value: "•••" });

  it("weigh DEBUG by what the settings are for", () => {
    const on = settings(aSetting({ value: true }));
    expect(codes(on)).toEqual(["info debug-enabled"]);
    expect(codes({ ...on, project: { settings_module: "site.settings.production" } })).toEqual(["danger debug-enabled"]);
    expect(codes({ ...on, project: { settings_module: "site.settings.dev" } })).toEqual([]);
  });

  it("do not warn of a DEBUG or a key that comes from the environment", () => {
    expect(codes(settings(aSetting({ value: true, certainty: "inferred" })))).toEqual([]);
    expect(codes(settings({ ...secret, origin: [{ file: "site/settings.py", line: 3, env: "SECRET_KEY" }] }))).toEqual([]);
    expect(codes(settings({ ...secret, certainty: "unknown", value: null }))).toEqual([]);
    expect(codes(settings(secret))).toEqual(["info secret-key-in-source"]);
  });

  it("see a star in ALLOWED_HOSTS", () => {
    expect(codes(settings(aSetting({ name: "ALLOWED_HOSTS", value: ["*"] })))).toEqual(["info allowed-hosts-any"]);
    expect(codes(settings(aSetting({ name: "ALLOWED_HOSTS", value: ["bakery.example"] })))).toEqual([]);
  });

  it.each([
    ["load_configuration raises an exception", "load_configuration raises an exception. "],
    ["what os.path.join() gives is not known.", "What os.path.join() gives is not known. "],
    ["a call", "A call. "],
  ])("say in a sentence why: %s", (because, sentence) => {
    const parts = settings(aSetting({ name: "DATABASES", certainty: "unknown", value: null, because }));
    expect(judge(aJudgedProject(parts), () => "").map(({ message }) => message.slice(0, sentence.length))).toEqual([sentence]);
  });

  it("say that INSTALLED_APPS is not known", () => {
    expect(
      codes(settings(aSetting({ name: "INSTALLED_APPS", certainty: "unknown", value: null, because: "It calls entry_points()." }))),
    ).toEqual(["warning settings-unresolved"]);
  });

  it("say that the settings module does not exist, with those that do", () => {
    const [insight] = judge(aJudgedProject({ location: { settingsFile: null, candidates: ["site.settings.dev"] } }), () => "");
    expect(insight).toMatchObject({ code: "settings-not-found", message: expect.stringContaining("Found: site.settings.dev.") });
  });
});

describe("insights about models", () => {
  const relation = (name: string, over: Parameters<typeof aField>[0] = {}) =>
    aField({ name, class: "ForeignKey", relation: "many_to_one", related_model: "bakery.Oven", accessor: "loaf_set", ...over });
  const oven = aModel({ label: "bakery.Oven", name: "Oven" });

  it("see two relations that share an accessor", () => {
    expect(codes({ models: [oven, aModel({ fields: [relation("first"), relation("second")] })] })).toEqual([
      "danger reverse-accessor-clash",
    ]);
  });

  it("are silent when one of the two is not certain or is hidden", () => {
    expect(codes({ models: [oven, aModel({ fields: [relation("first"), relation("second", { certainty: "inferred" })] })] })).toEqual([]);
    expect(codes({ models: [oven, aModel({ fields: [relation("first"), relation("second", { accessor: null })] })] })).toEqual([]);
  });

  it("see an accessor that a field of the target has", () => {
    expect(codes({ models: [oven, aModel({ fields: [relation("oven", { accessor: "name" })] })] })).toEqual([
      "danger reverse-accessor-clash",
    ]);
  });

  it("ask for DEFAULT_AUTO_FIELD where Django warns of it", () => {
    const id = aField({ name: "id", class: "AutoField", file: null, line: null });
    const models = [aModel({ fields: [id] })];
    expect(codes({ models })).toEqual(["info missing-default-auto-field"]);
    expect(codes({ models, project: { django_version: "6.0.1" } })).toEqual([]);
    expect(codes({ models, project: { django_version: null } })).toEqual([]);
    expect(codes({ models, apps: [anApp({ default_auto_field: "django.db.models.AutoField" })] })).toEqual([]);
  });
});

describe("insights about files", () => {
  it("name a file that Python refuses, but not one of a library", () => {
    const problem = { file: "bakery/models.py", line: 3, code: "syntax-error", message: "invalid syntax" };
    expect(codes({ unread: [problem] })).toEqual(["danger unreadable-file"]);
    expect(codes({ unread: [{ ...problem, file: "site-packages:old/py2.py" }] })).toEqual([]);
  });
});

describe("insights about models and their migrations", () => {
  it("name the changes that no migration holds, where the first of them stands", () => {
    const drift = { bakery: [{ op: "AlterField", describe: "Alter field name on loaf" }], shop: null };
    const [insight, ...others] = judge(aJudgedProject({ models: [aModel()], migrations: { drift } }), () => "");
    expect(insight).toMatchObject({ code: "unmigrated-changes", file: "bakery/models.py", line: 5 });
    expect(insight?.message).toContain("Alter field name on loaf");
    expect(others).toEqual([]);
  });

  it("see a foreign key whose deletions read the whole table, unless an index begins with it", () => {
    const oven = aField({ name: "oven", relation: "many_to_one", related_model: "bakery.Oven", on_delete: "CASCADE" });
    expect(codes({ models: [aModel({ fields: [oven] })] })).toEqual(["info foreign-key-without-index"]);
    expect(codes({ models: [aModel({ fields: [{ ...oven, db_index: true }] })] })).toEqual([]);
    expect(codes({ models: [aModel({ fields: [{ ...oven, on_delete: "DO_NOTHING" }] })] })).toEqual([]);
    expect(codes({ models: [aModel({ fields: [oven], indexes: [{ name: "o", fields: ["-oven", "name"] }] })] })).toEqual([]);
    expect(codes({ models: [aModel({ fields: [oven], unique_together: [["oven", "name"]] })] })).toEqual([]);
  });
});

describe("insights about settings for production", () => {
  const production = (...values: ReturnType<typeof aSetting>[]) => ({
    project: { settings_module: "site.settings.production" },
    settings: { ...aJudgedProject().facts.settings, MIDDLEWARE: ["bakery.Own"], values },
  });
  const middleware = aSetting({ name: "MIDDLEWARE", value: ["bakery.Own"] });

  it("see cookies that travel without TLS", () => {
    const cookie = aSetting({ name: "SESSION_COOKIE_SECURE", value: false });
    expect(codes(production(cookie))).toEqual(["warning cookies-not-secure"]);
    expect(codes(production({ ...cookie, certainty: "inferred" }))).toEqual([]);
    expect(codes({ ...production(cookie), project: { settings_module: "site.settings" } })).toEqual([]);
  });

  it("see a setting that only SecurityMiddleware acts on", () => {
    const redirect = aSetting({ name: "SECURE_SSL_REDIRECT", value: true });
    expect(codes(production(middleware, redirect))).toEqual(["warning security-middleware-missing"]);
    expect(codes(production(middleware))).toEqual([]);
  });

  it("see answers that every site may read with the visitor's session", () => {
    const all = aSetting({ name: "CORS_ALLOW_ALL_ORIGINS", value: true });
    const credentials = aSetting({ name: "CORS_ALLOW_CREDENTIALS", value: true });
    expect(codes(production(all, credentials))).toEqual(["danger cors-allows-all"]);
    expect(codes(production(all))).toEqual([]);
  });
});

describe("insights about urls", () => {
  const url = (route: string, view: string, line = 1) => ({
    route,
    view,
    name: null,
    full_name: null,
    methods: null,
    requires: null,
    converters: {},
    file: "bakery/urls.py",
    line,
  });

  it("see a route that an earlier one takes", () => {
    expect(codes({ urls: [url("loaf/<slug:name>/", "a"), url("loaf/new/", "b")] })).toEqual(["warning shadowed-url"]);
    expect(codes({ urls: [url("loaf/<name>/", "a"), url("loaf/new/", "b")] })).toEqual(["warning shadowed-url"]);
    expect(codes({ urls: [url("loaf/", "a"), url("loaf/", "b")] })).toEqual(["info shadowed-url"]);
  });

  it("are silent about what both can answer", () => {
    expect(codes({ urls: [url("loaf/new/", "b"), url("loaf/<slug:name>/", "a")] })).toEqual([]);
    expect(codes({ urls: [url("loaf/<int:id>/", "a"), url("loaf/new/", "b")] })).toEqual([]);
    expect(codes({ urls: [url("loaf/<own:id>/", "a"), url("loaf/new/", "b")] })).toEqual([]);
    expect(codes({ urls: [url("loaf/<path:rest>", "a"), url("loaf/new/", "b")] })).toEqual([]);
    expect(codes({ urls: [url("^loaf/(.*)/$", "a"), url("loaf/new/", "b")] })).toEqual([]);
    expect(codes({ urls: [url("loaf/", "a"), url("loaf/", "a")] })).toEqual([]);
  });
});
