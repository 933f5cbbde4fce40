/** Requests to compare with Django's CSRF middleware: good ones, and each part wrong in many ways, the same for the same seed. */

export interface CsrfRequest {
  readonly method: string;
  /** Values of `csrftoken` cookies; more than one where another server of the host has set its own. */
  readonly cookies: readonly string[];
  /** What stands beside them in the Cookie header. */
  readonly besides: string;
  readonly header: string | null;
  /** `PORT` stands for the server's port. */
  readonly origin: string | null;
  readonly contentType: string | null;
  readonly body: string;
}

const alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** mulberry32: numbers in [0, 1). */
const createRandom = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

const createParts = (seed: number) => {
  const random = createRandom(seed);
  const pick = <Item>(items: readonly [Item, ...Item[]]): Item => items[Math.floor(random() * items.length)] ?? items[0];
  const letters = (length: number): string => Array.from({ length }, () => alphabet[Math.floor(random() * 62)]).join("");
  const mask = (secret: string): string => {
    const pad = letters(secret.length);
    const at = (index: number): number => alphabet.indexOf(secret.charAt(index)) + alphabet.indexOf(pad.charAt(index));
    return pad + Array.from(secret, (_, index) => alphabet.charAt(at(index) % 62)).join("");
  };
  const change = (text: string): string => {
    const index = Math.floor(random() * text.length);
    return `${text.slice(0, index)}${text.charAt(index) === "a" ? "b" : "a"}${text.slice(index + 1)}`;
  };
  /** A token of this secret, or one that is wrong. */
  const token = (secret: string): string =>
    random() < 0.6
      ? pick([secret, mask(secret)])
      : pick([
          "",
          letters(32),
          letters(64),
          change(secret),
          change(mask(secret)),
          secret.slice(1),
          `${secret}x`,
          mask(secret).slice(1),
          `${secret.slice(0, 31)}-`,
          `${secret.slice(0, 31)}\u00e9`,
          `${secret.slice(0, 15)} ${secret.slice(16)}`,
          secret.toUpperCase(),
          letters(48),
          secret + secret,
        ]);
  return { random, pick, letters, token };
};

const toBody = (type: string, fields: readonly (readonly [string, string])[]): string => {
  if (type.startsWith("multipart/")) {
    const parts = fields.map(
      ([name, value]) => `------------------7MA4YWxkTrZu0gW\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );
    return `${parts.join("")}------------------7MA4YWxkTrZu0gW--\r\n`;
  }
  return type.toLowerCase().includes("json")
    ? JSON.stringify(Object.fromEntries(fields))
    : new URLSearchParams(fields.map(([a, b]) => [a, b])).toString();
};

const form = "application/x-www-form-urlencoded";
const types = [
  form,
  form,
  `${form}; charset=utf-8`,
  "Application/X-WWW-Form-Urlencoded",
  "multipart/form-data; boundary=----------------7MA4YWxkTrZu0gW",
  "application/json",
  "Application/JSON",
] as const;

export const makeCsrfRequests = (count: number, seed: number): readonly CsrfRequest[] => {
  const { random, pick, letters, token } = createParts(seed);
  const makeCookie = (secret: string): string => {
    const value = token(secret);
    return random() < 0.1 ? pick([`"${value}"`, `"${value}`, `"\\${value}"`, `"\\141${value.slice(1)}"`]) : value;
  };
  const make = (): CsrfRequest => {
    const secret = letters(32);
    const sent = random() < 0.9 ? secret : letters(32);
    const hasField = random() < 0.4;
    const contentType = hasField || random() < 0.3 ? pick(types) : null;
    const fields: (readonly [string, string])[] = [];
    if (random() < 0.3) fields.push(["x", "1"]);
    if (hasField) fields.push(["csrfmiddlewaretoken", token(sent)]);
    if (hasField && random() < 0.1) fields.push(["csrfmiddlewaretoken", token(sent)]);
    return {
      method: random() < 0.7 ? "POST" : pick(["PUT", "PATCH", "DELETE", "POST"]),
      cookies: random() < 0.07 ? [] : random() < 0.1 ? [makeCookie(letters(32)), makeCookie(secret)] : [makeCookie(secret)],
      besides: pick(["", "", "", "sessionid=abc", "csrftoken_1=" + sent, "odd", "=odd", "CSRFTOKEN=" + sent, "a=b; c"]),
      header: random() < (hasField ? 0.3 : 0.9) ? token(sent) : null,
      origin:
        random() < 0.6
          ? null
          : pick([
              "http://127.0.0.1:PORT",
              "http://127.0.0.1:PORT",
              "http://127.0.0.1:PORT/",
              "https://127.0.0.1:PORT",
              "http://localhost:PORT",
              "http://127.0.0.1",
              "http://127.0.0.1:1",
              "null",
              "HTTP://127.0.0.1:PORT",
              "http://evil.example",
              "http://127.0.0.1:PORT.evil.example",
            ]),
      contentType,
      body: contentType === null ? "" : toBody(contentType, fields),
    };
  };
  return Array.from({ length: count }, make);
};
