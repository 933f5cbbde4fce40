/**
 * The policy against Django's own command parsers: whatever it allows must parse, and must set nothing that writes
 * a file or loads other code. One Python process reads all argument vectors.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { promisify } from "node:util";
import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { djangoPython, whyNoDjango } from "../../test/support/django.ts";
import type { CommandOption } from "./catalogue/command.ts";
import { commands as all } from "./catalogue/registry.ts";
import { decide } from "./policy.ts";

const run = promisify(execFile);
const commands = all.filter(({ isOwn }) => isOwn !== true);

/** Reads JSON argument vectors, prints for each what Django's parser made of it, or the parser's complaint. */
const parser = `
import json, sys
import django
from django.conf import settings
settings.configure(INSTALLED_APPS=[])
django.setup()
from django.core.management import load_command_class, get_commands
from django.core.management.base import CommandError
apps = get_commands()
parsers = {}
for argv in json.load(open(sys.argv[1])):
    name = argv[0]
    if name not in parsers:
        parsers[name] = load_command_class(apps[name], name).create_parser("manage.py", name)
    try:
        print(json.dumps(vars(parsers[name].parse_args(argv[1:]))))
    except (CommandError, SystemExit) as error:
        print(json.dumps({"complaint": str(error)}))
`;

const nasty = fc.constantFrom(
  "-o",
  "-oF",
  "--output",
  "--output=manage.py",
  "--o",
  "--settings=evil",
  "--sett",
  "evil",
  "--pythonpath=/x",
  "--pyth",
  "/x",
  "--default=os",
  "--",
  "-",
  "-aoF",
  "--traceback",
  "a;id",
  "$(id)",
  "a\nb",
  "a b",
  "a,b",
  "\u2028",
  "",
  "0001",
  "zero",
  "on",
  "true",
  "json",
  "xml",
  "hash",
  "2",
  "99",
  "library",
  "library.Book",
  "security",
  "default",
  "ERROR",
  "@file",
  "=",
  "a=b",
  "--check=1",
);
const value = fc.oneof(
  { weight: 4, arbitrary: nasty },
  { weight: 1, arbitrary: fc.string() },
  { weight: 1, arbitrary: fc.array(nasty, { maxLength: 3 }) },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(true, false, null, 1, 0, {}) },
);
const request = fc.constantFrom(...commands).chain((definition) =>
  fc.record({
    preset: fc.constant(definition.key),
    options: fc.dictionary(
      fc.oneof(
        { weight: 8, arbitrary: fc.constantFrom(...definition.options.map((option) => option.name)) },
        { weight: 1, arbitrary: fc.constantFrom("output", "settings", "pythonpath", "default", "o", "--output", "traceback") },
      ),
      value,
      { maxKeys: 4 },
    ),
  }),
);

/** Values that a person would give. */
const sensible = (option: CommandOption): fc.Arbitrary<unknown> => {
  if (option.kind === "flag") return fc.constantFrom<unknown>(true, "on", "TRUE");
  if (option.kind === "choice") return fc.constantFrom(...(option.choices ?? []));
  if (option.kind === "number") return fc.constantFrom<unknown>(0, 2, "4");
  if (option.name === "database") return fc.constant("default");
  if (option.name === "migration") return fc.constantFrom("0001", "0001_initial", "zero");
  if (option.name === "pks") return fc.constantFrom<unknown>("1", "1,2", ["a-b", "c:d"]);
  if (option.name === "labels") return fc.constantFrom("library.Book", "books.Author");
  return option.kind === "list" ? fc.constantFrom<unknown>("library", "library shelves", ["library", "_private"]) : fc.constant("library");
};
/** Options that Django does not take together, or the one only with the other. */
const goesTogether = (options: Readonly<Record<string, unknown>>): boolean =>
  !("list" in options && "plan" in options) && !("migration" in options && !("app_label" in options));
const legitimate = fc.constantFrom(...commands).chain((definition) =>
  fc
    .record(Object.fromEntries(definition.options.map((option) => [option.name, sensible(option)])), {
      requiredKeys: definition.options.flatMap((option) => (option.required === true ? [option.name] : [])),
    })
    .filter(goesTogether)
    .map((options) => ({ preset: definition.key, options })),
);

const versions = ["3.2", "4.2", "5.2", "6.0", "6.1"];
/** A million for a release: `DJDESK_ARGV_INPUTS=1000000 npx vitest run src/runner/policy-and-django.test.ts`. */
const inputs = Number(process.env["DJDESK_ARGV_INPUTS"] ?? 5000);
const atOnce = 100_000;

