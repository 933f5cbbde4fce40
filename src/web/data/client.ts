/**
 * The typed client: every call is an operation of the contract. Method and path come from its table, input and answer
 * have its types. In development each answer is also checked against its schema.
 */
import type { z } from "zod";
import type { ErrorBody } from "../../contract/error-body.ts";
import { operations, type OperationName, type Operations } from "../../contract/operations/index.ts";
import { noteAnswer, noteSilence } from "./connection.ts";
import { csrfToken } from "./csrf-token.ts";

export type Input<N extends OperationName> = z.input<Operations[N]["input"]>;
export type Answer<N extends OperationName> = z.output<Operations[N]["output"]>;

/** The desk answered with a refusal: its code, sentence, hint and messages per field. */
export class RefusedByDesk extends Error {
  override readonly name = "RefusedByDesk";
  readonly status: number;
  readonly body: ErrorBody;

  constructor(status: number, body: ErrorBody) {
    super(body.error.message);
    this.status = status;
    this.body = body;
  }
}

/** No answer came: the server is stopped or the machine cannot reach it. */
export class DeskSilent extends Error {
  override readonly name = "DeskSilent";
}

interface Remembered<N extends OperationName> {
  readonly etag: string;
  readonly answer: Answer<N>;
}

/** Last answer per address, for `If-None-Match`: an unchanged workspace costs no body and keeps its identity. */
const remembered: { [N in OperationName]?: Map<string, Remembered<N>> } = {};

const toText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

const fillPath = (path: string, input: Record<string, unknown>): { path: string; rest: Record<string, unknown> } => {
  const rest = { ...input };
  const filled = path.replace(/:(\w+)/g, (_, key: string) => {
    const value = rest[key];
    delete rest[key];
    return encodeURIComponent(toText(value));
  });
  return { path: filled, rest };
};

const toQuery = (input: Record<string, unknown>): string => {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(input)) if (value !== undefined && value !== "") query.set(key, toText(value));
  return query.size === 0 ? "" : `?${query}`;
};

const readError = async (response: Response): Promise<RefusedByDesk> => {
  const text = await response.text();
  try {
    const body: ErrorBody = JSON.parse(text);
    if (typeof body.error.message === "string") return new RefusedByDesk(response.status, body);
  } catch {
    // Not ours: a proxy or another program answered.
  }
  const message = `The desk answered ${response.status} without saying why.`;
  return new RefusedByDesk(response.status, { error: { code: "bad-answer", message, hint: "Look at the terminal where DJDesk runs." } });
};

/** So many addresses of an operation are remembered; the pages of a log, each read once, would only pile up. */
const mostRemembered = 40;

const remember = <N extends OperationName>(name: N, address: string, entry: Remembered<N>): void => {
  const entries = (remembered[name] ??= new Map());
  entries.delete(address);
  entries.set(address, entry);
  const oldest = entries.size > mostRemembered ? entries.keys().next().value : undefined;
  if (oldest !== undefined) entries.delete(oldest);
};

const checkInDevelopment = (name: OperationName, value: unknown): void => {
  if (!import.meta.env.DEV) return;
  const outcome = operations[name].output.safeParse(value);
  if (!outcome.success) reportError(new Error(`${name}: the answer is not as the contract says`, { cause: outcome.error }));
};

const send = async (address: string, init: RequestInit): Promise<Response> => {
  try {
    const response = await fetch(address, { ...init, cache: "no-store", credentials: "same-origin" });
    noteAnswer();
    return response;
  } catch (cause) {
    if (init.signal?.aborted === true) throw cause;
    noteSilence();
    throw new DeskSilent("The desk does not answer.", { cause });
  }
};

/** Calls an operation. Throws `RefusedByDesk` or `DeskSilent`. */
export const call = async <N extends OperationName>(name: N, input: Input<N>, signal?: AbortSignal): Promise<Answer<N>> => {
  const { method, path: template } = operations[name];
  const { path, rest } = fillPath(template, { ...input });
  const reads = method === "GET";
  const address = reads ? path + toQuery(rest) : path;
  const known = reads ? remembered[name]?.get(address) : undefined;
  const headers = new Headers({ Accept: "application/json" });
  if (known !== undefined) headers.set("If-None-Match", known.etag);
  const init: RequestInit = { method, headers };
  if (signal !== undefined) init.signal = signal;
  if (!reads) {
    headers.set("X-CSRFToken", csrfToken(document.cookie, location.port));
    headers.set("Content-Type", "application/json");
    init.body = JSON.stringify(rest);
  }
  const response = await send(address, init);
  if (response.status === 304 && known !== undefined) return known.answer;
  if (!response.ok) throw await readError(response);
  const answer: Answer<N> = await response.json();
  checkInDevelopment(name, answer);
  const etag = response.headers.get("ETag");
  if (etag !== null && reads) remember(name, address, { etag, answer });
  return answer;
};
