/** The samples are real projects: Django itself accepts them, and says of them what DJDesk reads. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { placeSample } from "../../src/operations/samples/place-sample.ts";
import { samples } from "../../src/operations/samples/samples.ts";
import { scanFolder } from "../../src/operations/scan-folder.ts";
import { djangoPython, whyNoDjango } from "../support/django.ts";
import { aHome } from "../support/djdesk.ts";

const run = promisify(execFile);

/** What each sample is meant to show. */
const intended: Readonly<Record<string, { readonly pending: readonly string[]; readonly changes: readonly string[] }>> = {
  observatory: {
    pending: ["observations.0005_exposure_airmass", "publications.0002_publication_citations"],
    changes: ["    + Add field licence to dataset"],
  },
  library: { pending: [], changes: [] },
};

const askModels = `
import json
from django.apps import apps
print(json.dumps(sorted(
    [m._meta.label, sorted(f.name for f in m._meta.get_fields() if not f.auto_created or f.concrete)] for m in apps.get_models()
)))`;

describe("the samples", async () => {
  const reason = await whyNoDjango();
  let python = "";
  beforeAll(async () => {
    if (reason === null) python = await djangoPython();
  });

  describe.skipIf(reason !== null).each(samples)("$name", (sample) => {
    const manage = (folder: string, ...args: readonly string[]): Promise<{ readonly code: number; readonly stdout: string }> =>
      new Promise((resolve) => {
        execFile(python, ["-B", "manage.py", ...args], { cwd: folder }, (error, stdout) =>
          resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout }),
        );
      });

    it("passes Django's checks and is migrated as far as it should be", async () => {
      using home = aHome();
      const folder = placeSample(sample, home.data);
      expect(await manage(folder, "check", "--fail-level", "INFO")).toMatchObject({ code: 0 });
      const { stdout } = await manage(folder, "showmigrations", "--plan");
      const pending = stdout.split("\n").filter((line) => line.startsWith("[ ]"));
      expect(pending.map((line) => line.slice(5))).toEqual(intended[sample.key]?.pending);
    });

    it("has no change without a migration but the intended one", async () => {
      using home = aHome();
      const drift = await manage(placeSample(sample, home.data), "makemigrations", "--check", "--dry-run");
      expect(drift.stdout.match(/^ +[+~-] .*$/gm) ?? []).toEqual(intended[sample.key]?.changes);
      expect(drift.code).toBe(intended[sample.key]?.changes.length === 0 ? 0 : 1);
    });

    it("holds the models and fields that DJDesk reads from its source", async () => {
      using home = aHome();
      const folder = placeSample(sample, home.data);
      const answer = await run(python, ["-B", "manage.py", "shell", "-v0", "-c", askModels], { cwd: folder });
      const { models } = scanFolder({ folder, python });
      const read = models
        .filter((model) => !model.abstract && !model.auto_created && model.swapped === null)
        .map((model) => [model.label, [...model.fields, ...model.private_fields].map(({ name }) => name).toSorted()] as const);
      expect(read.toSorted(([a], [b]) => (a < b ? -1 : 1))).toEqual(JSON.parse(answer.stdout));
    });
  });
});
