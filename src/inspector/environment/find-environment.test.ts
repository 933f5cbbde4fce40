import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findEnvironment, type FindEnvironmentOptions } from "./find-environment.ts";

let base = "";
beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-environment-")));
  mkdirSync(join(base, "home/ada/bakery"), { recursive: true });
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const root = () => join(base, "home/ada/bakery");
const home = () => join(base, "home/ada");
const write = (path: string, text = "") => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
};

interface Packages {
  readonly django?: string | null;
  readonly version?: string;
  readonly config?: string;
}
/** A virtual environment as `python3 -m venv` leaves it. */
const aVenv = (folder: string, { django = "5.2.19", version = "3.12.1", config = "" }: Packages = {}) => {
  const packages = join(folder, "lib", `python${version.split(".").slice(0, 2).join(".")}`, "site-packages");
  write(join(folder, "pyvenv.cfg"), `home = /usr/bin\nversion = ${version}\n${config}`);
  write(join(folder, "bin/python"), "#!/bin/sh\n");
  chmodSync(join(folder, "bin/python"), 0o755);
  mkdirSync(packages, { recursive: true });
  if (django !== null) {
    write(join(packages, "django/__init__.py"), "");
    write(join(packages, `django-${django}.dist-info/METADATA`), "");
  }
  return packages;
};

const find = (options: Partial<FindEnvironmentOptions> = {}) =>
  findEnvironment({ root: root(), home: home(), env: {}, platform: "linux", systemPrefixes: [], ...options });

