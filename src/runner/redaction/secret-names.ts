/** Which names of settings, dict keys, variables and fields stand before a secret. */

const secretWords = new Set(
  "secret secrets password passwords passwd passphrase pass pwd token tokens credential credentials apikey apitoken dsn salt authorization cookie secretkey accesskey privatekey csrftoken sessionid csrfmiddlewaretoken pepper passcode signature".split(
    " ",
  ),
);

/** Words run together: `PGPASSWORD`, `clientsecret`, `dbpass`. */
const joined = /.(?:passw(?:or)?d|passphrase|secret|token|apikey|(?<!by|com|over|sur|tres|under)pass)s?$/;

/** `…_KEY` is a secret unless one of these stands before it. */
const openKeys = new Set("public primary foreign natural sort partition cache index unique lookup verifying publishable site".split(" "));

/** `ACCESS_KEY_ID`: a key that is named further on. */
const secretKeys = new Set("access api secret private signing encryption auth master service".split(" "));

/** What a name ends with when it is about a secret and holds none: `PASSWORD_HASHERS`, `TOKEN_LIFETIME`. */
const harmlessEnds = new Set(
  "hashers validators prefix timeout age name names header headers model models backend backends class classes rounds length function lifetime expiry expires expire seconds days hours minutes field fields form forms serializer serializers view views url urls uri path dir enabled required policy type types algorithm algorithms generator count limit method methods settings domain samesite secure httponly ttl max min claim module help text label error errors permissions template handler middleware".split(
    " ",
  ),
);

/** `apiKey`, `API_KEY`, `api-key` → `api`, `key`. */
const wordsOf = (name: string): readonly string[] =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");

const isSecretWord = (word: string, at: number, words: readonly string[]): boolean => {
  if (word === "key" || word === "keys") {
    const before = words[at - 1] ?? "";
    return at === words.length - 1 ? !openKeys.has(before) : secretKeys.has(before);
  }
  return secretWords.has(word) || joined.test(word);
};

/** True for `SECRET_KEY`, `EMAIL_HOST_PASSWORD`, `apiKey`; false for `PASSWORD_HASHERS`, `primary_key`. */
export const isSecretName = (name: string): boolean => {
  const words = wordsOf(name);
  return words.some(isSecretWord) && !harmlessEnds.has(words.at(-1) ?? "");
};
