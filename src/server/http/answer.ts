/** What a handler answers, and how it is written: one place that puts the safety headers on every response. */
import { createReadStream } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { toErrorBody } from "../../contract/error-body.ts";
import { isOddlyCoded } from "./odd-coding.ts";
import { treatments, type Refusal } from "../../contract/errors.ts";

/** A file that is sent as it is read; its size is known before. */
export interface StreamedFile {
  readonly path: string;
  readonly bytes: number;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Buffer | StreamedFile;
}

/** On every response: nothing is sniffed, embedded, shared with other sites or told to them; a page has a policy of its own. */
export const safetyHeaders: Readonly<Record<string, string>> = {
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Frame-Options": "DENY",
};

export const toJson = (status: number, value: unknown, headers: Answer["headers"] = {}): Answer => ({
  status,
  headers: { "Cache-Control": "no-store", ...headers, "Content-Type": "application/json; charset=utf-8" },
  body: typeof value === "string" ? value : JSON.stringify(value),
});

export const toRefusal = (refusal: Refusal, headers: Answer["headers"] = {}): Answer =>
  toJson(treatments[refusal.code].httpStatus, toErrorBody(refusal), headers);

/** A bug: the caller learns its number, the log has the rest. */
export const toBug = (id: string): Answer =>
  toJson(500, {
    error: {
      code: "internal-error",
      message: `DJDesk made a mistake (number ${id}).`,
      hint: "The terminal in which DJDesk runs shows it under this number; please report it.",
    },
  });

export const send = (request: IncomingMessage, response: ServerResponse, answer: Answer): void => {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(answer.status, {
    ...safetyHeaders,
    ...toNodeHeaders(answer.headers ?? {}),
    ...(answer.status === 304 ? {} : { "Content-Length": sizeOf(answer.body) }),
    // What follows a body that was not read to its end, or whose coding another reader may cut elsewhere, is no request.
    ...((request.complete || !hasBody(request)) && !isOddlyCoded(request) ? {} : { Connection: "close" }),
  });
  if (request.method === "HEAD" || answer.status === 304) response.end();
  else if (isStreamed(answer.body)) void pipeline(createReadStream(answer.body.path), response).catch(() => response.destroy());
  else response.end(answer.body);
};

const isStreamed = (body: Answer["body"]): body is StreamedFile => typeof body !== "string" && !Buffer.isBuffer(body);
const sizeOf = (body: Answer["body"]): number => (isStreamed(body) ? body.bytes : Buffer.byteLength(body));

const toNodeHeaders = (headers: NonNullable<Answer["headers"]>): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]): [string, string | string[]] => [name, typeof value === "string" ? value : [...value]]),
  );

const hasBody = (request: IncomingMessage): boolean =>
  request.headers["transfer-encoding"] !== undefined || Number(request.headers["content-length"] ?? 0) > 0;
