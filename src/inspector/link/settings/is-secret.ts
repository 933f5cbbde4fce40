/** Which settings are secrets, by their name or by what they hold: these never reach the facts. */

export const masked = "•••";

const secretName =
  /SECRET|PASSWORD|PASSWD|PASSPHRASE|TOKEN|CREDENTIAL|PEPPER|SIGNING|(?:^|_)(?:KEY|KEYS|DSN|APIKEY|PWD|PASS|SALT|CERT)(?:_|$)|PRIVATE|API_?KEY/iu;

/** Names that hold such a word but no secret: Django's own options and switches. */
const harmless =
  /^(?:AUTH_PASSWORD_VALIDATORS|PASSWORD_HASHERS|PASSWORD_RESET_TIMEOUT(?:_DAYS)?|CSRF_TOKEN_\w+|\w*_KEY_(?:PREFIX|FUNCTION|NAME)|KEY_(?:PREFIX|FUNCTION)|\w*(?:CLASS|CLASSES|BACKEND|BACKENDS|MODEL|MODELS|SERIALIZER|SERIALIZERS|VIEW|FORM|URL_NAME|LIFETIME|EXPIRY|EXPIRATION|TIMEOUT|SECONDS|MINUTES|DAYS|LENGTH|HEADER|COOKIE_NAME|ENABLED|REQUIRED|VALIDATORS|HASHERS|ALGORITHM))$/iu;

export const isSecretName = (name: string): boolean => secretName.test(name) && !harmless.test(name);

const userInfo = /([a-z][a-z0-9+.-]*:\/\/[^\s/@:]*):[^\s@/]+@/giu;
const passwordPart = /\b(password|passwd|pwd|secret|token|api_?key|access_?key)=[^\s&;,'"]+/giu;
const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----/u;

/** Text without the secrets that it carries by itself: passwords in URLs and connection strings, private keys. */
export const maskText = (value: string): string => {
  if (privateKey.test(value)) return masked;
  return value.replaceAll(userInfo, `$1:${masked}@`).replaceAll(passwordPart, `$1=${masked}`);
};
