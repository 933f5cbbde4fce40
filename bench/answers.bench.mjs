// How much of what Django says is answered rightly, wrongly or not at all: DJDesk beside django-orm-lens, both on cold
// clones of the same projects, both counted by corpus/truth/compare.mjs against what a running Django said.
//
//   node bench/answers.bench.mjs [NAME…]
//
// The peer's answers are put into the shape of our facts as kindly as its output allows: the app is the folder that it
// names, a relation's target without an app is one of the same app, `self` is the model, `settings.AUTH_USER_MODEL` is what
// the settings say, accessors and automatic `through` models are Django's defaults. Only the three sections that both have
// are shown.
import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { cache, peer, peerVersion, projectWords, root } from "./peer.mjs";

const truthFolder = join(root, "corpus/truth");
const names = process.argv.slice(2);
const projects =
  names.length > 0 ? names : readdirSync(truthFolder).flatMap((file) => (file.endsWith(".json.gz") ? [basename(file, ".json.gz")] : []));

const output = (command, args) => {
  const done = spawnSync(command, args, { stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1 << 30 });
  return done.stdout.toString();
};

const targetOf = (field, model, userModel) => {
  const named = field.relatedModel;
  if (named === undefined || named === null) return null;
  if (named === "self") return `${model.appName}.${model.name}`;
  if (named.endsWith("AUTH_USER_MODEL")) return userModel;
  return named.includes(".") ? named : `${model.appName}.${named}`;
};

const kinds = { ForeignKey: "many_to_one", OneToOneField: "one_to_one", ManyToManyField: "many_to_many" };

/** Django's defaults are filled in where the field leaves them out. */
const relationOf = (field, model, userModel) => {
  const relation = kinds[field.relationKind] ?? null;
  if (relation === null) return {};
  const name = field.relatedName ?? null;
  const accessor = relation === "one_to_one" ? model.name.toLowerCase() : `${model.name.toLowerCase()}_set`;
  return {
    relation,
    related_model: targetOf(field, model, userModel),
    on_delete: field.onDelete ?? null,
    related_name: name,
    accessor: name?.endsWith("+") ? null : (name ?? accessor),
    through: relation === "many_to_many" ? (field.throughModel ?? `${model.appName}.${model.name}_${field.name}`) : null,
  };
};

const toFacts = (scan, userModel) => ({
  models: scan.apps.flatMap((app) =>
    app.models
      .filter((model) => !(model.meta.abstract ?? "").startsWith("True"))
      .map((model) => ({
        label: `${model.appName}.${model.name}`,
        fields: model.fields.map((field) => ({ name: field.name, ...relationOf(field, model, userModel) })),
      })),
  ),
});

const sections = ["models", "fields", "relations"];
const compare = (name, facts, file) => {
  writeFileSync(file, facts);
  const printed = execFileSync(process.execPath, [join(truthFolder, "compare.mjs"), join(truthFolder, `${name}.json.gz`), file, "--json"]);
  return sections.map((section) => JSON.parse(printed.toString()).rows.find((row) => row.section === section));
};

/** Answers to questions that compare.mjs did not put because the whole model or field is missing. */
const askedOf = (truth) => {
  const own = new Set(truth.apps.filter((app) => app.first_party).map((app) => app.label));
  const models = truth.models.filter((model) => own.has(model.app) && !model.auto_created);
  const fields = models.flatMap((model) => model.fields);
  const related = fields.filter((field) => field.related_model);
  // compare.mjs leaves out the related_name that Django makes up for a hidden relation.
  const madeUp = related.filter(({ related_name: name }) => name?.startsWith("_") && name.endsWith("_+"));
  return { models: models.length, fields: fields.length, relations: 6 * related.length - madeUp.length };
};

const sum = { djdesk: {}, peer: {} };
const add = (who, rows, asked) => {
  for (const { section, right, wrong } of rows) {
    const so = (sum[who][section] ??= { asked: 0, right: 0, wrong: 0 });
    so.asked += asked[section];
    so.right += right;
    so.wrong += wrong;
  }
};
const share = ({ asked, right }) => (asked === 0 ? "-" : `${((100 * right) / asked).toFixed(1)} %`);
const line = (name, who, rows, asked) =>
  `${name.padEnd(17)}${who.padEnd(17)}${rows.map((row) => `${share({ asked: asked[row.section], right: row.right }).padStart(9)}${String(row.wrong).padStart(7)}`).join("")}`;

const program = peer();
console.log(
  `${"project".padEnd(17)}${"by".padEnd(17)}${sections.map((section) => `${section.padStart(9)}${"wrong".padStart(7)}`).join("")}`,
);
for (const name of projects) {
  const words = projectWords(name);
  const truth = JSON.parse(gunzipSync(readFileSync(join(truthFolder, `${name}.json.gz`))).toString());
  const asked = askedOf(truth);
  const ours = compare(
    name,
    output(process.execPath, [join(root, "bin/djdesk.mjs"), "scan", ...words, "--no-cache"]),
    join(cache, `${name}.ours.json`),
  );
  const scan = JSON.parse(output(program, ["scan", "--format", "json", "--path", words[0]]));
  const theirs = compare(name, JSON.stringify(toFacts(scan, truth.settings.AUTH_USER_MODEL)), join(cache, `${name}.peer.json`));
  add("djdesk", ours, asked);
  add("peer", theirs, asked);
  console.log(line(name, "djdesk", ours, asked));
  console.log(line("", `orm-lens ${peerVersion}`, theirs, asked));
}
const rowsOf = (who) => sections.map((section) => ({ section, ...sum[who][section] }));
const askedIn = Object.fromEntries(sections.map((section) => [section, sum.djdesk[section].asked]));
console.log(line("all", "djdesk", rowsOf("djdesk"), askedIn));
console.log(line("", `orm-lens ${peerVersion}`, rowsOf("peer"), askedIn));
