import { chmodSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { aDesk } from "./a-desk.ts";
import { perform } from "./perform.ts";
import { chooseSlug, toSlug } from "./workspaces/choose-slug.ts";
import { protectedBecause, refusedByText } from "./workspaces/protected-paths.ts";

let here: Awaited<ReturnType<typeof aDesk>>;
beforeEach(async () => {
  here = await aDesk();
});
afterEach(() => here.close());

const add = (project_path: string, name = "") => perform(here.desk, "addWorkspace", { project_path, name });
const settled = async (slug: string) => {
  const workspace = await here.desk.store.workspaces.bySlug(slug);
  await here.desk.scans.settled(workspace!.id);
};

describe("registering a folder", () => {
  it("names it after the folder and scans it at once", async () => {
    const workspace = await add(here.writeProject("Corner Bakery"));
    expect(workspace).toMatchObject({ slug: "corner-bakery", name: "Corner Bakery", trusted: false, bundled: false, available: true });
    await settled("corner-bakery");
    const status = await perform(here.desk, "readStatus", { slug: "corner-bakery" });
    expect(status.scans.map(({ kind, status: state, progress }) => [kind, state, progress])).toEqual([
      ["fixtures", "completed", 100],
      ["logs", "completed", 100],
      ["migrations", "completed", 100],
      ["schema", "completed", 100],
    ]);
    expect(status.insights.map(({ code }) => code)).toEqual(
      expect.arrayContaining(["models", "pending-migrations", "drift", "conflicts", "findings"]),
    );
    expect((await perform(here.desk, "listWorkspaces", {})).workspaces[0]).toMatchObject({ status: "ready" });
  });

  it("names it after the folder above where its own says only that code is in it", async () => {
    mkdirSync(join(here.folder, "bakery"));
    expect(await add(here.writeProject("bakery/src"))).toMatchObject({ slug: "bakery", name: "bakery" });
    expect(await add(here.writeProject("bakery/src/source"), "Flour")).toMatchObject({ slug: "flour", name: "Flour" });
  });

  it("gives the second of a name a number", async () => {
    mkdirSync(join(here.folder, "other"));
    await add(here.writeProject("shop"));
    expect((await add(here.writeProject("other/shop"))).slug).toBe("shop-2");
    expect((await add(here.writeProject("third"), "Shop")).slug).toBe("shop-3");
  });

  it("takes a project without manage.py when its settings are named", async () => {
    const folder = join(here.folder, "shelf");
    mkdirSync(join(folder, "conf"), { recursive: true });
    writeFileSync(join(folder, "conf", "shelf_conf.py"), 'INSTALLED_APPS = ["django.contrib.auth"]\n');
    await expect(add(folder)).rejects.toMatchObject({ code: "not-a-django-project" });
    const told = { project_path: folder, settings_module: "shelf_conf", pythonpath: [join(folder, "conf")] };
    await expect(perform(here.desk, "addWorkspace", { ...told, settings_module: "nowhere" })).rejects.toMatchObject({
      code: "settings-not-found",
    });
    await expect(perform(here.desk, "addWorkspace", { ...told, python: "/nowhere/python" })).rejects.toMatchObject({
      code: "interpreter-missing",
    });
    const workspace = await perform(here.desk, "addWorkspace", told);
    expect(workspace.settings).toEqual({ python: null, settings_module: "shelf_conf", pythonpath: [join(folder, "conf")], env: {} });
    await settled(workspace.slug);
    const { project } = await perform(here.desk, "readFacts", { slug: workspace.slug });
    expect(project).toMatchObject({ manage_py: null, settings_module: "shelf_conf" });
  });

  it("takes an app without a project, and says what is not known of it", async () => {
    const folder = join(here.folder, "shelf");
    mkdirSync(join(folder, "shelf"), { recursive: true });
    writeFileSync(join(folder, "shelf", "__init__.py"), "");
    writeFileSync(join(folder, "shelf", "models.py"), "from django.db import models\n\nclass Book(models.Model):\n    pass\n");
    const workspace = await add(folder);
    await settled(workspace.slug);
    const { project, settings, insights } = await perform(here.desk, "readFacts", { slug: workspace.slug });
    expect(project).toMatchObject({ manage_py: null, settings_module: null });
    expect(settings?.INSTALLED_APPS).toBeNull();
    expect(insights?.map(({ code }) => code)).toContain("reusable-app");
  });

  it("takes an app whose settings are those of a dependency that is not here", async () => {
    const folder = join(here.folder, "shelf");
    mkdirSync(join(folder, "shelf"), { recursive: true });
    writeFileSync(join(folder, "shelf", "models.py"), "from django.db import models\n");
    const told = { project_path: folder, settings_module: "library.settings" };
    await expect(perform(here.desk, "addWorkspace", told)).rejects.toMatchObject({ code: "settings-not-found" });
    writeFileSync(join(folder, "requirements.txt"), "library>=2\n");
    expect((await perform(here.desk, "addWorkspace", told)).settings.settings_module).toBe("library.settings");
  });

  it.each([
    ["a path that is not there", () => join(here.folder, "nowhere"), "path-not-found"],
    ["a path that is not absolute", () => "library", "path-not-found"],
    ["a file", () => (writeFileSync(join(here.folder, "file"), ""), join(here.folder, "file")), "path-not-a-folder"],
    ["a folder below a file", () => (writeFileSync(join(here.folder, "file"), ""), join(here.folder, "file", "x")), "path-not-a-folder"],
    ["a link to itself", () => (symlinkSync("loop", join(here.folder, "loop")), join(here.folder, "loop")), "path-not-found"],
    ["a folder without a project", () => (mkdirSync(join(here.folder, "empty")), join(here.folder, "empty")), "not-a-django-project"],
    ["a path with a NUL", () => `${here.folder}\0`, "path-protected"],
    ["the root", () => "/", "path-protected"],
    ["the root by another name", () => "/tmp/..", "path-protected"],
    ["home", () => "~", "path-protected"],
    ["/proc", () => "/proc/self/cwd", "path-protected"],
    ["/etc", () => "/etc", "path-protected"],
    [
      "a link to a protected folder",
      () => (symlinkSync("/etc", join(here.folder, "innocent")), join(here.folder, "innocent")),
      "path-protected",
    ],
    ["DJDesk's own data", () => join(here.folder, "data"), "path-protected"],
    ["another machine", () => "//server/share", "path-protected"],
    ["another machine, as Windows writes it", () => "\\\\server\\share", "path-protected"],
    ["a device of Windows", () => "\\\\.\\pipe\\x", "path-protected"],
  ])("refuses %s", async (_name, path, code) => {
    await expect(add(path())).rejects.toMatchObject({ code, errors: { project_path: [expect.any(String)] } });
    expect((await perform(here.desk, "listWorkspaces", {})).workspaces).toEqual([]);
  });

  it("says what it looked for when there is no project", async () => {
    mkdirSync(join(here.folder, "empty"));
    await expect(add(join(here.folder, "empty"))).rejects.toThrow(/manage\.py/);
  });

  it.skipIf(process.getuid?.() === 0)("refuses a folder that may not be read", async () => {
    const path = here.writeProject("secret");
    chmodSync(path, 0);
    await expect(add(path)).rejects.toMatchObject({ code: "path-not-readable" });
    chmodSync(path, 0o700);
  });

  it("knows a folder again under another name", async () => {
    const path = here.writeProject("library");
    await add(path);
    symlinkSync(path, join(here.folder, "alias"));
    await expect(add(join(here.folder, "alias"))).rejects.toMatchObject({
      code: "workspace-exists",
      message: expect.stringContaining("`library`"),
    });
    renameSync(path, join(here.folder, "renamed"));
    await expect(add(join(here.folder, "renamed"))).rejects.toMatchObject({ code: "workspace-exists" });
  });

  it("shows control characters of a name as escapes", async () => {
    await expect(add(`${here.folder}/evil\u202e\n`)).rejects.toThrow(/evil\\u202e/);
  });
});

describe("a workspace", () => {
  it("is forgotten with its scans, and its files stay", async () => {
    const path = here.writeProject("library");
    const { slug } = await add(path);
    await settled(slug);
    expect(await perform(here.desk, "forgetWorkspace", { slug })).toEqual({ forgotten: slug });
    await expect(perform(here.desk, "readStatus", { slug })).rejects.toMatchObject({ code: "workspace-not-found" });
    expect((await add(path)).slug).toBe("library");
  });

  it("forgets it while it is being read, without a fault", async () => {
    const { slug } = await add(here.writeProject("library"));
    const { id } = (await here.desk.store.workspaces.bySlug(slug))!;
    await perform(here.desk, "forgetWorkspace", { slug });
    await here.desk.scans.settled(id);
    expect(here.problems).toEqual([]);
    expect((await add(join(here.folder, "library"))).slug).toBe(slug);
    await settled(slug);
    expect((await perform(here.desk, "readStatus", { slug })).scans.map(({ status }) => status)).not.toContain("failed");
  });

  it("takes settings key by key and refuses an interpreter that is not there", async () => {
    const { slug } = await add(here.writeProject("library"));
    await perform(here.desk, "updateWorkspace", { slug, env: { SHELF: "A" }, name: "The Library" });
    expect(await perform(here.desk, "updateWorkspace", { slug, settings_module: "library.settings" })).toMatchObject({
      name: "The Library",
      settings: { env: { SHELF: "A" }, settings_module: "library.settings", python: null },
    });
    await expect(perform(here.desk, "updateWorkspace", { slug, python: "/nowhere/python" })).rejects.toMatchObject({
      code: "interpreter-missing",
    });
    await expect(perform(here.desk, "updateWorkspace", { slug, colour: "red" })).rejects.toMatchObject({
      errors: { colour: [expect.any(String)] },
    });
  });

  it("does not show a secret variable again, and keeps it when it comes back masked", async () => {
    const { slug } = await add(here.writeProject("library"));
    const env = { BORROWED_TOKEN: "marmalade-7-harbour", SHELF: "A", CACHE: "redis://:yeast@cache/1" };
    const shown = await perform(here.desk, "updateWorkspace", { slug, env });
    expect(shown.settings.env).toEqual({ BORROWED_TOKEN: "•••", SHELF: "A", CACHE: "redis://:•••@cache/1" });
    await perform(here.desk, "updateWorkspace", { slug, env: { ...shown.settings.env, SHELF: "B" } });
    expect((await here.desk.store.workspaces.bySlug(slug))?.settings.env).toEqual({ ...env, SHELF: "B" });
  });

  it("shows the branch that is checked out", async () => {
    const path = here.writeProject("library");
    mkdirSync(join(path, ".git"));
    writeFileSync(join(path, ".git", "HEAD"), "ref: refs/heads/feature/returns\n");
    expect((await add(path)).git_branch).toBe("feature/returns");
  });

  it("answers a scan of each kind, and runs nothing of an untrusted folder for the live one", async () => {
    const { slug } = await add(here.writeProject("library"));
    expect(await perform(here.desk, "startScan", { slug, kind: "logs" })).toMatchObject({ kind: "logs", status: "pending" });
    await expect(perform(here.desk, "startScan", { slug, kind: "live" })).rejects.toMatchObject({ code: "workspace-not-trusted" });
    await expect(perform(here.desk, "startScan", { slug, kind: "dreams" })).rejects.toMatchObject({
      errors: { kind: [expect.any(String)] },
    });
  });

  it("joins scans that are asked for while one waits", async () => {
    const { slug } = await add(here.writeProject("library"));
    const asked = await Promise.all(Array.from({ length: 10 }, () => perform(here.desk, "startScan", { slug })));
    expect(new Set(asked.map(({ id }) => id)).size).toBeLessThanOrEqual(2);
    await settled(slug);
  });

  it("gives its facts, whole or one section", async () => {
    const { slug } = await add(here.writeProject("library"));
    await settled(slug);
    expect(await perform(here.desk, "readFacts", { slug })).toMatchObject({ facts: 1, project: { manage_py: "manage.py" } });
    expect(Object.keys(await perform(here.desk, "readFacts", { slug, section: "apps" }))).toEqual(["facts", "apps"]);
  });

  it("counts what waits in the apps that are here, and says of how many others it does not know", async () => {
    const path = here.writeProject("library", {
      settings:
        'INSTALLED_APPS = ["shelf", "easy_thumbnails"]\nDATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "none.sqlite3"}}\n',
    });
    mkdirSync(join(path, "shelf", "migrations"), { recursive: true });
    writeFileSync(join(path, "shelf", "__init__.py"), "");
    writeFileSync(join(path, "shelf", "migrations", "__init__.py"), "");
    writeFileSync(
      join(path, "shelf", "migrations", "0001_initial.py"),
      "from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n    operations = []\n",
    );
    const { slug } = await add(path);
    await settled(slug);
    const status = await perform(here.desk, "readStatus", { slug });
    expect(status.apps.map(({ app_label, pending_migrations }) => [app_label, pending_migrations])).toEqual([
      ["shelf", 1],
      ["easy_thumbnails", null],
    ]);
    expect(status.insights.find(({ code }) => code === "pending-migrations")).toMatchObject({
      value: "1+",
      severity: "warning",
      caption: "in 1 app; of 1 other app the migrations are not here",
    });
    expect(status.scans.find(({ kind }) => kind === "migrations")?.summary).toContain("1 pending in what is here");
  });

  it("reads its settings as another module makes them, with secrets masked, and keeps nothing of it", async () => {
    const path = here.writeProject("library", { settings: "DEBUG = True\nINSTALLED_APPS = []\n" });
    writeFileSync(
      join(path, "library", "settings_live.py"),
      'from .settings import *\nDEBUG = False\nSECRET_KEY = "a-canary-of-the-live-site"\n',
    );
    const { slug } = await add(path);
    await settled(slug);
    const { project, settings: own } = await perform(here.desk, "readFacts", { slug });
    const module = project?.settings_candidates.find((name) => name.endsWith("settings_live")) ?? "";
    const live = await perform(here.desk, "readSettings", { slug, module });
    expect(own?.DEBUG).toBe(true);
    expect(live).toMatchObject({ settings_module: module, settings: { DEBUG: false } });
    expect(live.settings.values.find(({ name }) => name === "SECRET_KEY")).toMatchObject({ value: "•••" });
    expect(JSON.stringify(live)).not.toContain("canary");
    expect((await perform(here.desk, "readFacts", { slug })).settings?.DEBUG).toBe(true);
    await expect(perform(here.desk, "readSettings", { slug, module: "os" })).rejects.toMatchObject({ code: "invalid-input" });
    renameSync(path, `${path}-gone`);
    await expect(perform(here.desk, "readSettings", { slug, module })).rejects.toMatchObject({ code: "path-not-found" });
  });

  it("shows the end of the project's own log files", async () => {
    const path = here.writeProject("library", {
      settings: 'LOGGING = {"handlers": {"file": {"class": "logging.FileHandler", "filename": "loans.log"}}}\nINSTALLED_APPS = []\n',
    });
    writeFileSync(join(path, "loans.log"), "2026-11-24 10:20:30,123 ERROR lending A book came back \u001b[31mwet\u001b[0m\n");
    const { slug } = await add(path);
    await settled(slug);
    const status = await perform(here.desk, "readStatus", { slug });
    expect(status.log_excerpt).toContainEqual({
      timestamp: "10:20:30",
      level: "error",
      message: "2026-11-24 10:20:30,123 ERROR lending A book came back wet",
    });
    expect(status.scans.find(({ kind }) => kind === "logs")?.summary).toBe("Read the end of 1 of 1 log file: 1 line, 1 error");
  });
});

describe("the status", () => {
  it("is the same bytes until something changes", async () => {
    const { slug } = await add(here.writeProject("library"));
    await settled(slug);
    const first = await here.desk.statuses.read(slug);
    expect(here.desk.statuses.peek(slug)).toBe(first);
    await perform(here.desk, "trustWorkspace", { slug });
    expect(here.desk.statuses.peek(slug)).toBeNull();
    expect((await here.desk.statuses.read(slug))?.etag).not.toBe(first?.etag);
  });
});

describe("names and paths", () => {
  it.each([
    ["Müller & Söhne", "muller-sohne"],
    ["  shop  ", "shop"],
    ["日本", "workspace"],
    ["x".repeat(300), "x".repeat(90)],
  ])("makes a slug of %s", (name, slug) => {
    expect(toSlug(name)).toBe(slug);
    expect(chooseSlug(name, new Set([slug]))).toBe(`${slug}-2`);
  });

  it("judges names of other machines by their text alone", () => {
    expect(["\\\\?\\C:\\x", "//x/y", "\\\\x", "/\\x"].map((path) => refusedByText(path) !== null)).toEqual([true, true, true, true]);
    expect(refusedByText("/projects/shop")).toBeNull();
  });

  it("protects home itself but not what lies in it", () => {
    expect(protectedBecause(homedir(), "/data")).not.toBeNull();
    expect(protectedBecause(`${homedir()}/shop`, "/data")).toBeNull();
    expect(protectedBecause("/data/samples/library", "/data")).toBeNull();
    expect(protectedBecause("/data/samples", "/data")).not.toBeNull();
  });
});
