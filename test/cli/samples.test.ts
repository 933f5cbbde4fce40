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
    const manage = async (folder: string, ...args: readonly string[]): Promise<{ readonly code: number; readonly stdout: string }> => {
      try {
        return { code: 0, stdout: (await run(python, ["-B", "manage.py", ...args], { cwd: folder })).stdout };
      } catch (error) {
        const failed = error as { readonly code: number; readonly stdout: string };
        return { code: failed.code, stdout: failed.stdout };
      }
    };

    it("passes Django's checks and is migrated as far as it should be", async () => {
      using home = aHome();
      const folder = placeSample(sample, home.data);
      expect(await manage(folder, "check", "--fail-level", "INFO")).toMatchObject({ code: 0 });
      const { stdout } = await manage(folder, "showmigrations", "--plan");
      const pending = stdout.split("\n").filter((line) => line.startsWith("[ ]"));
      expect(pending.map((line) => line.slice(5))).toEqual(
        sample.key === "observatory" ? ["observations.0005_exposure_airmass", "publications.0002_publication_citations"] : [],
      );
    });

    it("has no change without a migration but the intended one", async () => {
      using home = aHome();
      const drift = await manage(placeSample(sample, home.data), "makemigrations", "--check", "--dry-run");
      expect(drift).toMatchObject(
        sample.key === "observatory"
          ? { code: 1, stdout: expect.stringMatching(/0003_dataset_licence\.py\s+\+ Add field licence to dataset\s*$/) }
          : { code: 0 },
      );
    });

    it("holds the models and fields that DJDesk reads from its source", async () => {
      using home = aHome();
      const folder = placeSample(sample, home.data);
      const answer = await run(python, ["-B", "manage.py", "shell", "-v0", "-c", askModels], { cwd: folder });
      const { models } = scanFolder({ folder, python });
      const read = models
        .filter((model) => !model.abstract && !model.auto_created && model.swapped === null)
        .map((model) => [model.label, [...model.fields, ...model.private_fields].map(({ name }) => name).toSorted()]);
      expect(read.toSorted()).toEqual(JSON.parse(answer.stdout));
    });
  });
});
