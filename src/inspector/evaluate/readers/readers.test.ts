import { describe, expect, it } from "vitest";
import { anEvaluator } from "../a-project.ts";
import type { EvaluatorOptions } from "../machine.ts";

const read = (code: string, others: Record<string, string> = {}, over: Partial<EvaluatorOptions> = {}) => {
  const evaluator = anEvaluator({ "library/settings.py": code, ...others }, { settingsModule: "library.settings", ...over });
  const settings = evaluator.settings();
  const binding = settings?.names.get("X");
  return { value: binding === undefined ? "unbound" : evaluator.toPlain(binding.value), binding };
};
const valueOf = (...given: Parameters<typeof read>): unknown => read(...given).value;

const dotenv = {
  ".env":
    '# shop\nexport DEBUG=on\nSECRET_KEY="a b"\nHOSTS=a.org, b.org\nDATABASE_URL=postgres://me:pw@db.org:5432/books\nSIZE=3 # three\n',
};
const environ = "import environ\nfrom pathlib import Path\nenv = environ.Env(DEBUG=(bool, False))\n";
const withFile = `${environ}environ.Env.read_env(Path(__file__).parent.parent / '.env')\n`;

describe("django-environ", () => {
  it.each([
    ["env('DEBUG')", true],
    ["env.bool('DEBUG', default=False)", true],
    ["env('SECRET_KEY')", "a b"],
    ["env.list('HOSTS')", ["a.org", "b.org"]],
    ["env.int('SIZE')", 3],
    ["env('NONE', default='x')", "x"],
    ["env.str('NONE', 'y')", "y"],
    ["env.db()['ENGINE']", "django.db.backends.postgresql"],
    ["env.db_url('OTHER', default='sqlite:////tmp/x.db')['NAME']", "/tmp/x.db"],
  ])("answers %s from the project's .env", (code, expected) => {
    expect(valueOf(`${withFile}X = ${code}\n`, dotenv)).toEqual(expected);
  });

  it("takes the scheme's default, inferred, when nothing sets the variable", () => {
    const { value, binding } = read(`${environ}X = env('DEBUG')\n`);
    expect(value).toBe(false);
    expect(binding?.inferred).toContain("DEBUG is not set");
    expect(binding?.origins).toEqual([{ file: "/project/library/settings.py", line: 4, env: "DEBUG" }]);
  });

  it("does not know a variable without default", () => {
    expect(read(`${environ}X = env('NONE')\n`).binding?.value).toMatchObject({
      kind: "unknown",
      because: "the environment variable NONE is not set",
    });
  });

  it("lets variables of the scan win over the file", () => {
    expect(valueOf(`${withFile}X = env('SECRET_KEY')\n`, dotenv, { env: { SECRET_KEY: "mine" } })).toBe("mine");
  });
});

describe("other helpers", () => {
  it.each([
    ["from decouple import config\nX = config('DEBUG', default=False, cast=bool)", true],
    ["from decouple import config, Csv\nX = config('HOSTS', cast=Csv())", ["a.org", "b.org"]],
    ["from decouple import config\nX = config('NONE', default='5', cast=int)", 5],
    ["import os\nfrom dotenv import load_dotenv\nload_dotenv()\nX = os.getenv('SECRET_KEY')", "a b"],
    ["import dj_database_url\nX = dj_database_url.config(default='sqlite:///db.sqlite3')['ENGINE']", "django.db.backends.sqlite3"],
    ["import dj_database_url\nX = dj_database_url.parse('mysql://u@h/n')['NAME']", "n"],
    ["import dj_database_url\nX = dj_database_url.parse('mysql://u@h/n', engine='ovens.mysql')['ENGINE']", "ovens.mysql"],
    ["import dj_database_url\nX = dj_database_url.config(default='sqlite:///a', engine='ovens.sqlite')['ENGINE']", "ovens.sqlite"],
    ["import dj_database_url\nX = dj_database_url.config(default='sqlite:///a', engine=None)['ENGINE']", "django.db.backends.sqlite3"],
    ["from environs import Env\nenv = Env()\nenv.read_env()\nX = env.bool('DEBUG', False)", true],
  ])("reads %s", (code, expected) => {
    expect(valueOf(`${code}\n`, dotenv)).toEqual(expected);
  });

  it("takes a dict for configuration, and knows nothing after one that is not known", () => {
    const code = (dictionary: string) => `import configparser, unheard
config = configparser.RawConfigParser()
config.read_dict({"shelf": {"size": 3, "name": "north"}})
config.read_dict(${dictionary})
X = [config.get("shelf", "name", fallback="x"), config.getint("shelf", "size")]
`;
    expect(valueOf(code('{"shelf": {"Name": "south"}}'))).toEqual(["south", 3]);
    expect(valueOf(code('{"shelf": {"name": unheard.name}}'))).toBeUndefined();
  });

  it("reads an INI file with configparser, defaults and errors", () => {
    const code = `
import configparser
config = configparser.ConfigParser()
config.read(['nowhere.cfg', 'shop.cfg'])
try:
    missing = config.get('shop', 'none')
except configparser.NoOptionError:
    missing = 'absent'
X = [config.get('shop', 'name'), config.getboolean('shop', 'open'), config.getint('shop', 'size', fallback=7), config['shop']['name'], missing, config.has_section('other')]
`;
    expect(valueOf(code, { "shop.cfg": "[shop]\nname = rye\nOpen: yes\n" })).toEqual(["rye", true, 7, "rye", "absent", false]);
  });

  it("chooses a django-configurations class and resolves its values", () => {
    const code = `
from configurations import Configuration, values
class Base(Configuration):
    X = values.BooleanValue(False)
    Y = values.ListValue(['a'])
class Prod(Base):
    X = values.BooleanValue(True)
`;
    expect(valueOf(code)).toBe(false);
    expect(valueOf(code, {}, { env: { DJANGO_CONFIGURATION: "Prod" } })).toBe(true);
    expect(valueOf(code, {}, { env: { DJANGO_X: "yes" } })).toBe(true);
  });

  it("runs the files that split-settings includes in the namespace of the settings", () => {
    const others = { "library/parts/base.py": "X = ['a']\n", "library/parts/more.py": "X += ['b']\n" };
    const code = "from split_settings.tools import include, optional\ninclude('parts/*.py', optional('parts/local.py'))\n";
    const { value, binding } = read(code, others);
    expect(value).toEqual(["a", "b"]);
    expect(binding?.origins.map((origin) => origin.file)).toEqual(["/project/library/parts/base.py", "/project/library/parts/more.py"]);
  });

  it("lists the entry points of the packages that are here", () => {
    const entryPoints = () => new Map([["library.plugin", [{ name: "loans", value: "loans.plugin:Loans" }]]]);
    const code = "from importlib import metadata\nX = [point.module for point in metadata.entry_points(group='library.plugin')]\n";
    expect(valueOf(code, {}, { entryPoints })).toEqual(["loans.plugin"]);
    expect(read(code).value).toEqual([]);
    expect(read(code).binding?.inferred).toContain("library.plugin");
  });
});

