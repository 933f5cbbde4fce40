/** Which settings are secrets, by their name or by what they hold: these never reach the facts. */

export const masked = "•••";

const secretName =
  /SECRET|PASSWORD|PASSWD|PASSPHRASE|TOKEN|CREDENTIAL|PEPPER|SIGNING|(?:^|_)(?:KEY|KEYS|DSN|APIKEY|PWD|PASS|SALT|CERT)(?:_|$)|PRIVATE|(?:API|ACCESS)_?KEY|(?:^|_)AUTHORIZATION$|(?:DB|PG|SSH|SMTP|MAIL|REDIS|USER|ADMIN|ROOT)PASS(?:_|$)/iu;

/** Names that hold such a word but no secret: Django's own options and switches. */
const harmless =
  /^(?:AUTH_PASSWORD_VALIDATORS|PASSWORD_HASHERS|PASSWORD_RESET_TIMEOUT(?:_DAYS)?|CSRF_TOKEN_\w+|\w*_KEY_(?:PREFIX|FUNCTION|NAME)|KEY_(?:PREFIX|FUNCTION)|\w*(?:CLASS|CLASSES|BACKEND|BACKENDS|MODEL|MODELS|SERIALIZER|SERIALIZERS|VIEW|FORM|URL_NAME|LIFETIME|EXPIRY|EXPIRATION|TIMEOUT|SECONDS|MINUTES|DAYS|LENGTH|HEADER|COOKIE_NAME|ENABLED|REQUIRED|VALIDATORS|HASHERS|ALGORITHM))$/iu;

/** `apiKey` and `x-api-key` → `api_Key`, `x_api_key`. */
const inWords = (name: string): string => name.replaceAll(/[^A-Za-z0-9]+/gu, "_").replaceAll(/([a-z0-9])([A-Z])/gu, "$1_$2");

export const isSecretName = (name: string): boolean => {
  const words = inWords(name);
  return secretName.test(words) && !harmless.test(words);
};

/** The first of two texts that names the second: a header, an item of a dict. Names of fields have small letters. */
export const isHeaderName = (name: string): boolean => /[A-Z-]/u.test(name) && isSecretName(name);

/** A password may hold an `@`: the last one before the next slash ends it. */
const userInfo = /((?<![a-z0-9+.-])[a-z][a-z0-9+.-]{0,30}:\/\/[^\s/@:'"]*):([^\s/'"]+)@/giu;
const passwordPart =
  /\b(password|passwd|pwd|secret|token|api_?key|access_?key|accountkey|sharedaccesskey|sig)=(\{[^}'"]*\}|[^\s&;,'"]+)/giu;
const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----/u;

/** Text without the secrets that it carries by itself: passwords in URLs and connection strings, private keys. */
export const maskText = (value: string): string => {
  if (privateKey.test(value)) return masked;
  return value.replaceAll(userInfo, `$1:${masked}@`).replaceAll(passwordPart, `$1=${masked}`);
};

/** The secrets that a text carries by itself, also as they are once a URL's escapes are taken out. */
export const secretsIn = (value: string): readonly string[] => {
  if (privateKey.test(value)) return [value];
  const raw = [userInfo, passwordPart].flatMap((pattern) =>
    [...value.matchAll(pattern)].map(([, , secret = ""]) => secret.replace(/^\{(.*)\}$/u, "$1")),
  );
  return [...new Set(raw.flatMap((secret) => [secret, decoded(secret)]))];
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** A literal after a secret's name. */
const namedLiteral =
  /(?:SECRET|PASSWORD|PASSWD|PASSPHRASE|TOKEN|CREDENTIAL|PEPPER|API_?KEY|_KEYS?|_DSN|_SALT|_PASS)\w{0,40}["']?\s{0,5}[:=]\s{0,5}[[({]{0,3}[bBrRuUfF]{0,2}["'](?=[^"'\s]*\d)[^"'\s]{8,}["']/iu;
const longWord = /[A-Za-z0-9+_-]{20,}/gu;

/** Capitals, small letters and digits mixed, or a long hexadecimal number: no name is like that. */
const isLikeKey = (word: string): boolean =>
  (/\d.*\d/u.test(word) && /[A-Z].*[A-Z]/u.test(word) && (/[a-z].*[a-z]/u.test(word) || /^(?:AKIA|ASIA|AGE-SECRET)/u.test(word))) ||
  /^(?:[a-z]+[-_])*[0-9a-f]{32,}(?:-us\d+)?$/u.test(word);

/** May source hold a secret? Then nothing of it is kept beside the project itself. Rather too often than too seldom. */
export const mayHoldSecret = (source: string): boolean =>
  privateKey.test(source) ||
  secretsIn(source).length > 0 ||
  namedLiteral.test(source) ||
  [...source.matchAll(longWord)].some(([word]) => isLikeKey(word));
