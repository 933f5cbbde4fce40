/** Random edits of a project on disk, the same for the same seed: for tests. Most leave valid Python, some do not. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { kindAt } from "../../inspector/files/disk.ts";
import type { Chance } from "./a-chance.ts";
import { editModel } from "./a-model-edit.ts";

/** Put into the body of a class: at four spaces, fit for a model. */
const members = [
  "    weight = models.IntegerField()",
  "    weight = models.IntegerField(null=True, default=3)",
  "    name = models.CharField(max_length=30, unique=True)",
  "    kind = models.CharField(max_length=3, choices=KINDS)",
  "    KINDS = [('a', 'A'), ('b', 'B')]",
  "    KINDS = (('a', 'A'),)",
  "    other = models.ForeignKey('self', on_delete=models.CASCADE, related_name='+')",
  "    others = models.ManyToManyField('self', blank=True)",
  "    baker = models.ForeignKey('bread.Baker', models.SET_NULL, null=True)",
  "    uid = models.UUIDField(primary_key=True)",
  "    class Meta:\n        ordering = ['weight']",
  "    class Meta:\n        verbose_name = 'thing'\n        unique_together = [('name', 'weight')]",
  "    class Meta:\n        abstract = True",
  "    class Meta:\n        proxy = True",
  "    class Meta:\n        indexes = [models.Index(fields=['name'], name='by_name')]",
  "    class Kind(models.TextChoices):\n        A = 'a'\n        B = 'b'",
  "    kind = models.CharField(max_length=3, choices=Kind.choices, default=Kind.A)",
  "    objects = models.Manager()",
  "    things = models.Manager()",
  "    def label(self):\n        return self.name",
  "    def __str__(self):\n        return self.label()",
  "    @property\n    def size(self):\n        return 3",
  "    def get_absolute_url(self):\n        return '/'",
  "    name = None",
  "    limit = LIMIT",
  "    size = make_field()",
  "    ALL.append('a')",
  "    note = ALL.append('b')",
  "    names = [field for field in ('a', 'b')]",
  "    tall: int = 3",
  "    wide: 'int'",
  "    save.alters_data = True",
  "    weight = other",
  "    template_name = 'x.html'",
  "    fields = ['name']",
  "    queryset = None",
  "    list_display = ['name']",
  "    def get_queryset(self):\n        return super().get_queryset()",
  "    label = models.IntegerField(help_text=f'{LIMIT}')",
];

const lines = [
  "LIMIT = 5",
  "ALL = []",
  "ALL.append(3)",
  "from bread.models import Baker as Other",
  "def make_field():\n    ALL.append(1)\n    return models.IntegerField()",
  "def make_field():\n    from bread import models as late\n    return models.TextField(default=late)",
  "# a comment",
  "",
  "    # djdesk: ignore",
  "    ",
  "    weight = models.IntegerField()",
  "    name = models.CharField(max_length=12)",
  "    other = models.ForeignKey('self', on_delete=models.CASCADE, related_name='+')",
  '    """What it is."""',
  "    pass",
  "        return None",
  "    def label(self):\n        return self.name",
  "    size = make_field()",
  "import os",
  "from django.db import models",
  "from bread.models import *",
  "from . import models as own",
  "from .linked import *",
  "def make_field():\n    return models.TextField(null=True)",
  "class Crumb(models.Model):\n    size = models.IntegerField(default=1)",
  'if os.environ.get("SIZE"):\n    LARGE = True\nelse:\n    LARGE = False',
  "for number in range(3):\n    LAST = number",
  "DEBUG = True",
  'ROOT_URLCONF = "config.urls"',
  'INSTALLED_APPS = [*INSTALLED_APPS, "crumbs"]',
  'AUTH_USER_MODEL = "bread.Baker"',
  "urlpatterns = [*urlpatterns]",
  "admin.site.register(models.Crumb)",
  "    class Meta:\n        ordering = ['-pk']",
  "x = (",
  '"""',
];

const isOfModels = (text: string): boolean => /^class /m.test(text) && /\bmodels\./.test(text);

export interface RandomEdits {
  /** Makes one edit and says which. */
  readonly edit: () => string;
}

/** Edits that leave most of a project as it is. */
export const smallEdits: readonly string[] = ["member", "comment", "in a body", "restore"];

/** Edits of models, with what people do between them. */
export const modelEdits: readonly string[] = ["model", "comment", "restore"];

