/** Row S15: projects whose files are read in time and whose meaning would take for ever. Each scan ends, and says what it left. */
import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Facts } from "../../src/contract/shapes/facts.ts";

let project = "";
beforeEach(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-bombs-")));
  write("manage.py", 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n');
  write("shop/__init__.py");
  write("shop/settings.py", 'INSTALLED_APPS = ["shop"]\nROOT_URLCONF = "shop.urls"\n');
  write("shop/models.py", "from django.db import models\nclass Book(models.Model):\n    pass\n");
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

const write = (path: string, content = ""): void => {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), content);
};
const settings = (code: string): void => appendFileSync(join(project, "shop/settings.py"), code);

const scan = join(import.meta.dirname, "../../src/operations/scan-folder.ts");
/** In a process of its own, which is ended: a scan that does not end would hold the test as well. */
const read = (): Facts => {
  const code = `import { scanFolder } from ${JSON.stringify(scan)};
process.stdout.write(JSON.stringify(scanFolder({ folder: ${JSON.stringify(project)} })));`;
  const node = ["--disable-warning=ExperimentalWarning", "--input-type=module", "-e", code];
  const facts: Facts = JSON.parse(execFileSync(process.execPath, node, { timeout: 20_000, maxBuffer: 1 << 28, encoding: "utf8" }));
  expect(facts.models.map(({ label }) => label)).toContain("shop.Book");
  return facts;
};

const urls = (patterns: string): string => `from django.urls import include, path\nurlpatterns = ${patterns}\n`;

it("S15 URLconfs that include themselves twice", () => {
  write("shop/urls.py", urls(`[path("a/", include("shop.urls")), path("b/", include("shop.urls"))]`));
  expect(JSON.stringify(read())).toContain("These URLs include each other without end");
});

it("S15 URLconfs that include the next ten times each", () => {
  for (let n = 0; n < 12; n += 1)
    write(n === 0 ? "shop/urls.py" : `shop/u${n}.py`, urls(`[path("%d/" % k, include("shop.u${n + 1}")) for k in range(10)]`));
  write("shop/u12.py", urls(`[path("x", print)]`));
  expect(JSON.stringify(read())).toContain("There are more than 50000 routes");
});

it("S15 suffixes of suffixes of routes", () => {
  const nested = `${"format_suffix_patterns(".repeat(40)}[path("x", print)]${")".repeat(40)}`;
  write("shop/urls.py", `from rest_framework.urlpatterns import format_suffix_patterns\n${urls(nested)}`);
  expect(read().urls.length).toBeLessThan(60_000);
});

it("S15 a setting of 200,000 letters", () => {
  settings(`WORD = "${"a".repeat(200_000)}"\n`);
  expect(read().settings.values.some(({ name }) => name === "WORD")).toBe(true);
});

it("S15 one requirement that is asked for 100,000 times", () => {
  write("requirements.txt", "django==4\n".repeat(100_000));
  expect(read().models).toHaveLength(1);
});

it("S15 numbers that grow with each step", () => {
  settings(`x = 3\n${"x = x * x\n".repeat(60)}y = 3\n${"y = y ** 4000\n".repeat(4)}BIG = y\n`);
  expect(read().settings.values.find(({ name }) => name === "BIG")).toMatchObject({ value: null, certainty: "unknown" });
});

it("S15 a number of a million digits", () => {
  settings(`BIG = ${"9".repeat(1_000_000)}\n`);
  expect(read().settings.values.find(({ name }) => name === "BIG")).toMatchObject({ value: null, certainty: "unknown" });
});

it("S15 a class of 50,000 bases", () => {
  const bases = Array.from({ length: 50_000 }, (_, n) => `B${n}`).join(", ");
  appendFileSync(join(project, "shop/models.py"), `class Heir(${bases}): pass\n`);
  expect(read().models).toHaveLength(1);
});

const models = (code: string): void => appendFileSync(join(project, "shop/models.py"), code);
const numbered = (count: number, line: (n: number) => string): string => Array.from({ length: count }, (_, n) => line(n)).join("");
const codes = ({ unread }: Facts): ReadonlySet<string> => new Set(unread.map(({ code }) => code));
const abstract = "    class Meta:\n        abstract = True\n";
const field = (n: number): string => `    f${n} = models.IntegerField()\n`;
const above = (n: number): string => (n === 0 ? "models.Model" : `A${n - 1}`);

