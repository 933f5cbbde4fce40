/** One JSON request to a server, by Node's own HTTP: `fetch` cannot be told of one certificate, and the Node of an Electron may be older. */
import { X509Certificate } from "node:crypto";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";

export interface ServerAddress {
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
export const askServer = async (server: ServerAddress, request: JsonRequest): Promise<JsonAnswer> => {
  const response = await send(server, request, await open(server));
  return { status: response.statusCode ?? 0, body: JSON.parse(await readText(response)) };
};

export const toAuthorization = (token: string | null): Readonly<Record<string, string>> =>
  token === null ? {} : { Authorization: `Bearer ${token}` };

/** Nothing is sent before the certificate has been seen to be the one in the data folder. */
const open = ({ url, certificate }: ServerAddress): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const where = { host: hostname.replace(/^\[|\]$/g, ""), port: Number(port) };
    if (certificate === null) {
      const plain = connect(where, () => resolve(plain)).once("error", reject);
      return;
    }
    const sealed = connectTls({ ...where, rejectUnauthorized: false }, () => {
      if (sealed.getPeerCertificate().raw.equals(new X509Certificate(certificate).raw)) resolve(sealed);
      else reject(sealed.destroy(new Error("A stranger answers where the desk was.")));
    }).once("error", reject);
  });

const send = (
  { url, token }: ServerAddress,
  { method, path, headers, body, timeoutMs }: JsonRequest,
  socket: Socket,
): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const text = body === undefined ? null : JSON.stringify(body);
    const sent = httpRequest({
      method,
      path,
      createConnection: () => socket,
      timeout: timeoutMs,
      headers: {
        Host: new URL(url).host,
        Connection: "close",
        Accept: "application/json",
        ...toAuthorization(token),
        ...headers,
        ...(text === null ? {} : { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) }),
      },
    });
    sent.on("response", resolve);
    sent.on("timeout", () => sent.destroy(new Error("The desk does not answer.")));
    sent.on("error", reject);
    sent.end(text);
  });

const readText = async (response: IncomingMessage): Promise<string> => {
  let text = "";
  for await (const chunk of response.setEncoding("utf8")) {
    text += String(chunk);
    if (text.length > mostBytes) throw new Error("The desk's answer is too long.");
  }
  return text;
};
