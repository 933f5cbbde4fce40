/**
 * Secrets to plant in a project, of every kind that redaction knows. Each has a body that stands nowhere else, so that
 * one look for it in what DJDesk stores and sends says whether it came through.
 */
import { createHash } from "node:crypto";

export type CanaryRule = "known" | "shapes" | "names" | "blocks";

export interface Canary {
  readonly name: string;
  /** The rule that it is there for. */
  readonly rule: CanaryRule;
  /** What must be found nowhere. */
  readonly body: string;
  /** Lines of settings. */
  readonly settings?: string;
  /** A line of `.env`. */
  readonly env?: string;
  /** Lines that the project prints. */
  readonly printed?: readonly string[];
}

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** The same for the same name; begins with a letter and a digit, so that it is like no word. */
const make = (name: string, length: number, alphabet = letters): string => {
  let text = "";
  for (let round = 0; text.length < length; round += 1) {
    for (const byte of createHash("sha256").update(`${name} ${round}`).digest()) text += alphabet[byte % alphabet.length] ?? "";
  }
  return text.slice(0, length);
};
const hex = "0123456789abcdef";
const upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** A setting whose name, or the key within, says that it is a secret. */
const setting = (name: string, toLine: (body: string) => string, body = make(name, 24)): Canary => ({
  name,
  rule: "names",
  body,
  settings: toLine(body),
});

const named: readonly Canary[] = [
  setting("secret-key", (body) => `SECRET_KEY = "${body}"`),
  setting("fallbacks", (body) => `SECRET_KEY_FALLBACKS = ["old-${body}", "older"]`),
  setting("mail", (body) => `EMAIL_HOST_PASSWORD = '${body}'`),
  setting("aws-secret", (body) => `AWS_SECRET_ACCESS_KEY = "${body}"`),
  setting(
    "database",
    (body) => `DATABASES["replica"] = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:", "PASSWORD": "${body}"}`,
  ),
  setting("nested", (body) => `PARTNERS = {"north": {"accounts": [{"id": 1, "client_secret": "${body}"}]}}`),
  setting("list", (body) => `API_KEYS = ["${body}", "second"]`),
  setting("tuple", (body) => `SIGNING_KEYS = (("k1", "${body}"),)`),
  setting("bytes", (body) => `FIELD_ENCRYPTION_KEY = b"${body}"`),
  setting("token", (body) => `VAULT_TOKEN = "${body}"`),
  setting("camel", (body) => `CLIENTS = {"apiKey": "${body}", "accessToken": "none"}`),
  setting("dashed", (body) => `HEADERS_SENT = {"x-api-key": "${body}"}`),
  setting("quotes", (body) => `DB_PASSWORD = "it's ${body}"`),
  setting("dsn", (body) => `SENTRY_DSN = "https://${body}@o1.ingest.example/1"`, make("dsn", 32, hex)),
  setting("credentials", (body) => `SERVICE_CREDENTIALS = {"user": "ada", "value": "${body}"}`),
  setting("salt", (body) => `HASHID_SALT = "${body}"`),
];

/** Values that carry a secret under a harmless name. */
const carriers: readonly (readonly [name: string, toLine: (body: string) => string])[] = [
  [
    "url-redis",
    (body) =>
      `CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "redis://:${body}@cache:6379/1"}}`,
  ],
  ["url-amqp", (body) => `BROKER = "amqp://ada:${body}@queue:5672//"`],
  ["url-postgres", (body) => `WAREHOUSE = "postgresql://ada:${body}@db.example:5432/stars?sslmode=require"`],
  ["url-at", (body) => `MIRROR = "mysql://ada:p@${body}@db.example/stars"`],
  ["url-token", (body) => `UPSTREAM = "https://${body}@git.example/observatory.git"`],
  ["conninfo", (body) => `CONNINFO = "host=db user=ada password=${body} dbname=stars"`],
  ["azure", (body) => `BLOBS = "DefaultEndpointsProtocol=https;AccountName=stars;AccountKey=${body};EndpointSuffix=example"`],
];
const carried: readonly Canary[] = carriers.map(([name, toLine]) => ({
  name,
  rule: name.startsWith("url") ? "shapes" : "names",
  body: make(name, 24),
  settings: toLine(make(name, 24)),
}));

