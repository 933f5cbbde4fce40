// How a cold scan grows with the project: generated projects of 1,000 and of 5,000 models (20 an app, 10 fields each, two
// relations, initial migrations, urls), and a folder of 100,000 files. Whole process, alternating, medians; peak memory of
// the scanning process.
//
//   node bench/size.bench.mjs [--runs N]
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { cache, root } from "./peer.mjs";

const budgets = { growth: 5.5, megabytes: 300, manyFilesSeconds: 3 };
const { values } = parseArgs({ options: { runs: { type: "string", default: "5" } } });

const write = (file, text) => {
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, text);
};

const perApp = 20;
const kinds = [
  "CharField(max_length=80)",
  "TextField(blank=True)",
  "IntegerField(default=0)",
  "BooleanField(default=False)",
  "DateTimeField(null=True)",
  "DecimalField(max_digits=9, decimal_places=2)",
  "SlugField(unique=True)",
  "EmailField(blank=True)",
];

const modelOf = (app, index) => {
  const target = index === 0 ? (app === 0 ? "self" : `app${app - 1}.Model${perApp - 1}`) : `Model${index - 1}`;
  const fields = kinds.map((kind, at) => `    field_${at} = models.${kind}`);
  return [
    `class Model${index}(models.Model):`,
    ...fields,
    `    parent = models.ForeignKey("${target}", models.CASCADE, related_name="children_of_${app}_${index}", null=True)`,
    `    friends = models.ManyToManyField("self", blank=True)`,
    "",
    "    class Meta:",
    `        ordering = ["field_0"]`,
    "",
    "    def __str__(self):",
    "        return self.field_0",
    "",
    "",
  ].join("\n");
};

const createModel = (app, index) => {
  const target = index === 0 ? (app === 0 ? "app0.model0" : `app${app - 1}.model${perApp - 1}`) : `app${app}.model${index - 1}`;
  return [
    `        migrations.CreateModel(`,
    `            name="Model${index}",`,
    `            fields=[`,
    `                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),`,
    ...kinds.map((kind, at) => `                ("field_${at}", models.${kind}),`),
    `                ("parent", models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="children_of_${app}_${index}", to="${target}")),`,
    `                ("friends", models.ManyToManyField(blank=True, to="app${app}.model${index}")),`,
    `            ],`,
    `            options={"ordering": ["field_0"]},`,
    `        ),`,
  ].join("\n");
};

/** Folder of a project with that many models; made once. */
const generated = (models) => {
  const folder = join(cache, `generated-${models}`);
  if (existsSync(join(folder, "manage.py"))) return folder;
  const apps = models / perApp;
  const indices = Array.from({ length: perApp }, (_, index) => index);
  const names = Array.from({ length: apps }, (_, app) => `app${app}`);
  for (const [app, name] of names.entries()) {
    write(join(folder, name, "__init__.py"), "");
    write(join(folder, name, "models.py"), `from django.db import models\n\n\n${indices.map((index) => modelOf(app, index)).join("")}`);
    write(
      join(folder, name, "views.py"),
      `from django.http import HttpResponse\n\n\ndef index(request):\n    return HttpResponse("${name}")\n`,
    );
    write(
      join(folder, name, "urls.py"),
      `from django.urls import path\n\nfrom . import views\n\nurlpatterns = [path("", views.index, name="${name}-index")]\n`,
    );
    write(join(folder, name, "migrations", "__init__.py"), "");
    write(
      join(folder, name, "migrations", "0001_initial.py"),
      [
        "import django.db.models.deletion",
        "from django.db import migrations, models",
        "",
        "",
        "class Migration(migrations.Migration):",
        "    initial = True",
        `    dependencies = [${app === 0 ? "" : `("app${app - 1}", "0001_initial")`}]`,
        "    operations = [",
        ...indices.map((index) => createModel(app, index)),
        "    ]",
        "",
      ].join("\n"),
    );
  }
  write(join(folder, "site_conf", "__init__.py"), "");
  write(
    join(folder, "site_conf", "settings.py"),
    `SECRET_KEY = "x"\nINSTALLED_APPS = [${names.map((name) => `"${name}"`).join(", ")}]\nROOT_URLCONF = "site_conf.urls"\nDEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"\n`,
  );
  write(
    join(folder, "site_conf", "urls.py"),
    `from django.urls import include, path\n\nurlpatterns = [\n${names.map((name) => `    path("${name}/", include("${name}.urls")),`).join("\n")}\n]\n`,
  );
  write(
    join(folder, "manage.py"),
    'import os\nimport sys\n\nif __name__ == "__main__":\n    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_conf.settings")\n    from django.core.management import execute_from_command_line\n\n    execute_from_command_line(sys.argv)\n',
  );
  return folder;
};

/** The 1,000-model project with 100,000 files more, which no app names. */
const manyFiles = () => {
  const folder = join(cache, "generated-files");
  if (existsSync(join(folder, "manage.py"))) return folder;
  spawnSync("cp", ["-r", generated(1000), folder]);
  for (let index = 0; index < 100_000; index += 1) write(join(folder, "attic", String(index % 1000), `note_${index}.py`), "x = 1\n");
  return folder;
};

const sayPeak = "data:text/javascript,process.on('exit',()=>process.stderr.write(`peak ${process.resourceUsage().maxRSS}\\n`))";
const entry = join(root, existsSync(join(root, "dist/cli.mjs")) ? "dist/cli.mjs" : "src/cli/main.ts");

const scan = (folder) => {
  const started = performance.now();
  const done = spawnSync(process.execPath, ["--import", sayPeak, entry, "scan", folder, "--json", "--no-cache"], { maxBuffer: 1 << 30 });
  const ms = performance.now() - started;
  if (done.status !== 0 && done.status !== 1) throw new Error(done.stderr.toString());
  const kilobytes = Number(/^peak (\d+)$/m.exec(done.stderr.toString())?.[1]);
  return { ms, megabytes: kilobytes / 1024, models: JSON.parse(done.stdout.toString()).models.length };
};

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

const cases = [
  ["1,000 models", generated(1000)],
  ["5,000 models", generated(5000)],
  ["1,000 models and 100,000 other files", manyFiles()],
];
const measured = cases.map(() => []);
for (let run = 0; run < Number(values.runs); run += 1) for (const [at, [, folder]] of cases.entries()) measured[at].push(scan(folder));
const rows = cases.map(([name], at) => ({
  name,
  ms: median(measured[at].map((one) => one.ms)),
  megabytes: Math.max(...measured[at].map((one) => one.megabytes)),
}));
for (const { name, ms, megabytes } of rows)
  console.log(`${name.padEnd(38)}${ms.toFixed(0).padStart(7)} ms median${megabytes.toFixed(0).padStart(7)} MB peak`);
const growth = rows[1].ms / rows[0].ms;
console.log(`5,000 models take ${growth.toFixed(2)} times as long as 1,000, budget ${budgets.growth}`);
console.log(`peak at 5,000 models ${rows[1].megabytes.toFixed(0)} MB, budget ${budgets.megabytes}`);
console.log(`100,000 files ${(rows[2].ms / 1000).toFixed(2)} s, budget ${budgets.manyFilesSeconds}`);
process.exitCode = growth > budgets.growth || rows[1].megabytes > budgets.megabytes || rows[2].ms > 1000 * budgets.manyFilesSeconds ? 1 : 0;
