/** `djdesk slice` as a user types it, on a real Django with people in its database. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { readFixture } from "../../src/contract/operations/read-fixture.ts";
import { writeChoir } from "../support/choir-project.ts";
import { djangoPython, whyNoDjango } from "../support/django.ts";
import { aHome, djdesk, type Ended, type Home } from "../support/djdesk.ts";

const reason = await whyNoDjango();
const because = reason === null ? "" : ` (skipped: ${reason})`;

describe.skipIf(reason !== null)(`djdesk slice${because}`, () => {
  let home: Home;
  let project: string;
  let python: string;
  beforeAll(async () => {
    python = await djangoPython();
    home = aHome();
    project = join(home.folder, "choir");
    mkdirSync(project);
    writeChoir(project, python);
  });
  afterAll(() => home[Symbol.dispose]());

  const slice = (...words: readonly string[]): Promise<Ended> => djdesk(home, ["slice", project, ...words]);
  /** Every file of the project with what is in it. */
  const contents = (): readonly string[] =>
    readdirSync(project, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => {
        const path = join(parentPath, name);
        return `${path} ${createHash("sha256").update(readFileSync(path)).digest("hex")}`;
      })
      .toSorted();
  const reportOf = ({ stdout }: Ended): z.infer<typeof readFixture.output> => readFixture.output.parse(JSON.parse(stdout));

  it("exports nothing from a folder that nobody trusts", async () => {
    const said = await slice("choir.Song", "--python", python);
    expect(said).toMatchObject({ code: 2, stdout: "" });
    expect(said.stderr).toContain("trust");
  });

  it("counts with --plan what belongs to a row, and names what points at it, and writes no file", async () => {
    const said = await slice("choir.Song", "--pk", "2", "--trust", "--python", python, "--plan");
    expect(said).toMatchObject({ code: 0 });
    expect(said.stdout).toMatch(/choir\.Song\s+│?\s*1\b/);
    expect(said.stdout).toContain("choir.Singer.person_ptr");
    expect(said.stdout).toMatch(/1 row of choir\.Concert \(song\) point/);
    expect(said.stdout).not.toContain(".json");
  });

  it("writes an anonymised file into the data folder that loads again, and leaves the project as it was", async () => {
    const before = contents();
    const said = await slice("choir.Song", "--pk", "2", "--reverse", "choir.Concert", "--json");
    expect(said.code).toBe(0);
    const { status, plan, file, check } = reportOf(said);
    expect({ status, check: check?.status }).toEqual({ status: "succeeded", check: "passed" });
    expect(file?.path.startsWith(home.data)).toBe(true);
    const text = readFileSync(file?.path ?? "", "utf8");
    const rows = z.array(z.object({ model: z.string() })).parse(JSON.parse(text));
    expect(rows).toHaveLength(plan?.rows ?? -1);
    expect(new Set(rows.map(({ model }) => model))).toContain("choir.concert");
    expect(text).not.toMatch(/canar/i);
    expect(contents()).toEqual(before);
  });

  it("says to a person where the file lies and whether it loads, and keeps what it is told to keep", async () => {
    const said = await slice("choir.Town", "--filter", "code=canary-7", "--keep", "choir.Town");
    expect(said.code).toBe(0);
    const path = /^\S+\.json$/m.exec(said.stdout)?.[0] ?? "";
    expect(readFileSync(path, "utf8")).toContain("Canary Ville");
    expect(said.stdout).toContain("all rows were found again");
  });

  it.each([
    ["a model that there is not", ["choir.Sonng"], 1, "Did you mean choir.Song"],
    ["keys of two models", ["choir.Song", "choir.Town", "--pk", "1"], 2, "--pk: It chooses rows of one model"],
    ["keys and a filter", ["choir.Song", "--pk", "1", "--filter", "title=x"], 2, "--filter: Give primary keys or a filter"],
    ["a name that is no model", ["song"], 2, "MODEL"],
    ["more rows than are allowed", ["choir.Person", "--rows", "1"], 1, "More than 1 row"],
    ["a filter that the model does not have", ["choir.Song", "--filter", "colour=red"], 1, "colour"],
  ])("refuses %s in the words of the line", async (_what, words, code, sentence) => {
    const said = await slice(...words);
    expect(said.code).toBe(code);
    expect(said.stderr).toContain(sentence);
    expect(said.stdout).not.toContain(".json");
  });
});
