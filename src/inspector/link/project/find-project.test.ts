import { describe, expect, it } from "vitest";
import { createMemoryFiles, memoryRoot } from "../../files/memory-files.ts";
import { findProject } from "./find-project.ts";
import type { FindProjectOptions } from "./project-location.ts";

const manage = (settings: string) => `import os
import sys

def main():
    """Run administrative tasks."""
    ${settings}
    from django.core.management import execute_from_command_line
    execute_from_command_line(sys.argv)

if __name__ == "__main__":
    main()
`;
const standard = (module: string) => manage(`os.environ.setdefault("DJANGO_SETTINGS_MODULE", "${module}")`);
const settings = "INSTALLED_APPS = []\n";
const find = (contents: Record<string, string>, over: Partial<FindProjectOptions> = {}) =>
  findProject({ root: memoryRoot, files: createMemoryFiles(contents), ...over });

describe("finding a project", () => {
  it("takes the settings that manage.py sets", () => {
    expect(find({ "manage.py": standard("library.settings"), "library/settings.py": settings })).toMatchObject({
      managePy: "/project/manage.py",
      settingsModule: "library.settings",
      settingsFile: "/project/library/settings.py",
      settingsFrom: "manage.py:6",
      importRoots: ["/project"],
      candidates: [],
    });
  });

  it("finds manage.py three folders down and imports from there", () => {
    expect(find({ "a/b/c/manage.py": standard("library.settings"), "a/b/c/library/settings.py": settings })).toMatchObject({
      managePy: "/project/a/b/c/manage.py",
      settingsFile: "/project/a/b/c/library/settings.py",
      importRoots: ["/project/a/b/c", "/project"],
    });
  });

  it("prefers the shallowest manage.py, then the one that is no example", () => {
    const found = find({
      "backend/manage.py": standard("library.settings"),
      "backend/library/settings.py": settings,
      "examples/manage.py": standard("demo.settings"),
      "examples/demo/settings.py": settings,
      "apps/inner/manage.py": standard("inner.settings"),
    });
    expect(found.managePy).toBe("/project/backend/manage.py");
  });

  it("passes by a manage.py of another program", () => {
    const found = find({
      "manage.py": "from flask_script import Manager\nManager().run()\n",
      "web/manage.py": standard("library.settings"),
      "web/library/settings.py": settings,
    });
    expect(found.managePy).toBe("/project/web/manage.py");
  });

  it.each([
    ["an assignment to os.environ", 'os.environ["DJANGO_SETTINGS_MODULE"] = "library.settings"'],
    ["a constant", 'NAME = "library.settings"\n    os.environ.setdefault("DJANGO_SETTINGS_MODULE", NAME)'],
    ["a default of another variable", 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", os.environ.get("CONF", "library.settings"))'],
    ["an f-string", "os.environ.setdefault(\"DJANGO_SETTINGS_MODULE\", f\"library.{os.getenv('WHICH', 'settings')}\")"],
    [
      "the branch that is not for tests",
      'if "test" in sys.argv:\n        os.environ["DJANGO_SETTINGS_MODULE"] = "library.testing"\n    else:\n        os.environ["DJANGO_SETTINGS_MODULE"] = "library.settings"',
    ],
    [
      "a conditional expression",
      'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "library.testing" if sys.argv[1:2] == ["test"] else "library.settings")',
    ],
    [
      "the else of an unset variable",
      'if os.environ.get("PROD") == "1":\n        s = "library.testing"\n    else:\n        s = "library.settings"\n    os.environ.setdefault("DJANGO_SETTINGS_MODULE", s)',
    ],
  ])("reads %s", (_, line) => {
    const found = find({ "manage.py": manage(line), "library/settings.py": settings, "library/testing.py": settings });
    expect(found.settingsModule).toBe("library.settings");
  });

  it("reads a variable from the given environment", () => {
    const contents = {
      "manage.py": manage('os.environ.setdefault("DJANGO_SETTINGS_MODULE", "library.settings." + os.environ.get("STAGE", "dev"))'),
      "library/settings/dev.py": settings,
      "library/settings/prod.py": settings,
    };
    expect(find(contents).settingsModule).toBe("library.settings.dev");
    expect(find(contents, { env: { STAGE: "prod" } })).toMatchObject({
      settingsModule: "library.settings.prod",
      candidates: ["library.settings.dev"],
    });
  });

  it("follows what manage.py adds to the import path", () => {
    const found = find({
      "manage.py": manage(
        'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conf.settings")\n    sys.path.append(str(current_path / "library"))',
      ),
      "conf/settings.py": settings,
      "library/books/models.py": "",
    });
    expect(found.importRoots).toEqual(["/project", "/project/library"]);
  });

  it("reads wsgi.py when there is no manage.py", () => {
    const wsgi =
      'import os\nfrom django.core.wsgi import get_wsgi_application\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "library.settings")\n';
    expect(find({ "library/wsgi.py": wsgi, "library/settings.py": settings })).toMatchObject({
      managePy: null,
      settingsModule: "library.settings",
      settingsFrom: "library/wsgi.py:3",
    });
  });

  it.each([
    ["pyproject.toml", '[tool.pytest.ini_options]\nDJANGO_SETTINGS_MODULE = "library.conf"\n'],
    ["pyproject.toml", '[tool.django-stubs]\ndjango_settings_module = "library.conf"\n'],
    ["setup.cfg", "[tool:pytest]\nDJANGO_SETTINGS_MODULE = library.conf\n"],
    ["pytest.ini", "[pytest]\n# comment\nDJANGO_SETTINGS_MODULE: library.conf\n"],
    ["tox.ini", "[pytest]\nDJANGO_SETTINGS_MODULE=library.conf\n"],
    [".env", 'export DJANGO_SETTINGS_MODULE="library.conf"\n'],
  ])("reads %s", (name, text) => {
    expect(find({ [name]: text, "library/conf.py": settings }).settingsModule).toBe("library.conf");
  });

  it("lets .env decide only where manage.py loads it", () => {
    const contents = { ".env": "DJANGO_SETTINGS_MODULE=library.local\n", "library/local.py": settings, "library/settings.py": settings };
    expect(find({ ...contents, "manage.py": standard("library.settings") }).settingsModule).toBe("library.settings");
    const loading = manage('load_dotenv()\n    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "library.settings")');
    expect(find({ ...contents, "manage.py": loading }).settingsModule).toBe("library.local");
  });

  it("falls back to a module that looks like settings", () => {
    const found = find({
      "library/settings/base.py": settings,
      "library/settings/local.py": "from .base import *\n",
      "tests/settings.py": settings,
    });
    expect(found).toMatchObject({ settingsModule: "library.settings.local", candidates: ["library.settings.base", "tests.settings"] });
  });

  it("imports from src/ and from the folder of a monorepo that holds the settings", () => {
    expect(
      find({ "src/library/settings.py": settings, "src/library/wsgi.py": 'os.environ["DJANGO_SETTINGS_MODULE"] = "library.settings"\n' }),
    ).toMatchObject({
      settingsFile: "/project/src/library/settings.py",
      importRoots: ["/project", "/project/src"],
    });
    expect(find({ "services/web/library/settings.py": settings }, { settingsModule: "library.settings" }).settingsFile).toBe(
      "/project/services/web/library/settings.py",
    );
  });

  it("keeps a given module that does not exist, and offers those that do", () => {
    expect(
      find({ "manage.py": standard("library.settings"), "library/settings.py": settings }, { settingsModule: "library.nothing" }),
    ).toMatchObject({
      settingsModule: "library.nothing",
      settingsFile: null,
      candidates: ["library.settings"],
    });
  });

  it("puts given folders first on the import path", () => {
    expect(find({ "manage.py": standard("library.settings") }, { pythonPath: ["/project/extra"] }).importRoots).toEqual([
      "/project/extra",
      "/project",
    ]);
  });

  it("survives a manage.py that is not Python, reading what it can", () => {
    const found = find({ "manage.py": '#!/bin/sh\nexec "$@"\n((((', "library/settings.py": settings });
    expect(found).toMatchObject({ managePy: "/project/manage.py", settingsModule: "library.settings" });
  });
});

describe("telling a Django project from another folder", () => {
  const sign = (files: Readonly<Record<string, string>>) => {
    const { managePy, settingsFile } = find(files);
    return managePy ?? settingsFile;
  };

  it("says what it looked for in an empty folder", () => {
    expect(find({ "readme.txt": "bread" })).toMatchObject({ managePy: null, settingsFile: null });
    expect(find({ "readme.txt": "bread" }).lookedFor[0]).toContain("manage.py in /project");
  });

  it("is content with manage.py or with settings", () => {
    expect(sign({ "manage.py": standard("library.settings") })).toBe("/project/manage.py");
    expect(sign({ "library/settings.py": settings })).toBe("/project/library/settings.py");
    expect(sign({ "settings.py": "colour = 'red'\n" })).toBeNull();
  });
});
