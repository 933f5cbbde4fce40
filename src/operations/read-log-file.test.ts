import { appendFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { aDesk } from "./a-desk.ts";
import { perform } from "./perform.ts";

let given: Awaited<ReturnType<typeof aDesk>>;
let slug: string;
let file: string;
beforeEach(async () => {
  given = await aDesk();
  const settings = `
SECRET_KEY = "an-orchard-of-91-pears"
INSTALLED_APPS = []
LOGGING = {"version": 1, "handlers": {"file": {"class": "logging.FileHandler", "filename": "library.log"}}}
`;
  const path = given.writeProject("library", { settings });
  file = join(path, "library.log");
  slug = (await perform(given.desk, "addWorkspace", { project_path: path })).slug;
  await given.desk.scans.settled((await given.desk.store.workspaces.bySlug(slug))?.id ?? 0);
});
afterEach(() => given.close());

it("names a file where none can be seen", async () => {
  const looped = join(given.folder, "loop");
  symlinkSync(looped, looped);
  const settings = `LOGGING = {"version": 1, "handlers": {"file": {"filename": ${JSON.stringify(join(looped, "library.log"))}}}}\n`;
  const path = given.writeProject("looped", { settings });
  const added = await perform(given.desk, "addWorkspace", { project_path: path });
  await given.desk.scans.settled((await given.desk.store.workspaces.bySlug(added.slug))?.id ?? 0);
  const { files } = await perform(given.desk, "listLogFiles", { slug: added.slug });
  expect(files).toEqual([{ file: join(looped, "library.log"), size: 0, modified_at: null, available: false }]);
});

it("names the files of the settings, there or not, and reads what is in them", async () => {
  expect((await perform(given.desk, "listLogFiles", { slug })).files).toEqual([{ file, size: 0, modified_at: null, available: false }]);
  await expect(perform(given.desk, "readLogFile", { slug, file })).rejects.toThrow("is not there");
  writeFileSync(file, "INFO opened\nERROR fell off the shelf\n  by itself\n");
  expect((await perform(given.desk, "listLogFiles", { slug })).files[0]).toMatchObject({ available: true, size: 49 });
  const page = await perform(given.desk, "readLogFile", { slug, file, levels: "error,critical", q: "ITSELF" });
  expect(page).toMatchObject({
    total: 3,
    matches: 1,
    counts: { info: 1, error: 2 },
    lines: [{ line: 3, level: "error", text: "  by itself" }],
  });
  appendFileSync(file, "WARNING damp\n");
  expect((await perform(given.desk, "readLogFile", { slug, file, limit: 1 })).lines).toEqual([
    { line: 4, level: "warning", text: "WARNING damp" },
  ]);
});

it("masks what the settings keep secret", async () => {
  writeFileSync(file, "INFO signed with an-orchard-of-91-pears\nINFO API_TOKEN=kd83hf92kd93jd\n");
  const { lines } = await perform(given.desk, "readLogFile", { slug, file });
  expect(lines.map(({ text }) => text)).toEqual(["INFO signed with •••", "INFO API_TOKEN=•••"]);
});

it("opens no file that the settings do not name", async () => {
  for (const other of ["/etc/passwd", `${file}/../library/settings.py`, "library.log"]) {
    await expect(perform(given.desk, "readLogFile", { slug, file: other })).rejects.toThrow("name no log file");
  }
});
