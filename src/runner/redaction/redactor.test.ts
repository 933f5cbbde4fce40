import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { shapeSamples } from "../../../test/support/canaries.ts";
import { createCommandLog } from "../log/command-log.ts";
import { createValueRedactor } from "./redact-values.ts";
import { createRedactor } from "./redactor.ts";
import { secretShapes } from "./secret-shapes.ts";
import { isSecretName } from "./secret-names.ts";

const redactAll = (lines: readonly string[], secrets: readonly string[] = []) => {
  const redactor = createRedactor(secrets);
  return { lines: lines.map((line) => redactor.redact("stdout", line)), count: redactor.count };
};
const redact = (line: string, secrets: readonly string[] = []) => redactAll([line], secrets).lines[0];

describe("redactor", () => {
  it.each([
    ["SECRET_KEY = 'not$so^secret'", "SECRET_KEY = '•••'"],
    ['SECRET_KEY = "it\'s"  ###', 'SECRET_KEY = "•••"  ###'],
    ["+ EMAIL_HOST_PASSWORD = 'crumb'", "+ EMAIL_HOST_PASSWORD = '•••'"],
    ["SECRET_KEY_FALLBACKS = ['a1', 'b2']", "SECRET_KEY_FALLBACKS = ['•••', '•••']"],
    ["STRIPE_API_KEY = SecretStr('x')", "STRIPE_API_KEY = SecretStr('•••')"],
    ["AWS_ACCESS_KEY_ID = 'abc'", "AWS_ACCESS_KEY_ID = '•••'"],
    [
      "DATABASES = {'default': {'NAME': 'library', 'PASSWORD': 'sh\\'elf', 'USER': 'ada', 'OPTIONS': {'passwd': b'x'}}}",
      "DATABASES = {'default': {'NAME': 'library', 'PASSWORD': '•••', 'USER': 'ada', 'OPTIONS': {'passwd': b'•••'}}}",
    ],
    [
      "CACHES = {'default': {'LOCATION': 'redis://:yeast@cache:6379/1'}}",
      "CACHES = {'default': {'LOCATION': 'redis://:•••@cache:6379/1'}}",
    ],
    ["DATABASE_URL = 'postgres://ada:loaf@db/bakery'", "DATABASE_URL = 'postgres://ada:•••@db/bakery'"],
    ["connecting to host=db password=loaf dbname=bakery", "connecting to host=db password=••• dbname=bakery"],
    ["DB_PASSWORD=hunter2", "DB_PASSWORD=•••"],
    ["GET /?token=abc123&page=2", "GET /?token=•••&page=2"],
    ['{"password": "pbkdf2_sha256$600000$abc$def=", "username": "ada"}', '{"password": "•••", "username": "ada"}'],
    ["SENTRY = 'https://0123456789abcdef0123456789abcdef@o1.ingest.example/1'", "SENTRY = 'https://•••@o1.ingest.example/1'"],
    ["id AKIAIOSFODNN7EXAMPLE used", "id ••• used"],
    [`pushed with ghp_${"a1".repeat(18)}`, "pushed with •••"],
    ["xoxb-123456789012-abcdefghij", "•••"],
    ["Authorization: Bearer abcdef0123456789", "Authorization: Bearer •••"],
    ["jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl end", "jwt ••• end"],
    ["uses django-insecure-4x!abcdefghijk", "uses •••"],
    ["\u001b[33mSECRET\u001b[0m_KEY = 'x'", "SECRET_KEY = '•••'"],
    ["SECRET_KEY = 'cut off at the lin", "SECRET_KEY = '•••"],
    ["PGPASSWORD=hunter2 psql", "PGPASSWORD=••• psql"],
    ["{'clientsecret': 'hunter2', 'dbpass': 'loaf'}", "{'clientsecret': '•••', 'dbpass': '•••'}"],
    ["connecting to host=db password=correct.horse dbname=bakery", "connecting to host=db password=••• dbname=bakery"],
    ["authorization: bearer abcdef", "authorization: bearer •••"],
    ["password: !!str hunter2", "password: !!str •••"],
    ['password = """hunter2"""', 'password = """•••"""'],
    ["Driver={x};Uid=ada;PWD={hun;ter2};", "Driver={x};Uid=ada;PWD={•••};"],
    ["[('DEBUG', 'no'), ('SECRET_KEY', 'hunter2')]", "[('DEBUG', 'no'), ('SECRET_KEY', '•••')]"],
    ['{"fields": {"name": "SMTP_PASSWORD", "value": "hunter2"}}', '{"fields": {"name": "SMTP_PASSWORD", "value": "•••"}}'],
    ["$ mysqldump -u root --password hunter22 shop", "$ mysqldump -u root --password ••• shop"],
    ["$ curl -u ada:hunter22 https://shop", "$ curl -u ada:••• https://shop"],
    ["<password>hunter2</password>", "<password>•••</password>"],
    ["KEY = -----BEGIN RSA PRIVATE KEY-----\\nMII\\n-----END RSA PRIVATE KEY----- after", "KEY = ••• after"],
  ])("masks %j", (line, masked) => {
    expect(redact(line)).toBe(masked);
  });

  it.each([
    "    password = models.CharField(max_length=128)",
    "    key = models.CharField(primary_key=True, max_length=40)",
    "    session_key = models.CharField(db_column='Key', max_length=40)",
    'CREATE TABLE "auth_user" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "password" varchar(128) NOT NULL);',
    "PASSWORD_HASHERS = ['django.contrib.auth.hashers.PBKDF2PasswordHasher']",
    "AUTH_USER_MODEL = 'library.Reader'",
    "CSRF_COOKIE_NAME = 'csrftoken'",
    "PASSWORD_RESET_TIMEOUT = 259200",
    "SECRET_KEY = ''",
    "EMAIL_HOST_PASSWORD = None",
    "?: (security.W009) Your SECRET_KEY has less than 50 characters",
    " [X] 0001_token",
    "KeyError: 'shelf'",
    "https://docs.example/en/5.2/ref/settings/",
    "    token = request.token",
    "ratio 10:20@30",
    "    fields=('password', 'last_login')[:1]",
    "usage: tool [--password PASSWORD] [--token TOKEN]",
    "encompass: 3, bypass = no",
    '{"fields": {"name": "SHOP_TITLE", "value": "Loaf"}}',
    "\u001b[32mall good\u001b[0m",
  ])("leaves %j as it is", (line) => {
    expect(redact(line)).toBe(line);
  });

  it("masks values that it was told, however they are spelled", () => {
    const secrets = ["cr/umb le&1", "it's", "line one of it\nline two of it"];
    expect(redact("x cr/umb le&1 y cr%2Fumb%20le%261 z", secrets)).toBe("x ••• y ••• z");
    expect(redactAll(["a line one of it", "line two of it b"], secrets).lines).toEqual(["a •••", "••• b"]);
  });

  it.each([
    ["bytes in Python", "repr(secret.encode())"],
    ["letters of ASCII in Python", "ascii(secret)"],
    ["JSON in JSON in JSON", "json.dumps(json.dumps(json.dumps({'a': secret}, ensure_ascii=False)))"],
    ["a URL in a URL", "quote(quote(secret))"],
    ["a URL in small letters", "re.sub('%..', lambda found: found.group().lower(), quote_plus(secret))"],
    ["HTML by its numbers", "''.join(c if c.isalnum() else '&#%d;' % ord(c) for c in secret)"],
    ["HTML in HTML", "escape(escape(secret))"],
    ["a word of a shell", "shlex.quote(secret)"],
    ["JavaScript", "''.join(c if c.isalnum() else '\\\\u%04X' % ord(c) for c in secret)"],
    ["hexadecimal digits", "secret.encode().hex()"],
    ["base64 behind a name", "base64.b64encode(b'admin:' + secret.encode()).decode()"],
    ["base64 before something", "base64.urlsafe_b64encode(secret.encode() + b':more').decode()"],
    ["letters and accents apart", "unicodedata.normalize('NFD', secret)"],
    ["with letters of no width", "secret[:4] + '\\u200b' + secret[4:]"],
    ["with colours", "secret[:4] + '\\x1b[31m' + secret[4:]"],
  ])("masks what it was told as %s", (_, expression) => {
    const secret = `it's"q<uo>te\\9 ä&é/=`;
    const imports =
      "import base64, json, re, shlex, sys, unicodedata\nfrom html import escape\nfrom urllib.parse import quote, quote_plus\n";
    const code = `${imports}secret = sys.argv[1]\nprint(${expression})`;
    const printed = execFileSync("python3", ["-c", code, secret], { encoding: "utf8", env: { PYTHONIOENCODING: "utf-8" } }).trim();
    const shown = redact(printed, [secret]) ?? "";
    expect(shown).toContain("•••");
    expect(shown.replaceAll("•••", "").length).toBeLessThan(30);
    expect(shown).not.toContain("uo");
  });

  it("does not mask a told value that every log is full of", () => {
    expect(redact("postgres on localhost", ["postgres", "a", ""])).toBe("postgres on localhost");
  });

  it("masks a private key over several lines and goes on after it", () => {
    const key = ["-----BEGIN PRIVATE KEY-----", "MIIEvQIBADANBg", "kqhkiG9w0", "-----END PRIVATE KEY-----", "after"];
    expect(redactAll(key)).toEqual({ lines: ["•••", "•••", "•••", "•••", "after"], count: 1 });
  });

  it("masks the primary key of rows that are keyed by a secret", () => {
    const rows = ['"model": "authtoken.token",', '"pk": "abc",', '"model": "library.book",', '"pk": "abc",'];
    expect(redactAll(rows).lines).toEqual([rows[0], '"pk": "•••",', rows[2], rows[3]]);
    expect(redact('[{"model": "sessions.session", "pk": "s1", "fields": {}}, {"model": "library.book", "pk": "b1"}]')).toBe(
      '[{"model": "sessions.session", "pk": "•••", "fields": {}}, {"model": "library.book", "pk": "b1"}]',
    );
  });

  it("masks what is left of a private key whose beginning was left out, and no more", () => {
    const redactor = createRedactor([]);
    const next = ["MIIEvQIBADANBg", "-----END PRIVATE KEY-----", "after"];
    redactor.resume("stdout", next);
    expect(next.map((line) => redactor.redact("stdout", line))).toEqual(["•••", "•••", "after"]);
    const others = ["plain", "-----BEGIN PRIVATE KEY-----", "MII", "-----END PRIVATE KEY-----"];
    redactor.resume("stdout", others);
    expect(others.map((line) => redactor.redact("stdout", line))).toEqual(["plain", "•••", "•••", "•••"]);
  });

  it("masks a secret wherever the bytes of the output are cut", () => {
    const secrets = ["fern-oyster-ladder-42", "zwölf-Äpfel-9"];
    const output = Buffer.from(
      "key fern-oyster-ladder-42.\nA_TOKEN = 'abc def'\nzwölf-Äpfel-9\r\nghp_a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1\nend",
    );
    const masked = ["key •••.", "A_TOKEN = '•••'", "•••", "•••", "end"];
    for (let cut = 0; cut <= output.length; cut += 1) {
      const lines: string[] = [];
      const log = createCommandLog({ secrets, now: () => 0, onLines: (more) => lines.push(...more.map(({ text }) => text)) });
      log.push("stdout", output.subarray(0, cut));
      log.push("stdout", output.subarray(cut));
      log.endOutput();
      log.flush();
      expect(lines).toEqual(masked);
    }
  });

  it("shows no half of a secret where a line is cut for its length", () => {
    const secret = "fern-oyster-ladder-42";
    for (const before of [65_536 - 10, 65_536 - 20, 65_536 - 21, 65_536 - 22]) {
      const lines: string[] = [];
      const log = createCommandLog({ secrets: [secret], now: () => 0, onLines: (more) => lines.push(...more.map(({ text }) => text)) });
      log.push("stdout", Buffer.from(`${"x ".repeat(before / 2)}${before % 2 === 0 ? "" : " "}${secret} and more\n`));
      log.endOutput();
      log.flush();
      expect(lines.join("")).not.toContain("fern-o");
      expect(lines.join("")).toMatch(/bytes of this line were left out$/);
    }
  });

  it("counts what it masks", () => {
    expect(redactAll(["A_TOKEN = 'x'", "B_TOKEN = 'y' C_TOKEN = 'z'", "plain"]).count).toBe(3);
  });

  it("takes no more than a moment for a line of 64 KiB", () => {
    const started = performance.now();
    for (const unit of [
      "\\\\&",
      "%25",
      "&amp;",
      "'pass': ",
      "('key', ",
      " --a",
      "<a",
      "a",
      "'",
      '"',
      "a=",
      "key=",
      "a.b:",
      "://",
      "eyJ",
      "{'a': ",
      " ",
      "\\",
      "-----BEGIN ",
      "a:b@",
      "https://x:",
      "Bearer ",
    ]) {
      redact(unit.repeat(Math.ceil(65_536 / unit.length)), ["&quartz/pelican 7", '%%&&  ""']);
    }
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

describe("shapes of secrets", () => {
  it("have a sample each", () => {
    expect(Object.keys(shapeSamples).toSorted()).toEqual(secretShapes.map(({ name }) => name).toSorted());
  });

  it.each(secretShapes.map(({ name, pattern }) => ({ name, pattern })))(
    "such as $name are masked, by that shape alone",
    ({ name, pattern }) => {
      const sample = shapeSamples[name] ?? "";
      const shown = redact(`seen ${sample} there`) ?? "";
      expect(shown).toMatch(/^seen .*•••.* there$/);
      const secret = [...sample.matchAll(pattern)][0]?.groups?.["secret"] ?? "";
      expect(secret.length).toBeGreaterThan(10);
      expect(shown).not.toContain(secret);
      for (const other of secretShapes.filter((shape) => shape.name !== name)) expect([...sample.matchAll(other.pattern)]).toEqual([]);
    },
  );
});

describe("data", () => {
  it("loses certain secrets at any depth, and nothing else", () => {
    const data = {
      help: `use ${shapeSamples["github"] ?? ""}`,
      list: [{ url: "redis://:yeast@cache/1" }, "the quartz-pelican-7 flies"],
      name: "bookshop",
      text: "Token authentication-of-readers",
      count: 3,
      none: null,
    };
    createValueRedactor(["quartz-pelican-7", "bookshop"])(data);
    expect(data).toEqual({
      help: "use •••",
      list: [{ url: "redis://:•••@cache/1" }, "the ••• flies"],
      name: "bookshop",
      text: "Token authentication-of-readers",
      count: 3,
      none: null,
    });
  });
});

describe("secret names", () => {
  it.each(["SECRET_KEY", "apiKey", "PASSWORD", "db-password", "AWS_SECRET_ACCESS_KEY", "SENTRY_DSN", "KEY", "SIGNING_KEY", "GITHUB_TOKEN"])(
    "takes %s for one",
    (name) => {
      expect(isSecretName(name)).toBe(true);
    },
  );
  it.each(["primary_key", "PUBLIC_KEY", "TOKEN_LIFETIME", "monkey", "keyboard", "PASSWORD_HASHERS", "compass", "KEY_PREFIX", "AUTHOR", ""])(
    "does not take %s for one",
    (name) => {
      expect(isSecretName(name)).toBe(false);
    },
  );
});
