/** A sample whose models were edited at random: what a real Django still loads, the source does not contradict. */
import { cpSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { joinFacts } from "../src/operations/live/join/join.ts";
import { readLiveLines, type LiveFacts } from "../src/operations/live/live-facts.ts";
import { scanFolder } from "../src/operations/scan-folder.ts";
import { createChance } from "../src/operations/scans/a-chance.ts";
import { createRandomEdits } from "../src/operations/scans/a-random-edit.ts";
import { decide } from "../src/runner/policy.ts";
import { noSandbox } from "../src/runner/sandbox/sandbox.ts";
import { djangoPython, whyNoDjango } from "./support/django.ts";
import { runManage } from "./support/run-manage.ts";

const sample = fileURLToPath(new URL("../samples/observatory", import.meta.url));
const why = await whyNoDjango();
const editsOfEach = 2;
/** More with `DJDESK_EDITED=200`. */
const count = Number(process.env["DJDESK_EDITED"] ?? 8);

describe.skipIf(why !== null)(`an edited project${why === null ? "" : ` (skipped: ${why})`}`, () => {
  let folder: string;
  let python: string;
  beforeAll(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-edited-")));
    python = await djangoPython();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Null where Django does not load it. */
  const ask = async (project: string): Promise<LiveFacts | null> => {
    const decision = decide("live-facts", {});
    if (decision.kind === "refused") throw new Error(JSON.stringify(decision.errors));
    const chunks: Buffer[] = [];
    const takeOutput = (chunk: Buffer): void => void chunks.push(chunk);
    await runManage(project, null, { command: decision.command, interpreter: python, timeoutMs: 60_000, sandbox: noSandbox, takeOutput });
    const told = readLiveLines(Buffer.concat(chunks).toString("utf8"));
    return told.isWhole ? told : null;
  };

  it("is at no answer another than its source says", async () => {
    let loaded = 0;
    for (let seed = 1; seed <= count; seed += 1) {
      const project = join(folder, "observatory");
      rmSync(project, { recursive: true, force: true });
      cpSync(sample, project, { recursive: true });
      const edits = createRandomEdits(project, sample, createChance(seed), ["model"]);
      const done = Array.from({ length: editsOfEach }, () => edits.edit());
      const told = await ask(project);
      if (told === null) continue;
      loaded += 1;
      const { differences } = joinFacts(scanFolder({ folder: project, python }), told);
      expect({ seed, done, differences }).toEqual({ seed, done, differences: [] });
    }
    expect(loaded).toBeGreaterThan(count / 2);
  }, 600_000);
});
