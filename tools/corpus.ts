/**
 * Scans real projects and compares our facts with what a running Django said about them (`corpus/truth/`).
 *
 *   npm run corpus [-- NAME… --into DIR --environment --check]
 *
 * Each project's exact release comes from PyPI by `corpus/truth/get-corpus.py`. The table is written to
 * `corpus/cold-clone.txt` (or `corpus/with-environment.txt`); `--check` fails when a figure got worse instead.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

interface Row {
  readonly section: string;
  readonly asked: number;
  readonly right: number;
  readonly wrong: number;
  readonly unanswered: number;
}

const root = resolve(import.meta.dirname, "..");
const truth = join(root, "corpus/truth");
const everyProject = readdirSync(truth)
  .flatMap((name) => (name.endsWith(".json.gz") ? [name.slice(0, -".json.gz".length)] : []))
  .sort();

/** Puts a project on disk and gives the words of its scan command, as `get-corpus.py` prints them. */
const fetchProject = (name: string, into: string, environment: boolean): readonly string[] => {
  const printed = execFileSync("python3", [join(truth, "get-corpus.py"), name, "--into", into, ...(environment ? ["--venv"] : [])], {
    encoding: "utf8",
  });
  const command = printed.split("\n").findLast((line) => line.startsWith("djdesk scan "));
  if (command === undefined) throw new Error(`get-corpus.py printed no scan command for ${name}`);
  return command.split(" ").slice(1);
};

const compareProject = (name: string, words: readonly string[], into: string): readonly Row[] => {
  const scan = spawnSync(process.execPath, [join(root, "bin/djdesk.mjs"), ...words, "--no-cache"], { maxBuffer: 1 << 30 });
  if (scan.status === null || scan.status > 2) throw new Error(`the scan of ${name} ended with ${scan.status}: ${scan.stderr.toString()}`);
  const facts = join(into, `${name}.facts.json`);
  // A refused scan answers nothing.
  writeFileSync(facts, scan.status === 2 ? "{}" : scan.stdout);
  const compared = execFileSync(process.execPath, [join(truth, "compare.mjs"), join(truth, `${name}.json.gz`), facts, "--json"], {
    encoding: "utf8",
  });
  return JSON.parse(compared).rows;
};

const heading = `${"project".padEnd(16)}${"section".padEnd(42)}${"asked".padStart(8)}${"right".padStart(8)}${"wrong".padStart(8)}${"unansw.".padStart(9)}${"right %".padStart(9)}`;

const toLine = (name: string, row: Row): string => {
  const share = row.asked === 0 ? "-" : ((100 * row.right) / row.asked).toFixed(2);
  return `${name.padEnd(16)}${row.section.padEnd(42)}${String(row.asked).padStart(8)}${String(row.right).padStart(8)}${String(row.wrong).padStart(8)}${String(row.unanswered).padStart(9)}${share.padStart(9)}`;
};

/** Figures of an earlier table, by project and section. */
const readSnapshot = (file: string): ReadonlyMap<string, { readonly right: number; readonly wrong: number }> => {
  const figures = new Map<string, { right: number; wrong: number }>();
  if (!existsSync(file)) return figures;
  for (const line of readFileSync(file, "utf8").split("\n").slice(1)) {
    if (line.length < 90) continue;
    figures.set(line.slice(0, 58), { right: Number(line.slice(66, 74)), wrong: Number(line.slice(74, 82)) });
  }
  return figures;
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { into: { type: "string" }, environment: { type: "boolean", default: false }, check: { type: "boolean", default: false } },
});
const into = resolve(values.into ?? join(tmpdir(), `djdesk-corpus${values.environment ? "-environment" : ""}`));
const snapshotFile = join(root, "corpus", values.environment ? "with-environment.txt" : "cold-clone.txt");
const before = readSnapshot(snapshotFile);
mkdirSync(into, { recursive: true });

const lines = [heading];
let worse = 0;
for (const name of positionals.length > 0 ? positionals : everyProject) {
  const rows = compareProject(name, fetchProject(name, into, values.environment), into);
  for (const row of rows.filter((each) => each.asked > 0 || each.wrong > 0)) {
    const line = toLine(name, row);
    const old = before.get(line.slice(0, 58));
    const isWorse = old !== undefined && (row.right < old.right || row.wrong > old.wrong);
    if (isWorse) worse += 1;
    const change =
      old === undefined || (old.right === row.right && old.wrong === row.wrong) ? "" : `   was right ${old.right}, wrong ${old.wrong}`;
    lines.push(line);
    console.log(`${line}${change}`);
  }
}
if (!values.check && positionals.length === 0) writeFileSync(snapshotFile, `${lines.join("\n")}\n`);
if (values.check) console.log(worse === 0 ? "no figure is worse than the snapshot" : `${worse} figures are worse than the snapshot`);
process.exitCode = values.check && worse > 0 ? 1 : 0;