it("S15 1,500 abstract models, each a subclass of the one before", () => {
  models(`${numbered(1500, (n) => `class A${n}(${above(n)}):\n${field(n)}${abstract}`)}class Heir(A1499):\n${field(1500)}`);
  const facts = read();
  expect(codes(facts)).toContain("too-much-inherited");
  expect(facts.models.find(({ name }) => name === "A99")?.fields).toHaveLength(100);
  expect(facts.models.find(({ name }) => name === "Heir")).toMatchObject({
    pk: null,
    certainty: "inferred",
    because: "more than 500 classes stand above it",
  });
});

it("S15 5,000 models, each with a table that leads to that of the one before", () => {
  models(numbered(5000, (n) => `class A${n}(${above(n)}):\n${field(n)}`));
  const facts = read();
  expect(codes(facts)).toContain("too-much-inherited");
  expect(facts.models).toHaveLength(5001);
  expect(facts.models.find(({ name }) => name === "A99")?.fields).toHaveLength(1 + 100 + 99);
});

it("S15 an abstract model of 5,000 fields with 5,000 heirs", () => {
  models(`class Wide(models.Model):\n${numbered(5000, field)}${abstract}${numbered(5000, (n) => `class Heir${n}(Wide): pass\n`)}`);
  const facts = read();
  expect(codes(facts)).toContain("too-much-inherited");
  expect(facts.models.find(({ name }) => name === "Heir9")?.fields).toHaveLength(5001);
  expect(facts.models.find(({ name }) => name === "Heir4999")?.certainty).toBe("inferred");
});

it("S15 tables in 40 diamonds, one upon another", () => {
  models("class A0(models.Model): pass\nclass B0(models.Model): pass\n");
  models(numbered(40, (n) => `class A${n + 1}(A${n}, B${n}): pass\nclass B${n + 1}(A${n}, B${n}): pass\n`));
  expect(read().models).toHaveLength(83);
});

it("S15 a name that 2,000 modules import from one another", () => {
  for (let n = 0; n < 2000; n += 1) write(`shop/m${n}.py`, n === 1999 ? "NAME = 1\n" : `from shop.m${n + 1} import NAME\n`);
  settings("from shop.m0 import NAME\n");
  expect(read().settings.values.find(({ name }) => name === "NAME")).toMatchObject({ value: null, certainty: "unknown" });
});

it("S15 40,000 tests of what cannot be known, each of which may set the same name", () => {
  settings(`import os\nwho = os.urandom(3)\n${numbered(40_000, (n) => `if who == ${n}: WORD = ${n}\n`)}`);
  expect(read().settings.values.find(({ name }) => name === "WORD")).toMatchObject({ value: null, certainty: "unknown" });
});

it("S15 a dict that is copied 20,000 times with one key more", () => {
  settings(`X = {}\n${numbered(20_000, (n) => `X = {**X, "k${n}": ${n}}\n`)}`);
  expect(codes(read())).toContain("too-much-to-evaluate");
});

it("S15 a list that grows 60,000 times", () => {
  settings(`X = []\n${numbered(60_000, (n) => `X += [${n}]\n`)}`);
  expect(read().settings.values.find(({ name }) => name === "X")?.certainty).toBe("certain");
});

it("S15 an enumeration of 40,000 members", () => {
  models(`class Kind(models.IntegerChoices):\n${numbered(40_000, (n) => `    K${n} = ${n}\n`)}`);
  models("class Loaf(models.Model):\n    kind = models.IntegerField(choices=Kind.choices)\n");
  expect(
    read()
      .models.find(({ name }) => name === "Loaf")
      ?.fields.at(-1)?.choices,
  ).toBe(40_000);
});

it("S15 a model that 3,000 others lead to, with 3,000 heirs", () => {
  models(`class Root(models.Model): pass\n`);
  models(numbered(3000, (n) => `class From${n}(models.Model): root = models.ForeignKey(Root, models.CASCADE)\n`));
  models(numbered(3000, (n) => `class Heir${n}(Root): pass\n`));
  const facts = read();
  expect(codes(facts)).toContain("too-much-inherited");
  expect(facts.models.find(({ name }) => name === "Heir9")?.reverse).toHaveLength(3000);
  expect(facts.models.find(({ name }) => name === "Heir2999")).toMatchObject({ reverse: [], certainty: "inferred" });
});
