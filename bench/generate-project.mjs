// Projects of any size, made once below the cache folder: 20 models an app, 10 fields each, two relations, initial
// migrations, urls.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cache } from "./peer.mjs";

export const write = (file, text) => {
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
export const generated = (models) => {
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