describe("imports that are tried", () => {
  const code = "X = ['a']\ntry:\n    import shelf_toolbar\n    X.append('shelf_toolbar')\nexcept ImportError:\n    pass\n";

  it("succeed for what the project declares", () => {
    expect(valueOf(code, {}, { declared: new Set(["shelf_toolbar"]) })).toEqual(["a", "shelf_toolbar"]);
  });

  it("fail for what it does not declare, or what its environment lacks", () => {
    expect(valueOf(code, {}, { declared: new Set(["django"]) })).toEqual(["a"]);
    expect(valueOf(code, {}, { environmentKnown: true })).toEqual(["a"]);
  });

  it("are undecided for what an optional group declares, or when nothing is declared", () => {
    for (const over of [{ declared: new Set(["django"]), optional: new Set(["shelf_toolbar"]) }, {}]) {
      expect(read(code, {}, over).binding?.value).toMatchObject({ items: [{ value: "a" }], maybe: [{ value: "shelf_toolbar" }] });
    }
  });
});

describe("a settings object of the project's own", () => {
  it("has the project's settings", () => {
    const others = {
      "library/own.py": "from django.conf import LazySettings\nclass Own(LazySettings):\n    SHELVES = 3\nsettings = Own()\n",
    };
    const evaluator = anEvaluator({ "library/settings.py": "LOANS = 7\n", ...others }, { settingsModule: "library.settings" });
    const own = evaluator.attribute(evaluator.importModule("library.own"), "settings");
    expect(["LOANS", "SHELVES", "DEBUG"].map((name) => evaluator.toPlain(evaluator.attribute(own, name)))).toEqual([7, 3, false]);
  });
});

describe("an AppConf of django-appconf", () => {
  const read = (name: string) => {
    const evaluator = anEvaluator(
      {
        "library/settings.py": "SHELF_WIDE = 3\n",
        "shelf/conf.py": `from django.conf import settings
from appconf import AppConf

class ShelfConf(AppConf):
    WIDE = 1
    DEEP = None
    HOOK = "shelf.hooks"

    def configure_hook(self, value):
        return value.upper()
`,
        "shelf/models.py": `from .conf import settings
VALUE = settings.${name}
`,
      },
      { settingsModule: "library.settings" },
    );
    return evaluator.attribute(evaluator.importModule("shelf.models"), "VALUE");
  };

  it("gives settings that are not set its own values, but for those that it configures", () => {
    expect(read("SHELF_WIDE")).toMatchObject({ value: 3 });
    expect(read("SHELF_DEEP")).toMatchObject({ value: null });
    expect(read("SHELF_HOOK")).toMatchObject({ kind: "unknown" });
  });
});

describe("a package that several distributions spread", () => {
  it("has the modules of all folders of the import path", () => {
    const init = "from pkgutil import extend_path\n__path__ = extend_path(__path__, __name__)\n";
    const files = { "pinax/__init__.py": init, "pinax/blog.py": "", "lib/pinax/__init__.py": init, "lib/pinax/images.py": "SIZE = 3\n" };
    const root = anEvaluator(files).importModule("pinax.blog");
    const folder = root.kind === "module" ? root.file.replace("/pinax/blog.py", "") : "";
    const evaluator = anEvaluator(files, { roots: [folder, `${folder}/lib`] });
    expect(evaluator.toPlain(evaluator.attribute(evaluator.importModule("pinax.images"), "SIZE"))).toBe(3);
  });
});