describe("find environment", () => {
  it.each([".venv", "venv", "env", "my-own-name"])("finds a virtual environment called %s in the project", (name) => {
    const packages = aVenv(join(root(), name));
    expect(find()).toMatchObject({
      kind: "venv",
      python: join(root(), name, "bin/python"),
      pythonVersion: "3.12.1",
      djangoVersion: "5.2.19",
      sitePackages: [packages],
      problem: null,
    });
  });

  it("finds one beside the folder of manage.py and one above the project", () => {
    aVenv(join(root(), "backend/.venv"));
    expect(find({ manageFolder: join(root(), "backend") }).python).toBe(join(root(), "backend/.venv/bin/python"));
    mkdirSync(join(root(), "src"));
    aVenv(join(root(), "venv"));
    expect(find({ root: join(root(), "src") }).python).toBe(join(root(), "venv/bin/python"));
  });

  it("does not take one from a folder above that others may write to, nor from the home folder", () => {
    aVenv(join(home(), "venv"));
    expect(find().python).toBeNull();
    chmodSync(home(), 0o777);
    expect(find({ home: null }).python).toBeNull();
    chmodSync(home(), 0o755);
    expect(find({ home: null }).python).not.toBeNull();
  });

  it.each([
    ["uv.lock", "uv"],
    ["pdm.lock", "pdm"],
    ["poetry.lock", "poetry"],
    ["Pipfile", "pipenv"],
  ])("tells by %s that %s made it", (lock, kind) => {
    write(join(root(), lock));
    aVenv(join(root(), ".venv"));
    expect(find().kind).toBe(kind);
  });

  it("tells by pyvenv.cfg that uv made it", () => {
    aVenv(join(root(), ".venv"), { config: "uv = 0.9.1\nversion_info = 3.13.0\n" });
    expect(find().kind).toBe("uv");
  });

  it("finds poetry's environment in its cache, the active one first", () => {
    write(join(root(), "pyproject.toml"), '[tool.poetry]\nname = "Rye_Bread.x"\n');
    const hash = createHash("sha256").update(root()).digest("base64url").slice(0, 8);
    const cache = join(home(), ".cache/pypoetry/virtualenvs");
    for (const minor of ["3.9", "3.10", "3.12"]) aVenv(join(cache, `rye-bread-x-${hash}-py${minor}`), { version: `${minor}.1` });
    aVenv(join(cache, `other-${hash}-py3.12`));
    expect(find()).toMatchObject({ kind: "poetry", pythonVersion: "3.12.1" });
    write(join(cache, "envs.toml"), `["rye-bread-x-${hash}"]\nminor = "3.9"\npatch = "3.9.1"\n`);
    expect(find()).toMatchObject({ kind: "poetry", python: join(cache, `rye-bread-x-${hash}-py3.9`, "bin/python") });
  });

  it("finds pipenv's environment by the hash of the Pipfile's path", () => {
    write(join(root(), "Pipfile"));
    const hash = createHash("sha256").update(join(root(), "Pipfile")).digest().subarray(0, 6).toString("base64url");
    const folder = join(home(), ".local/share/virtualenvs", `bakery-${hash}`);
    aVenv(folder);
    expect(find()).toMatchObject({ kind: "pipenv", python: join(folder, "bin/python") });
  });

  it("finds pdm's interpreter and its __pypackages__", () => {
    const other = join(base, "opt/python");
    aVenv(other, { django: null });
    write(join(root(), ".pdm-python"), join(other, "bin/python"));
    const packages = join(root(), "__pypackages__/3.12/lib");
    write(join(packages, "django/__init__.py"), 'VERSION = (4, 2, 0, "final", 0)\n');
    expect(find()).toMatchObject({ kind: "pdm", python: join(other, "bin/python"), djangoVersion: "4.2", pythonPath: [packages] });
  });

  it("finds the conda environment that environment.yml names", () => {
    write(join(root(), "environment.yml"), "name: rye # the bakery\ndependencies: [django]\n");
    const folder = join(home(), "miniconda3/envs/rye");
    aVenv(folder);
    expect(find()).toMatchObject({ kind: "conda", python: join(folder, "bin/python") });
  });

  it("finds the pyenv environment that .python-version names", () => {
    write(join(root(), ".python-version"), "bakery-3.12\n");
    aVenv(join(home(), ".pyenv/versions/bakery-3.12"));
    expect(find()).toMatchObject({ kind: "venv", djangoVersion: "5.2.19" });
  });

  it("finds the environment that is active", () => {
    aVenv(join(base, "elsewhere"));
    expect(find({ env: { VIRTUAL_ENV: join(base, "elsewhere") } }).python).toBe(join(base, "elsewhere/bin/python"));
  });

  it("takes the first that has a Django, and the system's last", () => {
    aVenv(join(root(), ".venv"), { django: null });
    aVenv(join(root(), "venv"), { django: "4.2.1" });
    const system = join(base, "usr");
    write(join(system, "bin/python3"));
    write(join(system, "lib/python3/dist-packages/django/__init__.py"), 'VERSION = (3, 2, 19, "final", 0)\n');
    write(join(system, "lib/python3.11/os.py"));
    expect(find({ systemPrefixes: [system] })).toMatchObject({ kind: "venv", djangoVersion: "4.2.1" });
    rmSync(join(root(), "venv"), { recursive: true });
    expect(find({ systemPrefixes: [system] })).toMatchObject({
      kind: "system",
      djangoVersion: "3.2.19",
      python: join(system, "bin/python3"),
    });
  });

  it("sees packages that an environment shares with the system, and editable installs", () => {
    const system = join(base, "usr");
    write(join(system, "lib/python3.12/site-packages/django/__init__.py"), "");
    write(join(system, "lib/python3.12/site-packages/Django-5.0.1.dist-info/METADATA"), "");
    const packages = aVenv(join(root(), ".venv"), { django: null });
    write(join(root(), ".venv/pyvenv.cfg"), `home = ${system}/bin\ninclude-system-site-packages = true\nversion = 3.12.1\n`);
    write(join(packages, "ovens.pth"), `import evil\n# note\n${join(base, "ovens")}\n/nowhere\n`);
    mkdirSync(join(base, "ovens"));
    expect(find()).toMatchObject({ djangoVersion: "5.0.1", linkedFolders: [join(base, "ovens")] });
  });

  it("believes a given interpreter, even where it sees no Django", () => {
    aVenv(join(base, "given"), { django: null });
    expect(find({ given: join(base, "given/bin/python") })).toMatchObject({
      kind: "given",
      problem: null,
      python: join(base, "given/bin/python"),
    });
    expect(find({ given: join(base, "given") })).toMatchObject({ kind: "given", python: join(base, "given/bin/python") });
  });

  it("resolves a pyenv shim to the interpreter behind it", () => {
    write(join(home(), ".pyenv/shims/python3"), "#!/usr/bin/env bash\n");
    write(join(home(), ".pyenv/version"), "3.12.1\n");
    write(join(home(), ".pyenv/versions/3.12.1/bin/python3"), "");
    expect(find({ given: join(home(), ".pyenv/shims/python3") }).python).toBe(join(home(), ".pyenv/versions/3.12.1/bin/python3"));
  });

  it("says how to give an interpreter when there is none", () => {
    expect(find()).toMatchObject({ kind: null, python: null, problem: expect.stringMatching(/No Python environment.*--python PATH/) });
    aVenv(join(root(), ".venv"), { django: null });
    expect(find()).toMatchObject({ kind: "venv", python: null, problem: expect.stringMatching(/\.venv has no Django\..*pip/) });
    rmSync(join(root(), ".venv/bin/python"));
    symlinkSync("/nowhere/python3", join(root(), ".venv/bin/python"));
    expect(find()).toMatchObject({ python: null, problem: expect.stringMatching(/\.venv has no interpreter that works/) });
    expect(find({ given: "/nowhere/python" })).toMatchObject({
      kind: "given",
      python: null,
      problem: expect.stringMatching(/^There is no interpreter at \/nowhere\/python\./),
    });
  });

  it("gives up on nonsense without a throw", () => {
    write(join(root(), "pyproject.toml"), "[tool.poetry\nname=");
    write(join(root(), "poetry.lock"));
    write(join(root(), "environment.yml"), "name: ../../etc\n");
    write(join(root(), ".python-version"), "../../x\n\u0000");
    write(join(root(), ".pdm-python"), "python");
    write(join(root(), ".venv"), "a\nb");
    symlinkSync("venv", join(root(), "venv"));
    mkdirSync(join(root(), "env/bin/python"), { recursive: true });
    expect(find().python).toBeNull();
  });
});
