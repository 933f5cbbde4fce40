/**
 * What gives a secret away by its looks, whatever name stands before it. Each pattern has the secret in the group
 * `secret`, is linear in the length of the line, and is global.
 */
const shapes: readonly RegExp[] = [
  // scheme://user:password@host, redis://:password@host
  /\b[a-z][a-z0-9+.-]{1,30}:\/\/[^\s:@/'"]{0,200}:(?<secret>[^\s@/'"]{1,500})@/dgi,
  // https://key@sentry.example/1
  /\bhttps?:\/\/(?<secret>[A-Fa-f0-9]{16,128})@/dg,
  /\b(?<secret>(?:AKIA|ASIA|AGPA|AROA|AIDA)[A-Z0-9]{16})\b/dg,
  /\b(?<secret>gh[pousr]_[A-Za-z0-9]{30,255}|github_pat_[A-Za-z0-9_]{30,255})\b/dg,
  /\b(?<secret>glpat-[A-Za-z0-9_-]{20,100})/dg,
  /\b(?<secret>xox[abeoprs]-[A-Za-z0-9-]{10,250})/dg,
  /hooks\.slack\.com\/services\/(?<secret>[A-Za-z0-9/_-]{20,100})/dg,
  /\b(?<secret>eyJ[A-Za-z0-9_-]{8,4000}\.eyJ[A-Za-z0-9_-]{4,8000}\.[A-Za-z0-9_-]{0,1000})/dg,
  /\b(?<secret>[rs]k_(?:live|test)_[A-Za-z0-9]{10,200})/dg,
  /\b(?<secret>AIza[0-9A-Za-z_-]{35})/dg,
  /\b(?<secret>SG\.[A-Za-z0-9_-]{16,64}\.[A-Za-z0-9_-]{16,64})/dg,
  /\b(?<secret>npm_[A-Za-z0-9]{36}|pypi-[A-Za-z0-9_-]{50,300}|sk-[A-Za-z0-9_-]{20,200}|dop_v1_[a-f0-9]{64})/dg,
  /\b(?<secret>django-insecure-[^\s'"]{10,200})/dg,
  /\b(?:Bearer|Basic|Token)\s{1,4}(?<secret>[A-Za-z0-9._~+/-]{12,4000}={0,2})(?![A-Za-z0-9])/dg,
  /\b(?<secret>(?:pbkdf2_sha\d+|argon2|bcrypt(?:_sha256)?|scrypt|md5|sha1)\$[A-Za-z0-9$+/=.,_-]{16,300})/dg,
];

/** Start and end of every secret that is known by its shape. */
export const findShapes = (line: string): readonly (readonly [number, number])[] =>
  shapes.flatMap((shape) =>
    [...line.matchAll(shape)].flatMap((match) => {
      const span = match.indices?.groups?.["secret"];
      return span === undefined ? [] : [span];
    }),
  );
