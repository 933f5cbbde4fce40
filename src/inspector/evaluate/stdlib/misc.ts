/** Small pieces of Python's library that settings and models touch. */
import type { Machine, Native } from "../machine.ts";
import type { Value } from "../value.ts";
import { argument, textArgument, unknownResult } from "../builtins/arguments.ts";
import { unknown } from "../value.ts";
import { opaqueInstance } from "../values/opaque-instance.ts";
import { bytes, external, list, none, text } from "../values/make.ts";

const random: Native = (_m, call) => unknown("the value is random", call.origin);
const nothing: Native = (_m, call) => none(call.origin);
const clock: Native = (_m, call) => unknown("the time is not known", call.origin);

const substitute: Native = (m, call) => {
  const pattern = textArgument(m, call, 0);
  const replacement = textArgument(m, call, 1);
  const subject = textArgument(m, call, 2);
  if (
    pattern === undefined ||
    replacement === undefined ||
    subject === undefined ||
    !simplePattern.test(pattern) ||
    replacement.includes("\\")
  )
    return unknownResult(m, call, "re.sub()");
  try {
    return text(
      subject.replaceAll(new RegExp(pattern, "gu"), () => replacement),
      call.origin,
    );
  } catch {
    return unknownResult(m, call, "re.sub()");
  }
};

/** A pattern without groups, which Python and JavaScript read alike. */
const simplePattern = /^[\w\s[\]^\-+*.\\/:,]*$/u;

const findAll: Native = (m, call) => {
  const pattern = textArgument(m, call, 0);
  const subject = textArgument(m, call, 1);
  if (pattern === undefined || subject === undefined || !simplePattern.test(pattern)) return unknownResult(m, call, "re.findall()");
  try {
    return list(
      [...subject.matchAll(new RegExp(pattern, "gu"))].map(([found]) => text(found, call.origin)),
      call.origin,
    );
  } catch {
    return unknownResult(m, call, "re.findall()");
  }
};

const encode = (m: Machine, call: Parameters<Native>[1], run: (source: string) => string): Value => {
  const given = argument(m, call, 0);
  return given?.kind === "constant" && typeof given.value === "string"
    ? bytes(run(given.value), call.origin)
    : unknownResult(m, call, "base64");
};

const alphabet: Readonly<Record<string, string>> = {
  "string.ascii_lowercase": "abcdefghijklmnopqrstuvwxyz",
  "string.ascii_uppercase": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  "string.ascii_letters": "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
  "string.digits": "0123456789",
  "string.hexdigits": "0123456789abcdefABCDEF",
  "string.punctuation": "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
};

export const miscFunctions: Readonly<Record<string, Native>> = {
  "datetime.timedelta": opaqueInstance("datetime.timedelta"),
  "decimal.Decimal": opaqueInstance("decimal.Decimal"),
  "uuid.UUID": opaqueInstance("uuid.UUID"),
  "re.compile": opaqueInstance("re.Pattern"),
  "re.RegexFlag.__getitem__": (m, call) => {
    const name = textArgument(m, call, 0);
    return name === undefined ? unknownResult(m, call, "re.RegexFlag") : external(`re.${name}`);
  },
  "re.sub": substitute,
  "re.findall": findAll,
  "re.escape": (m, call) => {
    const given = textArgument(m, call, 0);
    return given === undefined ? unknownResult(m, call, "re.escape()") : text(given.replaceAll(/[^\w]/gu, "\\$&"), call.origin);
  },
  "logging.getLogger": opaqueInstance("logging.Logger"),
  "structlog.get_logger": opaqueInstance("logging.Logger"),
  "warnings.warn": nothing,
  "warnings.filterwarnings": nothing,
  "warnings.simplefilter": nothing,
  "logging.config.dictConfig": nothing,
  "logging.basicConfig": nothing,
  "mimetypes.add_type": nothing,
  "locale.setlocale": nothing,
  "gc.collect": nothing,
  "secrets.token_urlsafe": random,
  "secrets.token_hex": random,
  "secrets.choice": random,
  "random.choice": random,
  "random.randint": random,
  "random.random": random,
  "uuid.uuid4": random,
  "uuid.uuid1": random,
  "time.time": clock,
  "datetime.datetime.now": clock,
  "datetime.datetime.today": clock,
  "datetime.date.today": clock,
  "datetime.datetime.utcnow": clock,
  "socket.gethostname": (_m, call) => unknown("the host's name is not known", call.origin),
  "socket.getfqdn": (_m, call) => unknown("the host's name is not known", call.origin),
  "getpass.getuser": (_m, call) => unknown("the user's name is not known", call.origin),
  "tempfile.gettempdir": () => text("/tmp"),
  "base64.b64encode": (m, call) => encode(m, call, (source) => Buffer.from(source, "utf8").toString("base64")),
  "base64.b64decode": (m, call) => encode(m, call, (source) => Buffer.from(source, "base64").toString("latin1")),
  "six.with_metaclass": opaqueInstance("six.with_metaclass"),
  "django.utils.six.with_metaclass": opaqueInstance("six.with_metaclass"),
  "future.utils.with_metaclass": opaqueInstance("six.with_metaclass"),
  "six.python_2_unicode_compatible": (_m, call) => call.args[0] ?? none(),
  "django.utils.encoding.python_2_unicode_compatible": (_m, call) => call.args[0] ?? none(),
  "django.utils.six.python_2_unicode_compatible": (_m, call) => call.args[0] ?? none(),
  "six.text_type": (m, call) => m.call({ kind: "builtin", name: "str" }, call),
};

export const miscConstants: Readonly<Record<string, (m: Machine) => Value>> = {
  ...Object.fromEntries(Object.entries(alphabet).map(([path, letters]) => [path, () => text(letters)])),
  "logging.DEBUG": () => ({ kind: "constant", value: 10, type: "int" }),
  "logging.INFO": () => ({ kind: "constant", value: 20, type: "int" }),
  "logging.WARNING": () => ({ kind: "constant", value: 30, type: "int" }),
  "logging.ERROR": () => ({ kind: "constant", value: 40, type: "int" }),
  "logging.CRITICAL": () => ({ kind: "constant", value: 50, type: "int" }),
  "errno.EPERM": () => ({ kind: "constant", value: 1, type: "int" }),
  "errno.ENOENT": () => ({ kind: "constant", value: 2, type: "int" }),
  "errno.EACCES": () => ({ kind: "constant", value: 13, type: "int" }),
  "errno.EEXIST": () => ({ kind: "constant", value: 17, type: "int" }),
  "six.PY2": () => ({ kind: "constant", value: false, type: "bool" }),
  "six.PY3": () => ({ kind: "constant", value: true, type: "bool" }),
};
