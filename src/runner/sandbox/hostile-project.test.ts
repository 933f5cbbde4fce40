import { execFileSync } from "node:child_process";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { aSandbox, type SandboxKind } from "../../../test/support/bubblewrap.ts";
import { startRun } from "../run.ts";
import { aWitness, deeds, type Deed, type Witness } from "../../../test/support/hostile-project.ts";
import type { Sandbox } from "./sandbox.ts";

const python = execFileSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).trim();
let witness: Witness | undefined;
let count = 0;
afterEach(async () => {
  await witness?.close();
  witness = undefined;
});

/** Runs the deed in a sandbox and answers what it printed. */
const perpetrate = async (deed: Pick<Deed, "code">, sandbox: Sandbox) => {
  const here = await aWitness(deed.code);
  witness = here;
  count += 1;
  const lines: string[] = [];
  const { ended } = startRun(
    {
      token: `hostile-${process.pid}-${count}`,
      command: { preset: "check", label: "", raw: "", safePrefix: "", args: ["check"], timeoutMs: 20_000, exitMeanings: {} },
      workspacePath: here.project,
      interpreter: python,
      settingsModule: null,
      pythonPath: [],
      env: { AIM: JSON.stringify(here.aim) },
      secrets: [],
      timeoutMs: 20_000,
      sandbox,
    },
    { onSpawn: () => undefined, onLines: (batch) => lines.push(...batch.map((line) => line.text)), onProgress: () => undefined },
  );
  const outcome = await ended;
  return { here, outcome, output: lines.join("\n") };
};

/** What a tier does not hold back, by the titles of the deeds; what is shown to the user says the same. */
const gaps: Readonly<Partial<Record<SandboxKind, readonly string[]>>> = {
  bubblewrap: [],
  unshare: [],
  landlock: [
    "changes modes and times",
    "sends UDP",
    "talks to a Unix socket by its path",
    "reads a key in the user's home",
    "reads the environment of another process",
  ],
  none: deeds.map((deed) => deed.title),
};

describe.each(Object.keys(gaps).filter((kind): kind is SandboxKind => kind in gaps))("in %s a hostile project", (kind) => {
  let sandbox: Awaited<ReturnType<typeof aSandbox>>;
  beforeAll(async () => {
    sandbox = await aSandbox(kind);
  }, 180_000);

  it.for(deeds)("$title: held back, or a gap that is told of", async (deed, { skip }) => {
    if ("missing" in sandbox) return skip(sandbox.missing);
    const { here, outcome, output } = await perpetrate(deed, sandbox);
    const happened = deed.happened(here, output);
    expect({ happened, output }).toMatchObject({ happened: gaps[kind]?.includes(deed.title) });
    expect(happened || outcome.changedFiles?.length === 0).toBe(true);
  });
});
