import { describe, expect, it } from "vitest";
import { createMemoryFiles, memoryRoot } from "../../files/memory-files.ts";
import { newestAllowed, pinnedVersion, readDependencies } from "./read-dependencies.ts";

const read = (contents: Record<string, string>) => readDependencies(createMemoryFiles(contents), [memoryRoot]);

describe("declared dependencies", () => {
  it.each([
    ["requirements.txt", "Django==5.2.1 # pinned\ndjango-taggit>=6\n-r other.txt\n", true],
    ["requirements/base.txt", "django-taggit\n", true],
    ["requirements-dev.txt", "django-taggit\n", false],
    ["pyproject.toml", '[project]\ndependencies = ["django-taggit>=6"]\n', true],
    ["pyproject.toml", '[project.optional-dependencies]\ndev = ["django-taggit"]\n', false],
    ["pyproject.toml", '[dependency-groups]\ndev = ["django-taggit"]\n', false],
    ["pyproject.toml", '[tool.poetry.dependencies]\npython = "^3.12"\ndjango-taggit = "^6.0"\n', true],
    ["pyproject.toml", '[tool.poetry.group.dev.dependencies]\ndjango-taggit = "*"\n', false],
    ["Pipfile", '[packages]\ndjango-taggit = "*"\n', true],
    ["setup.cfg", "[options]\ninstall_requires =\n    django-taggit\n", true],
    ["setup.cfg", "[options.extras_require]\ndev =\n    django-taggit\n", false],
    ["setup.py", "setup(install_requires=['django-taggit>=6'])", true],
    ["setup.py", "setup(extras_require={'dev': ['django-taggit']})", false],
    ["library-1.0.dist-info/METADATA", "Requires-Dist: django-taggit>=6\n", true],
    ["library-1.0.dist-info/METADATA", "Requires-Dist: django-taggit; extra == 'dev'\n", false],
    ["Library.egg-info/requires.txt", "[dev]\ndjango-taggit\n", false],
  ])("are read from %s: %s", (name, text, required) => {
    const found = read({ [name]: text });
    expect([found.importNames.has("taggit"), found.optionalNames.has("taggit")]).toEqual([required, !required]);
  });

  it.each([
    ["==5.2.1", "5.2.1"],
    [">=6.1,<6.2", "6.1"],
    [">=5.2.3, <6", "5.2"],
    ["==5.2.*", "5.2"],
    ["~=5.1.2", "5.1"],
    [">=4.2", null],
    [">=4.2,<6", null],
  ])("pin Django %s to %s", (specification, expected) => {
    expect(pinnedVersion(specification)).toBe(expected);
    expect(read({ "requirements.txt": `Django${specification}\n` }).djangoVersion).toBe(expected);
  });

  it.each([
    ["==5.2.1", "5.2"],
    [">=4.2,<5.1", "5.0"],
    [">= 2.2, <5", "4.2"],
    [">=4.2,<6.0.3", "6.0"],
    ["<=4.2", "4.2"],
    ["~=3.2", "3.2"],
    [">=4.2", "6.1"],
    ["", "6.1"],
  ])("allow Django %s up to %s", (specification, expected) => {
    expect(newestAllowed(specification)).toBe(expected);
    expect(read({ "requirements.txt": `Django${specification}\n` }).newestDjango).toBe(expected);
  });

  it("take the newest of several releases of a lock file", () => {
    const lock = ["4.2.30", "5.2.17"].map((version) => `[[package]]\nname = "django"\nversion = "${version}"\n`).join("");
    expect(read({ "pyproject.toml": '[project]\ndependencies = ["django"]\n', "uv.lock": lock })).toMatchObject({
      djangoVersion: null,
      newestDjango: "5.2",
    });
  });

  it("know the release from a lock file", () => {
    expect(
      read({
        "pyproject.toml": '[project]\ndependencies = ["django>=5"]\n',
        "uv.lock": '[[package]]\nname = "django"\nversion = "5.2.7"\n',
      }).djangoVersion,
    ).toBe("5.2.7");
  });
});
