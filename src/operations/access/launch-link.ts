/**
 * Launch links: what a browser opens instead of knowing the token. A code is signed with the token, good for ten minutes
 * and, as the server remembers, for one use.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";

const goodForMs = 10 * 60_000;
export const launchParameter = "launch";

/** `purpose` keeps a code for one thing from being taken for another. */
export const seal = (token: string, purpose: string, payload: string): string =>
  `${payload}.${createHmac("sha256", token).update(`${purpose}:${payload}`).digest("base64url")}`;

/** The payload of what was sealed with this token, else null. Takes as long for every wrong text of a length. */
export const unseal = (token: string, purpose: string, sealed: string): string | null => {
  const payload = sealed.slice(0, Math.max(0, sealed.lastIndexOf(".")));
  return isSameText(seal(token, purpose, payload), sealed) ? payload : null;
};

export const isSameText = (left: string, right: string): boolean => timingSafeEqual(digest(left), digest(right));

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

export const makeLaunchCode = (token: string, now: number): string =>
  seal(token, "launch", `${(now + goodForMs).toString(36)}-${randomBytes(16).toString("base64url")}`);

/** Until when a code may be used, in milliseconds since the epoch; null for what is no code of this token. */
export const readLaunchCode = (token: string, code: string): number | null => {
  const until = unseal(token, "launch", code)?.split("-")[0];
  return until === undefined ? null : Number.parseInt(until, 36);
};

/** An address that a browser may open once. */
export const toLaunchAddress = (url: string, path: string, token: string, now: number): string =>
  `${url}${path}?${launchParameter}=${makeLaunchCode(token, now)}`;
