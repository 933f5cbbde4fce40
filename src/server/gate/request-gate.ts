/**
 * The gate: what every request and every upgrade passes before anything looks at its address. In order: the target is
 * a plain path, exactly one Host names this server, Origin is absent or that of this Host, the browser does not say that
 * another site asks. Nothing that a proxy may have added is believed.
 */
import type { IncomingMessage } from "node:http";
import { Refusal } from "../../contract/errors.ts";
import { isOddlyCoded } from "../http/odd-coding.ts";
import { inAddress } from "./own-names.ts";

export interface OwnAddresses {
  readonly scheme: "http" | "https";
  readonly port: number;
  /** Names under which this server answers, lower case, without brackets. */
  readonly names: readonly string[];
}

/** Path (decoded, as segments) and query of a request that passed. */
export interface Passed {
  readonly path: string;
  readonly query: string;
}

const badRequest = (message: string): Refusal => new Refusal("bad-request", message);
const hostGrammar = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(:\d{1,5})?$/;
const maxHeaders = 200;

export const createRequestGate = ({ scheme, port, names }: OwnAddresses): ((request: IncomingMessage) => Passed) => {
  const isDefaultPort = port === (scheme === "http" ? 80 : 443);
  const hosts = new Set(names.map(inAddress).flatMap((name) => (isDefaultPort ? [name, `${name}:${port}`] : [`${name}:${port}`])));

  return (request) => {
    // What has no version is HTTP/0.9, which has no headers either.
    if (request.httpVersionMajor !== 1) throw badRequest("The request is not HTTP/1.1.");
    if (isOddlyCoded(request)) throw badRequest("The body has a transfer coding that is not undone.");
    const target = checkTarget(request.url ?? "");
    const host = checkHost(request, hosts);
    checkOrigin(request, `${scheme}://${host}`);
    const site = request.headers["sec-fetch-site"];
    if (site !== undefined && site !== "same-origin" && site !== "none") {
      throw new Refusal("foreign-origin", "The browser says that another site asks.");
    }
    return target;
  };
};

const checkTarget = (target: string): Passed => {
  if (!target.startsWith("/") || target.startsWith("//")) throw badRequest("The target of a request must be a path.");
  if (target.includes("#") || target.includes("\\")) throw badRequest("The target holds a character that a path cannot hold.");
  const mark = target.indexOf("?");
  const path = mark < 0 ? target : target.slice(0, mark);
  const decoded = path.includes("%") ? decode(path) : path;
  if (/%2f/i.test(path)) throw badRequest("The target hides a slash.");
  if (/[\u0000-\u001f\u007f\\]/.test(decoded)) throw badRequest("The target holds a character that a path cannot hold.");
  if (/(^|\/)\.{1,2}(\/|$)/.test(decoded)) throw badRequest("The target must not go up the path.");
  return { path: decoded, query: mark < 0 ? "" : target.slice(mark + 1) };
};

const decode = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    throw badRequest("The target is not valid percent-encoding.");
  }
};

/** As Django does it: the Origin is that of the Host; over HTTPS a Referer stands in for it where there is one. */
const checkOrigin = (request: IncomingMessage, own: string): void => {
  const { origin, referer } = request.headers;
  const isForeign =
    origin === undefined ? own.startsWith("https:") && referer !== undefined && originOf(referer) !== own.toLowerCase() : origin !== own;
  if (isForeign) throw new Refusal("foreign-origin", "The request comes from a page of another site.");
};

const originOf = (address: string): string | null => (URL.canParse(address) ? new URL(address).origin : null);

/** Answers with the one Host. */
const checkHost = (request: IncomingMessage, hosts: ReadonlySet<string>): string => {
  const { rawHeaders } = request;
  if (rawHeaders.length > maxHeaders * 2) throw badRequest("The request has too many headers.");
  let host: string | null = null;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (rawHeaders[index]?.toLowerCase() !== "host") continue;
    if (host !== null) throw badRequest("The request has several Host headers.");
    host = rawHeaders[index + 1] ?? "";
  }
  if (host === null || host === "") throw badRequest("The request has no Host header.");
  if (!hostGrammar.test(host)) throw badRequest("The Host header is not a host.");
  if (!hosts.has(host.toLowerCase())) throw new Refusal("foreign-host", "This server does not answer under that host name.");
  return host;
};
