import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeEnvironment } from "./make-environment.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "djdesk-environment-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const make = (requirement: string, userEnvironment: Readonly<Record<string, string | undefined>>) => {
  const lines: string[] = [];
  return {
    lines,
    python: makeEnvironment({ folder: join(folder, "observatory"), requirement, userEnvironment, onLine: (line) => lines.push(line) }),
  };
};

describe("makeEnvironment", () => {
  it("makes an interpreter that imports what was asked for, and keeps it", { timeout: 120_000 }, async () => {
    const first = make("sqlparse", process.env);
    const python = await first.python;
    expect(execFileSync(python, ["-c", "import sqlparse; print('read')"]).toString()).toBe("read\n");
    expect(first.lines.at(-1)).toBe("The Python environment is ready.");
    const second = make("sqlparse", {});
    expect(await second.python).toBe(python);
    expect(second.lines).toEqual([]);
  });

  it("says that Python is missing, and leaves nothing behind", async () => {
    await expect(make("sqlparse", { PATH: folder }).python).rejects.toMatchObject({
      code: "interpreter-missing",
      message: expect.stringContaining("python3"),
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  it("ends at once with all its processes when it is told to, and leaves nothing behind", async () => {
    const closing = new AbortController();
    const told: number[] = [];
    const made = makeEnvironment({
      folder: join(folder, "observatory"),
      requirement: "sqlparse",
      userEnvironment: process.env,
      onLine: () => {
        told.push(performance.now());
        setTimeout(() => closing.abort(), 300);
      },
      signal: closing.signal,
    });
    await expect(made).rejects.toMatchObject({ code: "interpreter-missing" });
    expect(performance.now() - (told[0] ?? 0)).toBeLessThan(3000);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("says what pip could not install, and leaves nothing behind", { timeout: 120_000 }, async () => {
    const asked = make("there-is-no-such-package-as-this==0.0.0", process.env);
    await expect(asked.python).rejects.toMatchObject({
      code: "interpreter-missing",
      message: expect.stringContaining("there-is-no-such-package"),
    });
    expect(readdirSync(folder)).toEqual([]);
  });
});
