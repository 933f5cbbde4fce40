import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readFolder } from "./read-folder.ts";
import { scanFolder } from "./scan-folder.ts";

let place: string;
const folder = (): string => join(place, "work", "shop");
const at = (path: string): string => join(folder(), path);
const write = (path: string, text: string): void => {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), text);
};
const model = (field: string): string =>
  `from django.db import models\n\nclass Loaf(models.Model):\n    ${field} = models.IntegerField()\n`;
const cacheFolder = (): string => join(place, "cache");
const read = () => readFolder({ folder: folder(), cacheFolder: cacheFolder() });
const fieldsNow = async (): Promise<readonly string[]> =>
  (await read()).facts().models.flatMap(({ fields }) => fields.map(({ name }) => name));
/** A recalled scan parses and evaluates nothing. */
const isRecalled = async (): Promise<boolean> => (await read()).timing.extract_ms === 0;

beforeEach(() => {
  place = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-read-folder-")));
  write("manage.py", 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n');
  write("shop/__init__.py", "");
  write(
    "shop/settings.py",
    'INSTALLED_APPS = ["bread"]\nDATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}}\n',
  );
  write("bread/__init__.py", "");
  write("bread/models.py", model("weight"));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

describe("reading a folder with a cache", () => {
  it("gives an unchanged folder's facts without parsing or evaluating anything, byte for byte", async () => {
    const first = await read();
    const second = await read();
    expect(first.timing.extract_ms).toBeGreaterThan(0);
    expect(second.timing).toMatchObject({ parsed: 0, cached: first.timing.files, files: first.timing.files, extract_ms: 0, link_ms: 0 });
    expect(JSON.stringify({ ...second.facts(), timing: null })).toBe(JSON.stringify({ ...first.facts(), timing: null }));
    expect([...second.json()].map(String).join("")).toBe(JSON.stringify(second.facts()));
    expect(second.hasFindings).toBe(first.hasFindings);
  });

  it("sees a change of the same size in the same moment, and one whose modification time was set back", async () => {
    await read();
    write("bread/models.py", model("height"));
    expect(await fieldsNow()).toEqual(["id", "height"]);
    await delay(2100);
    await read();
    const { atime, mtime } = statSync(at("bread/models.py"));
    write("bread/models.py", model("weight"));
    utimesSync(at("bread/models.py"), atime, mtime);
    expect(await fieldsNow()).toEqual(["id", "weight"]);
  });

  it("holds when a file was touched or bytecode and an editor's files came and went", async () => {
    await read();
    utimesSync(at("bread/models.py"), new Date(), new Date());
    write("bread/__pycache__/models.cpython-312.pyc", "");
    write("bread/.models.py.swp", "");
    expect(await isRecalled()).toBe(true);
  });

  it("sees what is asked beside the source: applied migrations, an environment, a new module, other options", async () => {
    await read();
    const database = new DatabaseSync(at("db.sqlite3"));
    database.exec("CREATE TABLE django_migrations (id INTEGER PRIMARY KEY, app TEXT, name TEXT, applied TEXT)");
    expect(await isRecalled()).toBe(false);
    expect(await isRecalled()).toBe(true);
    database.exec("CREATE TABLE other (id INTEGER PRIMARY KEY)");
    expect(await isRecalled()).toBe(true);
    database.exec("INSERT INTO django_migrations VALUES (1, 'bread', '0001_initial', '2026-01-01')");
    database.close();
    expect(await isRecalled()).toBe(false);
    write(".venv/pyvenv.cfg", "version = 3.12.1\n");
    expect(await isRecalled()).toBe(false);
    write("bread/admin.py", "");
    expect(await isRecalled()).toBe(false);
    expect((await readFolder({ folder: folder(), cacheFolder: cacheFolder(), env: { DEBUG: "1" } })).timing.extract_ms).not.toBe(0);
  });

  it("ignores a kept scan that is torn or of another program", async () => {
    await read();
    const [name = ""] = readdirSync(join(cacheFolder(), "scans"));
    const path = join(cacheFolder(), "scans", name);
    const whole = readFileSync(path);
    for (const torn of [
      whole.subarray(0, 10),
      whole.subarray(0, -9),
      Buffer.from(whole.toString("latin1").replace(/"program":"./, '"program":"!'), "latin1"),
    ]) {
      writeFileSync(path, torn);
      expect(await fieldsNow()).toEqual(["id", "weight"]);
    }
    writeFileSync(path, Buffer.from(whole).fill(0, whole.length - 40));
    expect(await isRecalled()).toBe(false);
  });

  it("keeps nothing without a cache folder", async () => {
    await readFolder({ folder: folder() });
    expect(readdirSync(place)).toEqual(["work"]);
  });

  it("refuses what a scan refuses, also when one is kept", async () => {
    await read();
    rmSync(at("manage.py"));
    rmSync(at("shop/settings.py"));
    for (const app of readdirSync(folder())) rmSync(at(app), { recursive: true });
    await expect(read()).rejects.toThrow("holds no Django project");
    rmSync(folder(), { recursive: true });
    await expect(read()).rejects.toThrow("does not exist");
  });

  it("gives what a scan without a cache gives after each change", async () => {
    await read();
    appendFileSync(at("bread/models.py"), "    shelf = models.IntegerField()\n");
    const cold = scanFolder({ folder: folder() });
    expect({ ...(await read()).facts(), timing: null }).toEqual({ ...cold, timing: null });
    expect({ ...(await read()).facts(), timing: null }).toEqual({ ...cold, timing: null });
  });
});
