/**
 * What gives a secret away by its looks, whatever name stands before it. Each pattern has the secret in the group
 * `secret`, is linear in the length of the line, and is global.
 */
interface Shape {
  readonly name: string;
  readonly pattern: RegExp;
  /** False where ordinary prose can look like it: enough for a log, too little to change a fact. */
  readonly isCertain: boolean;
}

const shape = (name: string, pattern: RegExp): Shape => ({ name, pattern, isCertain: true });

export const secretShapes: readonly Shape[] = [
  // scheme://user:password@host, redis://:password@host; a password may hold an @
  shape("url-password", /\b[a-z][a-z0-9+.-]{1,30}:\/\/[^\s:@/'"]{0,200}:(?<secret>[^\s/'"]{1,500})@/dgi),
  // https://key@sentry.example/1, https://token@github.com/…
  shape("url-key", /\bhttps?:\/\/(?<secret>[A-Za-z0-9_-]{16,255})@/dg),
  shape("url-signature", /[?&](?:sig|signature|X-Amz-Signature|X-Goog-Signature)=(?<secret>[A-Za-z0-9%+/=_-]{16,500})/dgi),
  shape("aws", /\b(?<secret>(?:AKIA|ASIA|AGPA|AROA|AIDA|ABIA|ACCA)[A-Z0-9]{16})\b/dg),
  shape("github", /\b(?<secret>gh[pousr]_[A-Za-z0-9]{30,255}|github_pat_[A-Za-z0-9_]{30,255})\b/dg),
  shape("gitlab", /\b(?<secret>gl(?:pat|dt|rt|ptt|soat|cbt|agent|ft)-[A-Za-z0-9_.-]{20,300})/dg),
  shape("slack", /\b(?<secret>xox[abeoprs]-[A-Za-z0-9-]{10,250}|xapp-\d-[A-Za-z0-9-]{10,250})/dg),
  shape("slack-hook", /hooks\.slack\.com\/(?:services|workflows|triggers)\/(?<secret>[A-Za-z0-9/_-]{20,150})/dg),
  shape("discord-hook", /discord(?:app)?\.com\/api\/webhooks\/\d{5,30}\/(?<secret>[A-Za-z0-9_-]{20,120})/dg),
  shape("discord", /\b(?<secret>[MNO][A-Za-z\d_-]{23,27}\.[A-Za-z\d_-]{6}\.[A-Za-z\d_-]{27,40})/dg),
  shape("telegram", /\b(?<secret>\d{8,10}:AA[A-Za-z0-9_-]{33})/dg),
  shape("jwt", /\b(?<secret>eyJ[A-Za-z0-9_-]{8,4000}\.eyJ[A-Za-z0-9_-]{4,8000}\.[A-Za-z0-9_-]{0,1000})/dg),
  shape("stripe", /\b(?<secret>[rs]k_(?:live|test|prod)_[A-Za-z0-9]{10,200}|whsec_[A-Za-z0-9+/=]{20,200})/dg),
  shape("google", /\b(?<secret>AIza[0-9A-Za-z_-]{35}|GOCSPX-[A-Za-z0-9_-]{20,60}|ya29\.[A-Za-z0-9_-]{20,500})/dg),
  shape("sendgrid", /\b(?<secret>SG\.[A-Za-z0-9_-]{16,64}\.[A-Za-z0-9_-]{16,64})/dg),
  shape("twilio", /\b(?<secret>SK[0-9a-f]{32})\b/dg),
  shape("mailgun", /\b(?<secret>key-[0-9a-f]{32})\b/dg),
  shape("mailchimp", /\b(?<secret>[0-9a-f]{32}-us\d{1,2})\b/dg),
  shape("npm", /\b(?<secret>npm_[A-Za-z0-9]{36})\b/dg),
  shape("pypi", /\b(?<secret>pypi-[A-Za-z0-9_-]{50,300})/dg),
  shape("models", /\b(?<secret>sk-[A-Za-z0-9_-]{20,200}|hf_[A-Za-z0-9]{30,60}|r8_[A-Za-z0-9]{30,60})/dg),
  shape("hosting", /\b(?<secret>do[opr]_v1_[a-f0-9]{64}|dckr_pat_[A-Za-z0-9_-]{20,60}|dapi[0-9a-f]{32}|HRKU-[A-Za-z0-9_-]{30,100})/dg),
  shape("shops", /\b(?<secret>shp(?:at|ca|pa|ss|ua)_[A-Fa-f0-9]{32}|sq0(?:atp|csp)-[A-Za-z0-9_-]{22,60})/dg),
  shape(
    "services",
    /\b(?<secret>lin_api_[A-Za-z0-9]{30,60}|ntn_[A-Za-z0-9]{40,60}|ATATT3[A-Za-z0-9_=-]{50,300}|PMAK-[a-f0-9]{24}-[a-f0-9]{34})/dg,
  ),
  shape("watchers", /\b(?<secret>gl(?:c|sa)_[A-Za-z0-9_+/=-]{30,200}|NRAK-[A-Z0-9]{27}|sntry[su]_[A-Za-z0-9_+/=.-]{30,400})/dg),
  shape("vaults", /\b(?<secret>hv[sbr]\.[A-Za-z0-9_-]{20,300}|dp\.(?:pt|st|ct|sa)\.[A-Za-z0-9_.-]{30,100}|AGE-SECRET-KEY-1[A-Z0-9]{58})/dg),
  shape("django-insecure", /\b(?<secret>django-insecure-[^\s'"]{10,200})/dg),
  shape(
    "password-hash",
    /(?<secret>(?:\b(?:pbkdf2_sha\d+|argon2|bcrypt(?:_sha256)?|scrypt|md5|sha1)|(?<![A-Za-z0-9])\$(?:2[abxy]|5|6|argon2i?d?))\$[A-Za-z0-9$+/=.,_-]{16,300})/dg,
  ),
  // mysqldump --password hunter2, curl -u ada:hunter2; a usage line has a word in capitals there
  {
    name: "command-line",
    pattern:
      /(?:^|\s)(?:--[a-z-]{0,30}(?:password|passwd|secret|token|api-?key)\s{1,4}|(?:-u|--user)[ =][^\s:]{1,100}:|-p(?=\S*\d))(?<secret>(?![A-Z_-]+(?:\s|\]|$)|-)[^\s'"\]]{6,500})/dg,
    isCertain: false,
  },
  // <password>hunter2</password>
  {
    name: "element",
    pattern: /<[\w:-]{0,40}(?:password|passwd|secret|token|apikey)>(?<secret>[^<]{1,500})<\//dgi,
    isCertain: false,
  },
  {
    name: "authorization",
    pattern: /\b(?:Bearer|Basic|Token)\s{1,4}(?<secret>[A-Za-z0-9._~+/-]{12,4000}={0,2})(?![A-Za-z0-9])/dg,
    isCertain: false,
  },
];

type Found = readonly (readonly [start: number, end: number])[];

/** True for all that has one of the shapes, and for little else: one look instead of many. */
const toHint = (shapes: readonly Shape[]): RegExp =>
  new RegExp(shapes.map(({ pattern }) => pattern.source.replaceAll("(?<secret>", "(?:")).join("|"), "i");

const createFinder = (shapes: readonly Shape[]): ((line: string) => Found) => {
  const hint = toHint(shapes);
  return (line) =>
    hint.test(line)
      ? shapes.flatMap(({ pattern }) =>
          [...line.matchAll(pattern)].flatMap((match) => {
            const span = match.indices?.groups?.["secret"];
            return span === undefined ? [] : [span];
          }),
        )
      : [];
};

/** Start and end of every secret that is known by its shape. */
export const findShapes = createFinder(secretShapes);

/** The same, by shapes that nothing else has. */
export const findCertainShapes = createFinder(secretShapes.filter(({ isCertain }) => isCertain));
