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
import { djangoPython } from "../../test/support/django.ts";
import { commands } from "./catalogue/registry.ts";
import { decide } from "./policy.ts";

const run = promisify(execFile);

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

let python = "";
beforeAll(async () => {
  python = await djangoPython("5.2");
}, 300_000);

const parseAll = async (vectors: readonly (readonly string[])[]): Promise<readonly Record<string, unknown>[]> => {
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
  ...(command === "makemigrations" ? { check_changes: [true], dry_run: [true], merge: [false], update: [false] } : {}),
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

describe("policy and Django", () => {
  it("allows nothing that Django parses as output, settings, pythonpath, default or traceback", async () => {
    const samples = fc.sample(request, 20_000);
    const allowed = samples.flatMap(({ preset, options }) => {
      const decision = decide(preset, options);
      return decision.kind === "allowed" ? [decision.command.args] : [];
    });
    expect(allowed.length).toBeGreaterThan(1000);
    const parsed = await parseAll(allowed);
    expect(parsed).toHaveLength(allowed.length);
    const faults = parsed.flatMap((namespace, index) => faultsOf(allowed[index] ?? [], namespace));
    expect(faults).toEqual([]);
  }, 120_000);
});
