import { spawn } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { treatments } from "../../src/contract/errors.ts";

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-faults-")));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const line = z.object({
  number: z.int(),
  acknowledged: z.object({ workspace: z.string().nullable(), trusted: z.boolean(), run: z.int().nullable() }).optional(),
  count: z.int().optional(),
  found: z
    .object({
      unfinished: z.int(),
      trusted: z.boolean().nullable(),
      status: z.string().nullable(),
      lineCount: z.int().nullable(),
      lines: z.int(),
      error: z.string().nullable(),
    })
    .optional(),
  broken: z.string().optional(),
  /** The call that failed. */
  hit: z.string(),
  outcomes: z.array(z.string()),
});
type Line = z.infer<typeof line>;

/** The scenario once for each number: that call of it fails. */
const play = (numbers: readonly number[]): Promise<readonly Line[]> =>
  new Promise((resolve, reject) => {
    const [preload, scenario] = ["../support/faults.mjs", "scenario.ts"].map((name) => fileURLToPath(new URL(name, import.meta.url)));
    const args = ["--disable-warning=ExperimentalWarning", "--import", preload ?? "", scenario ?? "", folder, ...numbers.map(String)];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
    child.once("close", (code) => {
      if (code === 0)
        resolve(
          said
            .trim()
            .split("\n")
            .map((text) => line.parse(JSON.parse(text))),
        );
      else reject(new Error(`The scenario ended with ${code} after ${said.slice(-300)}`));
    });
  });

const codes = new Set(Object.keys(treatments));

/** What is wrong with how it went, empty when nothing is. */
const faultsOf = ({ acknowledged, found, broken, outcomes }: Line): readonly string[] => [
  ...(broken === undefined ? [] : [`broken: ${broken}`]),
  ...outcomes.filter((outcome) => /^(uncaught|unhandled)/.test(outcome)),
  ...outcomes.filter((outcome) => outcome.startsWith("refused ") && !codes.has(outcome.slice(8))),
  ...(found === undefined || found.unfinished > 0 ? [`left unfinished: ${found?.unfinished}`] : []),
  ...(acknowledged?.workspace != null && found?.trusted == null ? ["the workspace is lost"] : []),
  ...(acknowledged?.trusted === true && found?.trusted !== true ? ["the trust is lost"] : []),
  ...(acknowledged?.run != null && !/^(succeeded|failed|cancelled)$/.test(found?.status ?? "") ? [`the run is ${found?.status}`] : []),
  ...(acknowledged?.run != null && found?.status === "failed" && found.error === null ? ["the run failed without a reason"] : []),
  ...(acknowledged?.run != null && found?.lineCount !== found?.lines ? ["lines are lost"] : []),
];

/** `DJDESK_FAULTS=all` lets every call fail in its turn, about a second each; else every so-and-so-many-th, others each day. */
const everyNth = process.env["DJDESK_FAULTS"] === "all" ? 1 : 29;
const first = (Math.floor(Date.now() / 86_400_000) % everyNth) + 1;

describe("O05 O04 a call of the file system, the database or the start of a process that fails", () => {
  it(
    "once, whichever it is, loses nothing that was acknowledged, ends all that was begun and breaks nothing",
    async () => {
      const [whole] = await play([]);
      expect(whole).toMatchObject({ found: { status: "succeeded", lines: 3 }, outcomes: [] });
      const count = whole?.count ?? 0;
      expect(count).toBeGreaterThan(200);
      const numbers = Array.from({ length: Math.ceil(count / everyNth) }, (_, index) => first + index * everyNth);
      const lines = (await play(numbers)).slice(1);
      expect(
        lines.map((each) => ({ number: each.number, hit: each.hit, faults: faultsOf(each) })).filter(({ faults }) => faults.length > 0),
      ).toEqual([]);
      expect(lines.filter(({ hit }) => hit !== "").length).toBeGreaterThan(lines.length * 0.8);
      expect(new Set(lines.map(({ hit }) => hit.split(".")[0])).size).toBeGreaterThanOrEqual(2);
    },
    everyNth === 1 ? 1_800_000 : 240_000,
  );

  it("is seen by this test when something does not bear it", () => {
    const sound = { number: 1, acknowledged: { workspace: "harbour", trusted: true, run: 1 }, hit: "", outcomes: [] };
    const found = { unfinished: 0, trusted: true, status: "succeeded", lineCount: 3, lines: 3, error: null };
    expect(faultsOf({ ...sound, found })).toEqual([]);
    expect(faultsOf({ ...sound, found, outcomes: ["unhandled Error"] })).toHaveLength(1);
    expect(faultsOf({ ...sound, found, outcomes: ["refused Error: EIO"] })).toHaveLength(1);
    for (const wrong of [{ unfinished: 1 }, { trusted: null }, { status: "running" }, { status: "failed" }, { lines: 2 }])
      expect(faultsOf({ ...sound, found: { ...found, ...wrong } })).not.toEqual([]);
  });
});
