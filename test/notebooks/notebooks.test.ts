import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { notebookKey, type Notebook, type NotebookKey } from "../../src/contract/shapes/notebook.ts";
import { aDesk } from "../../src/operations/a-desk.ts";
import { perform } from "../../src/operations/perform.ts";
import { djangoPython } from "../support/django.ts";

const nbformatVersion = "5.10.4";
const cache = join(import.meta.dirname, "..", "..", ".cache", `nbformat-${nbformatVersion}`);

let given: Awaited<ReturnType<typeof aDesk>>;
let python: string;
let root: string;
beforeAll(async () => {
  given = await aDesk();
  python = await djangoPython();
  const { slug } = await perform(given.desk, "openSample", { sample: "observatory" });
  await given.desk.scans.settled((await given.desk.store.workspaces.bySlug(slug))?.id ?? 0);
  root = (await given.desk.store.workspaces.bySlug(slug))?.projectPath ?? "";
  if (!existsSync(join(cache, "nbformat"))) {
    mkdirSync(cache, { recursive: true });
    execFileSync(python, ["-m", "pip", "install", "--quiet", "--target", cache, `nbformat==${nbformatVersion}`], { stdio: "pipe" });
  }
});
afterAll(() => given.close());

const read = async (key: NotebookKey, app = ""): Promise<Notebook> =>
  (await perform(given.desk, "readNotebook", { slug: "observatory", key, app })).notebook;

/** Runs the code cells one after the other in one Python, as Jupyter would; answers with what they print. */
const run = (notebook: Notebook, further = ""): string => {
  const file = join(given.folder, "cells.json");
  writeFileSync(file, JSON.stringify([...notebook.cells.flatMap((cell) => (cell.cell_type === "code" ? [cell.source] : [])), further]));
  const script =
    "import json, sys\nscope = {'__name__': '__main__'}\nfor cell in json.load(open(sys.argv[1])):\n    exec(compile(cell, 'cell', 'exec'), scope)\n";
  return execFileSync(python, ["-B", "-c", script, file], { encoding: "utf8", cwd: given.folder, env: { PATH: "/usr/bin:/bin" } });
};
const hashOf = (file: string): string => createHash("sha256").update(readFileSync(file)).digest("hex");

describe.each(notebookKey.options)("the notebook %s", (key) => {
  it("is what the notebook format 4.5 asks for", async () => {
    const file = join(given.folder, `${key}.ipynb`);
    writeFileSync(file, JSON.stringify(await read(key)));
    const script =
      "import nbformat, sys\nbook = nbformat.read(sys.argv[1], as_version=nbformat.NO_CONVERT)\nnbformat.validate(book)\nprint(book.nbformat, book.nbformat_minor)\n";
    const said = execFileSync(python, ["-W", "error", "-c", script, file], {
      encoding: "utf8",
      env: { PYTHONPATH: cache, PATH: "/usr/bin:/bin" },
    });
    expect(said.trim()).toBe("4 5");
  });

  it("runs from its first cell to its last, and leaves the database as it was", async () => {
    const database = join(root, "db.sqlite3");
    const before = hashOf(database);
    expect(run(await read(key))).toMatch(/^Django 5\.2.* models of /);
    expect(hashOf(database)).toBe(before);
  });
});

it("tells what is really there", async () => {
  expect(run(await read("schema-audit"))).toMatch(/^observations\.Observation +\d+$/m);
  const history = run(await read("migration-history", "observations"));
  expect(history).toContain("observations.0004_promote_monitoring_programmes");
  expect(history.trimEnd().split("\n")).toContain("observations.0005_exposure_airmass");
  expect(run(await read("query-starter", "telescopes"))).not.toContain("Error");
  expect(run(await read("query-starter", "publications"))).toContain("no such table: publications_citation");
});

it("lets nothing be written, by the models or past them", async () => {
  const attempt = (statement: string): string =>
    `try:\n    ${statement}\nexcept Exception as error:\n    print('refused:', type(error).__name__)\nelse:\n    print('written')\n`;
  const book = await read("query-starter");
  const said = run(
    book,
    [
      attempt("apps.get_model('telescopes.Site').objects.update(name='x')"),
      attempt("connections['default'].cursor().execute('delete from telescopes_site')"),
      attempt("connections['default'].connection.execute('delete from telescopes_site')"),
    ].join("\n"),
  );
  expect(said.match(/^(refused|written).*$/gm)).toEqual([
    "refused: PermissionError",
    "refused: PermissionError",
    "refused: OperationalError",
  ]);
});

it("refuses an app that is not there", async () => {
  await expect(read("schema-audit", "atlantis")).rejects.toThrow("no such app");
});
