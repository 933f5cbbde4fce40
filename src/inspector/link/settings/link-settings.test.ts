import { describe, expect, it } from "vitest";
import { anEvaluator } from "../../evaluate/a-project.ts";
import type { EvaluatorOptions } from "../../evaluate/machine.ts";
import { linkSettings, type SettingsSheet } from "./link-settings.ts";

const sheetOf = (code: string, over: Partial<EvaluatorOptions> = {}, others: Record<string, string> = {}): SettingsSheet =>
  linkSettings({
    evaluator: anEvaluator({ "library/settings.py": code, ...others }, { settingsModule: "library.settings", ...over }),
    showPath: (file) => file.replace("/project/", ""),
    djangoVersion: "5.2.1",
  });

const valueOf = (sheet: SettingsSheet, name: string) => sheet.facts.values.find((value) => value.name === name);

describe("the sheet of settings", () => {
  it("does not say what Django's release decides where that is not known", () => {
    const evaluator = anEvaluator({ "library/settings.py": "DEBUG = True\n" }, { settingsModule: "library.settings" });
    const { facts } = linkSettings({ evaluator, showPath: String, djangoVersion: null });
    expect([facts.DEBUG, facts.USE_TZ, facts.DEFAULT_AUTO_FIELD]).toEqual([true, null, null]);
  });

  it("is not configured yet for what its module calls", () => {
    const plugins = `
from django.conf import settings
def extend(module):
    if settings.configured:
        raise RuntimeError("too late")
    module.INSTALLED_APPS += ["catalogue"]
`;
    const sheet = sheetOf(
      "import sys\nfrom library.plugins import extend\nINSTALLED_APPS = ['loans']\nextend(sys.modules[__name__])\n",
      {},
      {
        "library/plugins.py": plugins,
      },
    );
    expect(sheet.facts.INSTALLED_APPS).toEqual(["loans", "catalogue"]);
  });

  it("may have more where a module sets names that are not known", () => {
    const sheet = sheetOf("import sys\nimport plugins\nfor name in dir(plugins):\n    setattr(sys.modules[__name__], name, 1)\n");
    expect([sheet.facts.INSTALLED_APPS, sheet.facts.DEBUG]).toEqual([null, null]);
  });

  it("shows a generated settings file with Django's defaults for the rest", () => {
    const sheet = sheetOf(`
from pathlib import Path
BASE_DIR = Path(__file__).resolve().parent.parent
INSTALLED_APPS = ['django.contrib.auth', 'catalogue']
ROOT_URLCONF = 'library.urls'
DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': BASE_DIR / 'db.sqlite3'}}
`);
    expect(sheet.facts).toMatchObject({
      INSTALLED_APPS: ["django.contrib.auth", "catalogue"],
      MIDDLEWARE: [],
      AUTH_USER_MODEL: "auth.User",
      ROOT_URLCONF: "library.urls",
      DATABASES: { default: "django.db.backends.sqlite3" },
      TIME_ZONE: "America/Chicago",
      USE_TZ: true,
      DEFAULT_AUTO_FIELD: "django.db.models.AutoField",
      DEBUG: false,
    });
    expect(valueOf(sheet, "BASE_DIR")).toEqual({
      name: "BASE_DIR",
      value: "/project",
      origin: [{ file: "library/settings.py", line: 3 }],
      certainty: "certain",
    });
    expect(sheet.read("DATABASES")).toEqual(
      new Map([
        [
          "default",
          new Map([
            ["ENGINE", "django.db.backends.sqlite3"],
            ["NAME", "/project/db.sqlite3"],
          ]),
        ],
      ]),
    );
  });

  it("says null where the value is not known, and why", () => {
    const sheet = sheetOf(
      "import socket\nINSTALLED_APPS = ['a']\nif socket.gethostname() == 'desk':\n    INSTALLED_APPS += ['b', 'catalogue']\n",
      {},
      { "catalogue/__init__.py": "" },
    );
    expect(sheet.facts.INSTALLED_APPS).toBeNull();
    expect(valueOf(sheet, "INSTALLED_APPS")).toMatchObject({ certainty: "unknown", value: ["a"] });
    expect(valueOf(sheet, "INSTALLED_APPS")?.because).toContain("host's name");
    expect(sheet.installedApps).toEqual(["a", "catalogue"]);
  });

  it("marks what rests on an unset variable as inferred", () => {
    const sheet = sheetOf("import os\nDEBUG = os.environ.get('DEBUG', '1') == '1'\nif DEBUG:\n    TIME_ZONE = 'Europe/Vienna'\n");
    expect(valueOf(sheet, "DEBUG")).toMatchObject({ value: true, certainty: "inferred", origin: [{ line: 2, env: "DEBUG" }] });
    expect(valueOf(sheet, "TIME_ZONE")).toMatchObject({ value: "Europe/Vienna", certainty: "inferred" });
  });

  it("masks secrets by name, by key and by shape", () => {
    const sheet = sheetOf(`
SECRET_KEY = 'abc'
API_TOKEN_PEPPERS = {1: 'abc'}
DATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql', 'PASSWORD': 'abc', 'USER': 'me'}}
CACHE_URL = 'redis://me:abc@localhost/0'
DSN_PARTS = 'host=x password=abc'
AUTH_PASSWORD_VALIDATORS = [{'NAME': 'x.Y'}]
PASSWORD_RESET_TIMEOUT = 9
SOME_TOKEN = None
DBPASS = 'abc'
HEADERS = {'Authorization': 'Bearer abc'}
ITEMS = [('Authorization', 'abc'), ('title', 'x'), ('password', 'last_login')]
S3 = {'accesskey': 'abc'}
ODBC = 'Driver={x};PWD={a;abc};'
OIDC_AUTHORIZATION_URL = 'https://x'
ODD = {'__proto__': {'a': 1}}
`);
    expect(JSON.stringify(sheet.facts)).not.toContain("abc");
    expect(valueOf(sheet, "SECRET_KEY")?.value).toBe("•••");
    expect(valueOf(sheet, "DATABASES")?.value).toEqual({
      default: { ENGINE: "django.db.backends.postgresql", PASSWORD: "•••", USER: "me" },
    });
    expect(valueOf(sheet, "OIDC_AUTHORIZATION_URL")?.value).toBe("https://x");
    expect(["DBPASS", "HEADERS", "ITEMS", "S3", "ODBC", "ODD"].map((name) => valueOf(sheet, name)?.value)).toEqual([
      "•••",
      { Authorization: "•••" },
      [
        ["Authorization", "•••"],
        ["title", "x"],
        ["password", "last_login"],
      ],
      { accesskey: "•••" },
      "Driver={x};PWD=•••;",
      Object.fromEntries([["__proto__", { a: 1 }]]),
    ]);
    expect(valueOf(sheet, "CACHE_URL")?.value).toBe("redis://me:•••@localhost/0");
    expect(valueOf(sheet, "AUTH_PASSWORD_VALIDATORS")?.value).toEqual([{ NAME: "x.Y" }]);
    expect(valueOf(sheet, "PASSWORD_RESET_TIMEOUT")?.value).toBe(9);
    expect(valueOf(sheet, "SOME_TOKEN")?.value).toBeNull();
  });

  it("gives the project's own code its settings", () => {
    const sheet = sheetOf(
      "from .names import APPS\nINSTALLED_APPS = APPS\nSIZE = 3\n",
      {},
      { "library/names.py": "from django.conf import settings\nAPPS = ['a']\ndef size():\n    return settings.SIZE\n" },
    );
    expect(sheet.facts.INSTALLED_APPS).toEqual(["a"]);
  });

  it("knows nothing when there are no settings", () => {
    const sheet = sheetOf("", { settingsModule: "library.nowhere" });
    expect(sheet.facts).toMatchObject({ INSTALLED_APPS: null, DEBUG: null, values: [] });
  });
});
