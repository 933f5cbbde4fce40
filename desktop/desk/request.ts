/** One JSON request to a server of this machine, by Node's own HTTP: the Node of an Electron may be older than `fetch`. */
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";

export interface DeskAddress {
  /** `http://127.0.0.1:8765` */
  readonly url: string;
  /** PEM of the one certificate that is believed; null over plain HTTP. */
  readonly certificate: string | null;
  /** What the server asks of whoever connects; null where it sees who does. */
  readonly token: string | null;
}

export interface JsonRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly timeoutMs: number;
}

export interface JsonAnswer {
  readonly status: number;
  readonly body: unknown;
}

const mostBytes = 16 * 1024 * 1024;

/** Throws when there is no answer in time, or one that is no JSON. */
export const requestJson = (
  { url, certificate, token }: DeskAddress,
  { method, path, headers, body, timeoutMs }: JsonRequest,
): Promise<JsonAnswer> =>
  new Promise((resolve, reject) => {
    const text = body === undefined ? null : JSON.stringify(body);
    const options = {
      method,
      agent: false,
      timeout: timeoutMs,
      headers: {
        Accept: "application/json",
        ...toAuthorization(token),
        ...headers,
        ...(text === null ? {} : { "Content-Type": "application/json" }),
      },
    } as const;
    const read = (response: IncomingMessage): void => {
      readText(response)
        .then((answer) => resolve({ status: response.statusCode ?? 0, body: JSON.parse(answer) }), reject)
        .catch(reject);
    };
    const sent =
      certificate === null
        ? httpRequest(new URL(path, url), options, read)
        : httpsRequest(new URL(path, url), { ...options, ca: certificate }, read);
    sent.on("timeout", () => sent.destroy(new Error("The desk does not answer.")));
    sent.on("error", reject);
    sent.end(text);
  });

export const toAuthorization = (token: string | null): Readonly<Record<string, string>> =>
  token === null ? {} : { Authorization: `Bearer ${token}` };

const readText = async (response: IncomingMessage): Promise<string> => {
  let text = "";
  for await (const chunk of response.setEncoding("utf8")) {
    text += String(chunk);
    if (text.length > mostBytes) throw new Error("The desk's answer is too long.");
  }
  return text;
};