/** Printed bare: only who knows the value can tell. */
const known: readonly Canary[] = [
  {
    name: "known-setting",
    rule: "known",
    body: make("known-setting", 20),
    settings: `ARCHIVE_PASSWORD = "${make("known-setting", 20)}"`,
    printed: [`opened with ${make("known-setting", 20)}, fine`],
  },
  {
    name: "known-url",
    rule: "known",
    body: make("known-url", 20),
    settings: `LEDGER = "postgres://ada:${make("known-url", 20)}@db/ledger"`,
    printed: [`[${make("known-url", 20)}]`],
  },
  {
    name: "known-env",
    rule: "known",
    body: make("known-env", 20),
    env: `DOME_PASSWORD=${make("known-env", 20)}`,
    printed: [`dome ${make("known-env", 20)}`],
  },
  {
    name: "known-env-quoted",
    rule: "known",
    body: make("known-env-quoted", 20),
    env: `MOUNT_TOKEN="${make("known-env-quoted", 20)}"`,
    printed: [`mount=${make("known-env-quoted", 20)}`],
  },
  {
    name: "known-env-url",
    rule: "known",
    body: make("known-env-url", 20),
    env: `GUIDE_URL=redis://:${make("known-env-url", 20)}@cache/2`,
    printed: [`guide ${make("known-env-url", 20)}`],
  },
  {
    name: "known-base64",
    rule: "known",
    body: Buffer.from(make("known-base64", 21)).toString("base64"),
    settings: `SPECTRO_PASSWORD = "${make("known-base64", 21)}"`,
    printed: [`b64 ${Buffer.from(make("known-base64", 21)).toString("base64")}`],
  },
  {
    name: "known-in-url",
    rule: "known",
    body: `${make("known-in-url", 12)}%2F%26%20${make("known-in-url-2", 6)}`,
    settings: `RADIO_PASSWORD = "${make("known-in-url", 12)}/& ${make("known-in-url-2", 6)}"`,
    printed: [`asked ?q=${make("known-in-url", 12)}%2F%26%20${make("known-in-url-2", 6)}`],
  },
  {
    name: "known-escaped",
    rule: "known",
    body: `${make("known-escaped", 14)}\\u00e9`,
    settings: `SOLAR_PASSWORD = "${make("known-escaped", 14)}\u00e9"`,
    printed: [`{"v": "${make("known-escaped", 14)}\\u00e9"}`],
  },
];

/** A sample for each shape, by its name in `secret-shapes.ts`. */
export const shapeSamples: Readonly<Record<string, string>> = {
  "url-password": `mongodb://ada:${make("s-url", 20)}@db/x`,
  "url-key": `https://${make("s-key", 30)}@errors.example/1`,
  "url-signature": `https://blobs.example/a?sv=1&sig=${make("s-sig", 40)}`,
  aws: `AKIA${make("s-aws", 16, upper)}`,
  github: `ghp_${make("s-github", 36)}`,
  gitlab: `glpat-${make("s-gitlab", 20)}`,
  slack: `xoxb-${make("s-slack", 12, "0123456789")}-${make("s-slack", 24)}`,
  "slack-hook": `https://hooks.slack.com/services/T${make("s-hook", 8, upper)}/B${make("s-hook", 8, upper)}/${make("s-hook", 24)}`,
  "discord-hook": `https://discord.com/api/webhooks/123456789012/${make("s-dhook", 60)}`,
  discord: `M${make("s-discord", 23)}.${make("s-discord-2", 6)}.${make("s-discord-3", 27)}`,
  telegram: `123456789:AA${make("s-telegram", 33)}`,
  jwt: `eyJhbGciOiJIUzI1NiJ9.eyJ${make("s-jwt", 20)}.${make("s-jwt-2", 30)}`,
  stripe: `sk_live_${make("s-stripe", 24)}`,
  google: `AIza${make("s-google", 35)}`,
  sendgrid: `SG.${make("s-sendgrid", 22)}.${make("s-sendgrid-2", 43)}`,
  twilio: `SK${make("s-twilio", 32, hex)}`,
  mailgun: `key-${make("s-mailgun", 32, hex)}`,
  mailchimp: `${make("s-mailchimp", 32, hex)}-us12`,
  npm: `npm_${make("s-npm", 36)}`,
  pypi: `pypi-${make("s-pypi", 80)}`,
  models: `hf_${make("s-models", 34)}`,
  hosting: `dop_v1_${make("s-hosting", 64, hex)}`,
  shops: `shpat_${make("s-shops", 32, hex)}`,
  services: `lin_api_${make("s-services", 40)}`,
  watchers: `glsa_${make("s-watchers", 41)}`,
  vaults: `hvs.${make("s-vaults", 90)}`,
  "django-insecure": `django-insecure-${make("s-insecure", 50)}`,
  "password-hash": `pbkdf2_sha256$600000$${make("s-hash", 22)}$${make("s-hash-2", 43)}=`,
  "command-line": `--password ${make("s-option", 20)}`,
  element: `<password>${make("s-element", 20)}</password>`,
  authorization: `Basic ${make("s-basic", 28)}`,
};

/** The part of a sample that nothing else has: its longest run of letters and digits. */
const bodyOf = (sample: string): string => sample.split(/[^A-Za-z0-9]+/).toSorted((a, b) => b.length - a.length)[0] ?? sample;

const shaped: readonly Canary[] = Object.entries(shapeSamples).map(([name, sample]) => ({
  name: `shape-${name}`,
  rule: "shapes",
  body: bodyOf(sample),
  printed: [`${name} seen ${sample} there`],
}));

const keyBlock = (kind: string): Canary => {
  const body = make(`block-${kind}`, 64);
  return {
    name: `block-${kind}`,
    rule: "blocks",
    body,
    printed: [`-----BEGIN ${kind}-----`, make(`${kind}-1`, 64), body, make(`${kind}-2`, 64), `-----END ${kind}-----`],
  };
};
const blocks: readonly Canary[] = ["PRIVATE KEY", "RSA PRIVATE KEY", "OPENSSH PRIVATE KEY", "PGP PRIVATE KEY BLOCK"].map(keyBlock);

export const canaries: readonly Canary[] = [...named, ...carried, ...known, ...shaped, ...blocks];