/** Edits `folder`, a copy of `original`; `kinds` are those wanted. */
export const createRandomEdits = (folder: string, original: string, chance: Chance, kinds?: readonly string[]): RandomEdits => {
  const pick = <T>(items: readonly T[], fallback: T): T => items[chance(items.length)] ?? fallback;
  const files = (below: string): string[] =>
    readdirSync(below, { recursive: true, encoding: "utf8" })
      .filter((name) => kindAt(join(below, name)) === "file")
      .sort();
  const source = (): string =>
    pick(
      files(folder).filter((name) => name.endsWith(".py")),
      "manage.py",
    );
  const read = (name: string): string => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), "utf8") : "");
  const edited = new Set<string>();
  const write = (name: string, text: string): void => {
    edited.add(name);
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
    // A time that can be set again to the digit.
    utimesSync(join(folder, name), new Date(), new Date());
  };
  const splice = (name: string, remove: number, ...insert: readonly string[]): void => {
    const text = read(name).split("\n");
    text.splice(chance(text.length), remove, ...insert);
    write(name, text.join("\n"));
  };
  const restore = (): string => {
    const name = chance(2) === 0 ? pick([...edited], "manage.py") : pick(files(original), "manage.py");
    if (!existsSync(join(original, name))) return `not ${name}`;
    rmSync(join(folder, name), { force: true });
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    cpSync(join(original, name), join(folder, name));
    return name;
  };

  const edits: Readonly<Record<string, readonly [weight: number, make: (name: string) => string]>> = {
    insert: [
      30,
      (name) => {
        const line = pick(lines, "");
        splice(name, 0, line);
        return line;
      },
    ],
    member: [
      30,
      (name) => {
        const text = read(name).split("\n");
        const heads = text.flatMap((line, index) => (/^class .*:$/.test(line) ? [index] : []));
        const head = pick(heads, -1);
        if (head < 0) return "no class";
        let end = head + 1;
        while (end < text.length && (text[end]?.startsWith(" ") === true || text[end] === "")) end += 1;
        const starts = text.flatMap((line, index) => (index > head && index < end && /^ {4}\S/.test(line) ? [index] : []));
        const line = pick(members, "    pass");
        const at = pick([...starts, end], end);
        text.splice(at, chance(3) === 0 && at < end ? 1 : 0, ...(chance(6) === 0 ? [] : [line]));
        write(name, text.join("\n"));
        return `${at} ${line}`;
      },
    ],
    model: [
      20,
      () => {
        const held = files(folder).filter(
          (name) => name.endsWith(".py") && (!name.includes("/migrations/") || chance(40) === 0) && isOfModels(read(name)),
        );
        const name = pick(held, "");
        if (name === "") return "no models";
        const { text, told } = editModel(read(name), { chance, pick });
        write(name, text);
        return `${name} ${told}`;
      },
    ],
    comment: [14, (name) => (splice(name, 0, "# so it is"), "")],
    delete: [6, (name) => (splice(name, 1), "")],
    replace: [6, (name) => (splice(name, 1, pick(lines, "")), "")],
    "in a body": [
      12,
      (name) => {
        const text = read(name);
        write(name, text.replace(/^( *)(return|raise|super\(\)|self\.).*$/m, `$1x${chance(9)} = 1\n$&`));
        return "";
      },
    ],
    "other digits": [
      8,
      (name) => (
        write(
          name,
          read(name).replaceAll(/\d/g, () => String(chance(10))),
        ),
        ""
      ),
    ],
    "same size, old time": [
      6,
      (name) => {
        const { atime, mtime } = statSync(join(folder, name));
        write(
          name,
          read(name).replace(/[a-z](?=[a-z]* = )/, () => pick(["a", "b", "c"], "a")),
        );
        utimesSync(join(folder, name), atime, mtime);
        return "";
      },
    ],
    touch: [4, (name) => (utimesSync(join(folder, name), new Date(), new Date(2_000_000_000_000 + chance(1000))), "")],
    restore: [24, () => restore()],
    remove: [3, (name) => (rmSync(join(folder, name)), "")],
    rename: [
      3,
      (name) => {
        const to = join(dirname(name), pick(["models.py", "views.py", "urls.py", "apps.py", "other.py", "0009_late.py"], "other.py"));
        renameSync(join(folder, name), join(folder, to));
        return to;
      },
    ],
    create: [
      4,
      (name) => {
        const made = join(
          dirname(name),
          pick(["admin.py", "__init__.py", "crumbs/__init__.py", "crumbs/models.py", "requirements.txt"], "x.py"),
        );
        write(made, `${pick(lines, "")}\n`);
        return made;
      },
    ],
    link: [
      1,
      (name) => {
        const to = join(folder, dirname(name), "linked.py");
        rmSync(to, { force: true });
        symlinkSync(join(folder, source()), to);
        return "";
      },
    ],
  };
  const wanted = Object.entries(edits).filter(([kind]) => kinds?.includes(kind) ?? true);
  const bag = wanted.flatMap(([kind, [weight]]) => Array.from({ length: weight }, () => kind));
  return {
    edit: () => {
      const kind = pick(bag, "insert");
      const name = source();
      if (!existsSync(join(folder, name))) return `restore ${restore()}`;
      return `${kind} ${name} ${JSON.stringify(edits[kind]?.[1](name))}`;
    },
  };
};