const parseAll = async (python: string, vectors: readonly (readonly string[])[]): Promise<readonly Record<string, unknown>[]> => {
  const folder = mkdtempSync(`${tmpdir()}/djdesk-policy-`);
  try {
    writeFileSync(`${folder}/argv.json`, JSON.stringify(vectors));
    const { stdout } = await run(python, ["-c", parser, `${folder}/argv.json`], { maxBuffer: 1 << 28 });
    return stdout
      .trim()
      .split("\n")
      .map((line): Record<string, unknown> => JSON.parse(line));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** What must be so in each namespace. `output` of diffsettings is a format; that of dumpdata is a file. */
const expectations = (command: string): Readonly<Record<string, readonly unknown[]>> => ({
  settings: [undefined, null],
  pythonpath: [undefined, null],
  default: [undefined, null],
  traceback: [false],
  output: command === "diffsettings" ? ["hash", "unified"] : [undefined, null],
  ...(command === "makemigrations" ? { check_changes: [true], dry_run: [true], merge: [false], update: [undefined, false] } : {}),
  ...(command === "migrate" ? { plan: [true], fake: [false], run_syncdb: [false] } : {}),
});

const faultsOf = (argv: readonly string[], namespace: Readonly<Record<string, unknown>>): readonly string[] => {
  const complaint = namespace["complaint"];
  // Django may refuse more than the policy does: an alias that is not in DATABASES.
  if (typeof complaint === "string")
    return complaint.startsWith("Error: argument --database: invalid choice") ? [] : [`${argv.join(" ")}: ${complaint}`];
  return Object.entries(expectations(argv[0] ?? ""))
    .filter(([name, values]) => !values.includes(namespace[name]))
    .map(([name]) => `${argv.join(" ")}: ${name} is ${String(namespace[name])}`);
};

interface Asked {
  readonly preset: string;
  readonly options: Readonly<Record<string, unknown>>;
}

const toAllowed = (asked: readonly Asked[]): readonly (readonly string[])[] =>
  asked.flatMap(({ preset, options }) => {
    const decision = decide(preset, options);
    return decision.kind === "allowed" ? [decision.command.args] : [];
  });

const faultsIn = async (python: string, vectors: readonly (readonly string[])[]): Promise<readonly string[]> => {
  const parsed = await parseAll(python, vectors);
  expect(parsed).toHaveLength(vectors.length);
  return parsed.flatMap((namespace, index) => faultsOf(vectors[index] ?? [], namespace));
};

describe.each(versions)("policy and Django %s", (version) => {
  let python = "";
  let why: string | null = null;
  beforeAll(async () => {
    why = await whyNoDjango(version);
    if (why === null) python = await djangoPython(version);
  }, 300_000);

  it("allows nothing that is parsed as output, settings, pythonpath, default or traceback", async ({ skip }) => {
    if (why !== null) return skip(why);
    let allowedCount = 0;
    for (let done = 0; done < inputs; done += atOnce) {
      const allowed = toAllowed(fc.sample(request, Math.min(atOnce, inputs - done)));
      allowedCount += allowed.length;
      expect(await faultsIn(python, allowed)).toEqual([]);
    }
    console.log(`Django ${version}: ${inputs} requests, ${allowedCount} allowed, none of them parsed as it must not be`);
    expect(allowedCount).toBeGreaterThan(inputs / 20);
  }, 3_600_000);

  it("allows every form that is legitimate, and Django parses it", async ({ skip }) => {
    if (why !== null) return skip(why);
    const asked = fc.sample(legitimate, Math.min(inputs, 20_000));
    const refused = asked.filter(({ preset, options }) => decide(preset, options).kind === "refused");
    expect(refused).toEqual([]);
    expect(await faultsIn(python, toAllowed(asked))).toEqual([]);
  }, 600_000);

  it("would notice an option that writes or loads code", async ({ skip }) => {
    if (why !== null) return skip(why);
    const hostile = [
      ["dumpdata", "--output=manage.py", "library"],
      ["dumpdata", "-oF", "library"],
      ["check", "--sett=evil"],
      ["check", "--pythonpath", "/x"],
      ["diffsettings", "--default=os"],
      ["check", "--traceback"],
      ["migrate"],
      ["makemigrations"],
    ];
    const caught = await Promise.all(hostile.map(async (argv) => (await faultsIn(python, [argv])).length > 0));
    expect(caught).toEqual(hostile.map(() => true));
  }, 120_000);
});
