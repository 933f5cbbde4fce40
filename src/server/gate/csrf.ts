/**
 * Protection against forged requests, with the semantics of Django's own middleware: a secret of 32 letters and digits
 * in a readable cookie, sent back in a header or form field, bare or masked to 64. The cookie is never authentication.
 *
 * Cookies are shared by all ports of a host, so a Django project's own cookie may stand beside ours: every well-formed
 * one counts, under either name.
 */
import { timingSafeEqual } from "node:crypto";
import { Refusal } from "../../contract/errors.ts";
import { randomText } from "../../kit/random-text.ts";
import { readCookies } from "./cookies.ts";

const alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const secretLength = 32;
const wellFormed = /^(?:[A-Za-z0-9]{32}|[A-Za-z0-9]{64})$/;

export interface CsrfGate {
  /** `Set-Cookie` values that a page or the status sends to a client that has none. A browser that opens a page gets our own name as well. */
  cookiesFor(cookieHeader: string | undefined, isBrowser: boolean): readonly string[];
  /** Refuses an unsafe request whose token does not match a cookie. */
  check(cookieHeader: string | undefined, sent: SentTokens): void;
}

export interface SentTokens {
  readonly header: string | undefined;
  readonly field: string | undefined;
}

const refuse = (message: string): Refusal => new Refusal("csrf-failed", message);

export const createCsrfGate = (port: number, isSecure: boolean): CsrfGate => {
  const ownName = `csrftoken_${port}`;
  const toCookie = (name: string, value: string): string => `${name}=${value}; Path=/; SameSite=Lax${isSecure ? "; Secure" : ""}`;

  return {
    cookiesFor(cookieHeader, isBrowser) {
      const cookies = readCookies(cookieHeader);
      const general = cookies.filter(({ name }) => name === "csrftoken");
      const hasOwn = cookies.some(({ name, value }) => name === ownName && wellFormed.test(value));
      if (hasOwn) return [];
      const isFree = general.length === 0;
      const value = randomText(secretLength);
      // A page may be unable to read another server's cookie of the general name; what is no token is left alone.
      if (isBrowser) return isFree ? [toCookie("csrftoken", value), toCookie(ownName, value)] : [toCookie(ownName, value)];
      if (isFree) return [toCookie("csrftoken", value)];
      return general.some((cookie) => wellFormed.test(cookie.value)) ? [] : [toCookie(ownName, value)];
    },
    check(cookieHeader, sent) {
      const cookies = readCookies(cookieHeader).filter(({ name }) => name === "csrftoken" || name === ownName);
      if (cookies.length === 0) throw refuse("The request has no csrftoken cookie.");
      const secrets = cookies.flatMap(({ value }) => (wellFormed.test(value) ? [toSecret(value)] : []));
      if (secrets.length === 0) throw refuse("The csrftoken cookie is not a token of 32 or 64 letters and digits.");
      const token = sent.field === undefined || sent.field === "" ? sent.header : sent.field;
      if (token === undefined || token === "") throw refuse("The request has no X-CSRFToken header and no csrfmiddlewaretoken field.");
      if (!wellFormed.test(token)) throw refuse("The CSRF token is not 32 or 64 letters and digits.");
      const asked = toSecret(token);
      let matches = false;
      for (const secret of secrets) matches = timingSafeEqual(Buffer.from(secret), Buffer.from(asked)) || matches;
      if (!matches) throw refuse("The CSRF token does not match the csrftoken cookie.");
    },
  };
};

/** A masked token is a mask and the secret shifted by it, letter by letter. */
const toSecret = (token: string): string => {
  if (token.length === secretLength) return token;
  let secret = "";
  for (let index = 0; index < secretLength; index += 1) {
    const mask = alphabet.indexOf(token.charAt(index));
    const cipher = alphabet.indexOf(token.charAt(secretLength + index));
    secret += alphabet.charAt((cipher - mask + alphabet.length) % alphabet.length);
  }
  return secret;
};
