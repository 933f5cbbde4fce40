/**
 * Access by token, where the system does not tell who connects: beyond loopback, and where it has no table of sockets.
 * A tool sends the token itself (`Authorization: Bearer …`); a browser comes once by a launch link and gets a cookie that
 * no script can read. Another token in the file ends every session.
 */
import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { Refusal } from "../../contract/errors.ts";
import { isSameText, launchParameter, readLaunchCode, seal, unseal } from "../../operations/access/launch-link.ts";
import { toRefusal, type Answer } from "../http/answer.ts";
import { notAdmitted } from "../pages/not-admitted.ts";
import { readCookies } from "./cookies.ts";
import type { Passed } from "./request-gate.ts";

export interface Access {
  /** Null for whom the server may answer; else what to answer instead. */
  admit(request: IncomingMessage, passed: Passed): Answer | null;
}

export interface AccessOptions {
  /** The token that holds at this moment. */
  readonly token: () => string;
  readonly now: () => number;
  readonly port: number;
  readonly isSecure: boolean;
}

const sessionMs = 30 * 24 * 3600 * 1000;

export const createAccess = ({ token, now, port, isSecure }: AccessOptions): Access => {
  const cookieName = `djdesk_session_${port}`;
  /** Code → when it may be forgotten. */
  const used = new Map<string, number>();

  const hasToken = (request: IncomingMessage): boolean => {
    const [, sent] = /^Bearer ([A-Za-z0-9_-]{1,200})$/.exec(request.headers.authorization ?? "") ?? [];
    return sent !== undefined && isSameText(sent, token());
  };
  const hasSession = (request: IncomingMessage): boolean =>
    readCookies(request.headers.cookie).some(({ name, value }) => {
      const since = name === cookieName ? unseal(token(), "session", value)?.split("-")[0] : undefined;
      return since !== undefined && now() - Number.parseInt(since, 36) < sessionMs;
    });
  const take = (code: string): boolean => {
    for (const [old, until] of used) if (until < now()) used.delete(old);
    const until = readLaunchCode(token(), code);
    if (until === null || until < now() || used.has(code)) return false;
    used.set(code, until);
    return true;
  };
  const toCookie = (): string => {
    const session = seal(token(), "session", `${now().toString(36)}-${randomBytes(16).toString("base64url")}`);
    return `${cookieName}=${session}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${sessionMs / 1000}${isSecure ? "; Secure" : ""}`;
  };

  return {
    admit(request, { path, query }) {
      if (hasToken(request)) return null;
      const parameters = new URLSearchParams(query);
      const code = request.method === "GET" && !path.startsWith("/api/") ? parameters.get(launchParameter) : null;
      const knows = hasSession(request);
      if (code === null) return knows ? null : toUnknown(request);
      const isGood = take(code);
      if (!isGood && !knows) return toUnknown(request);
      parameters.delete(launchParameter);
      return toRedirect(path, parameters, isGood ? [toCookie()] : []);
    },
  };
};

/** To the same page without the code, so that it does not stay in the address. */
const toRedirect = (path: string, parameters: URLSearchParams, cookies: readonly string[]): Answer => {
  const query = parameters.size === 0 ? "" : `?${parameters.toString()}`;
  const location = `${path.split("/").map(encodeURIComponent).join("/")}${query}`;
  return { status: 303, headers: { Location: location, "Cache-Control": "no-store", "Set-Cookie": cookies }, body: "" };
};

const toUnknown = (request: IncomingMessage): Answer =>
  request.headers["sec-fetch-mode"] === "navigate"
    ? notAdmitted
    : toRefusal(new Refusal("not-authenticated", "This server answers only those who know its token."), { "WWW-Authenticate": "Bearer" });
