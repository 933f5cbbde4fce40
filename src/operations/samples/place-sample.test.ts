import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { placeSample } from "./place-sample.ts";
import { samples } from "./samples.ts";

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "djdesk-sample-"));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

describe("placeSample", () => {
  it.each(samples)("puts the $name with its database into the data folder", (sample) => {
    const folder = placeSample(sample, data);
    expect(folder).toBe(join(data, "samples", sample.key));
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(["manage.py", "db.sqlite3"]));
    const applied = execFileSync("python3", [
      "-c",
      `import sqlite3,sys; print(sqlite3.connect(sys.argv[1]).execute("select count(*) from django_migrations").fetchone()[0])`,
      join(folder, "db.sqlite3"),
    ]);
    expect(Number(applied.toString())).toBeGreaterThan(15);
    expect(readdirSync(join(data, "samples"))).toEqual([sample.key]);
  });

  it("keeps what the user made of it", () => {
    const folder = placeSample(samples[0], data);
    writeFileSync(join(folder, "manage.py"), "# mine\n");
    placeSample(samples[0], data);
    expect(readFileSync(join(folder, "manage.py"), "utf8")).toBe("# mine\n");
  });

  it("says so when the data folder cannot be written", () => {
    writeFileSync(join(data, "samples"), "a file in the way");
    expect(() => placeSample(samples[0], data)).toThrow(expect.objectContaining({ code: "store-unwritable" }));
    expect(readdirSync(data)).toEqual(["samples"]);
  });
});
