/** The recorded answers about drift, asked of a real Django anew: the record stays what Django says. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { djangoPython, whyNoDjango } from "./support/django.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../", import.meta.url));
const recorded = z.object({ cases: z.array(z.object({ name: z.string(), changes: z.array(z.string()) })) });
const absent = await whyNoDjango("5.2");

const asked = ["choices as dict", "index renamed", "own class with deconstruct changed", "rename model with what points at it", "squash"];

describe("drift as a running Django sees it", () => {
  it.skipIf(absent !== null)(`is what is recorded${absent === null ? "" : ` (${absent})`}`, async () => {
    const python = await djangoPython("5.2");
    const { stdout } = await run(python, ["tools/record-drift.py", ...asked], { cwd: root, maxBuffer: 1e7, timeout: 200_000 });
    const kept = recorded.parse(JSON.parse(readFileSync(`${root}fixtures/drift/recorded.json`, "utf8")));
    const known = kept.cases.filter(({ name }) => asked.includes(name));
    expect(recorded.parse(JSON.parse(stdout)).cases).toEqual(known);
    expect(known).toHaveLength(asked.length);
  });
});
