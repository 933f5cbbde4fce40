/** Random projects with new, changed and deleted models: what a real Django would write for them, the source says too, or says nothing. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createMemoryFiles, memoryRoot } from "../src/inspector/files/memory-files.ts";
import { inspect } from "../src/inspector/inspect.ts";
import { djangoPython, whyNoDjango } from "./support/django.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../", import.meta.url));

/** More with `DJDESK_RANDOM_DRIFT=300`, from another seed on with `DJDESK_RANDOM_SEED=1000`. */
const count = Number(process.env["DJDESK_RANDOM_DRIFT"] ?? 10);
const seed = Number(process.env["DJDESK_RANDOM_SEED"] ?? 1);
const versions = (process.env["DJDESK_RANDOM_DJANGO"] ?? "3.2 5.2").split(" ");

const asked = z.object({
  django: z.string(),
  cases: z.array(
    z.object({
      name: z.string(),
      apps: z.array(z.string()),
      user: z.string().nullable(),
      files: z.record(z.string(), z.string()),
      changes: z.record(z.string(), z.array(z.string())).nullable(),
    }),
  ),
});
type Case = z.infer<typeof asked>["cases"][number];

const settings = ({ apps, user }: Case): string => `
SECRET_KEY = "x"
INSTALLED_APPS = ${JSON.stringify(["django.contrib.contenttypes", "django.contrib.auth", ...apps])}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}}
${user === null ? "" : `AUTH_USER_MODEL = "${user}"`}
`;
const manage = `import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_settings")\n`;

interface Tally {
  right: number;
  inOrder: number;
  readonly wrong: {
    readonly name: string;
    readonly app: string;
    readonly django: readonly string[] | null;
    readonly djdesk: readonly string[];
  }[];
  readonly unknown: string[];
}

const sorted = (changes: readonly string[]): string => JSON.stringify([...changes].sort());

const judge = (tally: Tally, one: Case, django: string): void => {
  const files = { ...one.files, "manage.py": manage, "site_settings.py": settings(one), "requirements.txt": `django==${django}\n` };
  const { drift, drift_unknown } = inspect({
    root: memoryRoot,
    files: createMemoryFiles(files),
    clock: () => 0,
    systemPrefixes: [],
  }).migrations;
  for (const [app, changes] of Object.entries(drift ?? {})) {
    if (changes === null) {
      tally.unknown.push(`${one.name} ${app}: ${drift_unknown[app] ?? "without a reason"}`);
      continue;
    }
    const found = changes.map((change) => change.describe);
    const told = one.changes === null ? null : (one.changes[app] ?? []);
    if (told === null || sorted(told) !== sorted(found)) tally.wrong.push({ name: one.name, app, django: told, djdesk: found });
    else tally.right += 1;
    if (told?.join() === found.join()) tally.inOrder += 1;
  }
};

describe.each(versions)("random models, beside Django %s", (version) => {
  it("are at no verdict wrong, and rarely without one", async ({ skip }) => {
    const absent = await whyNoDjango(version);
    if (absent !== null) skip(absent);
    const python = await djangoPython(version);
    const { stdout } = await run(python, ["tools/random-drift.py", String(seed), String(count)], { cwd: root, maxBuffer: 1e9 });
    const { django, cases } = asked.parse(JSON.parse(stdout));
    const tally: Tally = { right: 0, inOrder: 0, wrong: [], unknown: [] };
    for (const one of cases) judge(tally, one, django);
    const all = tally.right + tally.wrong.length + tally.unknown.length;
    if (process.env["DJDESK_RANDOM_DRIFT"] !== undefined)
      process.stderr.write(
        `Django ${django}: ${String(cases.length)} projects, ${String(all)} verdicts: ${String(tally.right)} right (${String(tally.inOrder)} in order), ${String(tally.wrong.length)} wrong, ${String(tally.unknown.length)} unknown\n${tally.unknown.join("\n")}\n`,
      );
    expect(tally.wrong).toEqual([]);
    expect(tally.right).toBeGreaterThan(all * 0.9);
  }, 3_600_000);
});
