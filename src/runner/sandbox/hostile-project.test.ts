import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { aSandbox, type SandboxKind } from "../../../test/support/bubblewrap.ts";
import { runManage } from "../../../test/support/run-manage.ts";
import { djangoPython } from "../../../test/support/django.ts";
import { fingerprint } from "../../../test/support/library-project.ts";
import { aWitness, deeds, type Deed, type Witness } from "../../../test/support/hostile-project.ts";
import type { Sandbox } from "./sandbox.ts";

let witness: Witness | undefined;
afterEach(async () => {
  await witness?.close();
  witness = undefined;
});

/** Runs the deed in a sandbox and answers what it printed. */
const perpetrate = async (deed: Pick<Deed, "code">, sandbox: Sandbox) => {
  const here = await aWitness(deed.code);
  witness = here;
  const outcome = await runManage(here.project, null, { sandbox, env: { AIM: JSON.stringify(here.aim) } });
  return { here, ...outcome };
};

/** What a tier does not hold back, by the titles of the deeds; what is shown to the user says the same. */
const gaps: Readonly<Partial<Record<SandboxKind, readonly string[]>>> = {
  bubblewrap: [],
  unshare: [],
  landlock: ["changes modes and times", "sends UDP", "talks to a Unix socket by its path", "reads a key in the user's home"],
  none: deeds.map((deed) => deed.title),
};

describe.each(Object.keys(gaps).filter((kind): kind is SandboxKind => kind in gaps))("in %s a hostile project", (kind) => {
  let sandbox: Awaited<ReturnType<typeof aSandbox>>;
  beforeAll(async () => {
    sandbox = await aSandbox(kind);
  }, 180_000);

  it.for(deeds)("$title: held back, or a gap that is told of", async (deed, { skip }) => {
    if ("missing" in sandbox) return skip(sandbox.missing);
    const { here, changedFiles, output } = await perpetrate(deed, sandbox);
    const happened = deed.happened(here, output);
    expect({ happened, output }).toMatchObject({ happened: gaps[kind]?.includes(deed.title) });
    expect(happened || changedFiles?.length === 0).toBe(true);
  });
});

describe.each(["bubblewrap", "unshare"] as const)("in %s a real Django", (kind) => {
  it("checks a project whose settings try everything, and nothing of it reaches the machine", async ({ skip }) => {
    const sandbox = await aSandbox(kind);
    if ("missing" in sandbox) return skip(sandbox.missing);
    const all = deeds.map(
      ({ code }) => `try:\n${code.replaceAll(/^/gm, "    ")}\nexcept BaseException as error:\n    print(type(error).__name__)`,
    );
    const settings = `${all.join("\n")}\nSECRET_KEY = "x"\nINSTALLED_APPS = []`;
    const here = await aWitness(settings);
    witness = here;
    const manage = `import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "shop.settings"
from django.core.management import execute_from_command_line
execute_from_command_line(sys.argv)
`;
    writeFileSync(join(here.project, "manage.py"), manage);
    const before = fingerprint(here.project);
    const interpreter = await djangoPython();
    const { reason, changedFiles, output } = await runManage(here.project, null, {
      sandbox,
      interpreter,
      env: { AIM: JSON.stringify(here.aim) },
    });
    expect({ reason, output }).toMatchObject({
      reason: { kind: "exited", exitCode: 0 },
      output: expect.stringContaining("System check identified no issues"),
    });
    expect(deeds.filter((deed) => deed.happened(here, output)).map(({ title }) => title)).toEqual([]);
    expect(changedFiles).toEqual([]);
    expect(fingerprint(here.project)).toEqual(before);
  }, 300_000);
});
