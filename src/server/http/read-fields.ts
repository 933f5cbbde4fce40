/** The fields of a request's body, whichever of the three forms it has; at most 1 MiB, and never more in memory. */
import { isUtf8 } from "node:buffer";
import type { IncomingMessage } from "node:http";
import { Refusal } from "../../contract/errors.ts";
import { isForbiddenKey, parseStrictJson } from "../../kit/strict-json.ts";

export type Fields = Readonly<Record<string, unknown>>;

const maxBytes = 1024 * 1024;
const maxFields = 500;

/** `isForm`: they came as an HTML form sends them, not as JSON. */
export interface Body {
  readonly fields: Fields;
  readonly isForm: boolean;
}

export const readFields = async (request: IncomingMessage): Promise<Body> => {
  const type = mediaTypeOf(request);
  const bytes = await readBytes(request);
  if (bytes.length === 0) return { fields: {}, isForm: false };
  switch (type) {
    case "application/x-www-form-urlencoded":
      return { fields: fromPairs([...new URLSearchParams(bytes.toString("utf8"))]), isForm: true };
    case "application/json":
      return { fields: fromJson(bytes), isForm: false };
    case "multipart/form-data":
      return { fields: await fromMultipart(bytes, request.headers["content-type"] ?? ""), isForm: true };
    default:
      throw unsupported();
  }
};

/** Fields of a query string; a name that comes twice is a list, which no query of the contract takes. */
export const readQuery = (query: string): Fields => (query === "" ? {} : fromPairs([...new URLSearchParams(query)]));

const unsupported = (): Refusal => new Refusal("unsupported-media-type", "The body is of a kind that is not understood.");

/** Refuses before reading: what is no form is not read at all. */
const mediaTypeOf = (request: IncomingMessage): string => {
  const type = (request.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  const known = ["application/x-www-form-urlencoded", "application/json", "multipart/form-data"];
  const isEmpty = request.headers["transfer-encoding"] === undefined && (request.headers["content-length"] ?? "0") === "0";
  if (!isEmpty && !known.includes(type)) throw unsupported();
  const encoding = request.headers["content-encoding"];
  if (encoding !== undefined && encoding !== "identity") throw unsupported();
  return type;
};

const readBytes = async (request: IncomingMessage): Promise<Buffer> => {
  const tooLarge = (): Refusal => new Refusal("body-too-large", "The body is larger than 1 MiB.");
  if (Number(request.headers["content-length"] ?? 0) > maxBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) {
        request.pause();
        reject(tooLarge());
      } else chunks.push(chunk);
    });
    request.on("end", () => resolve(Buffer.concat(chunks)));
    request.on("error", () => reject(new Refusal("bad-request", "The connection ended before the body did.")));
    request.on("close", () => reject(new Refusal("bad-request", "The connection ended before the body did.")));
  });
};

const fromJson = (bytes: Buffer): Fields => {
  if (!isUtf8(bytes)) throw new Refusal("bad-request", "The body is not UTF-8.");
  const parsed = parseStrictJson(bytes.toString("utf8"));
  if (!parsed.ok) throw new Refusal("bad-request", parsed.message);
  if (!isFields(parsed.value)) throw new Refusal("bad-request", "The body must be a JSON object.");
  return parsed.value;
};

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);

const fromMultipart = async (bytes: Buffer, type: string): Promise<Fields> => {
  let form: FormData;
  try {
    form = await new Response(new Uint8Array(bytes), { headers: { "Content-Type": type } }).formData();
  } catch {
    throw new Refusal("bad-request", "The body is not valid multipart/form-data.");
  }
  const pairs: (readonly [string, string])[] = [];
  for (const [name, value] of form) {
    if (typeof value !== "string") throw new Refusal("bad-request", "Files are not taken.");
    pairs.push([name, value]);
  }
  return fromPairs(pairs);
};

/** A name that comes several times is a list of its values. */
const fromPairs = (pairs: readonly (readonly [string, string])[]): Fields => {
  if (pairs.length > maxFields) throw new Refusal("bad-request", `The request has more than ${maxFields} fields.`);
  const fields = new Map<string, string | string[]>();
  for (const [name, value] of pairs) {
    if (isForbiddenKey(name)) throw new Refusal("bad-request", `The field ${JSON.stringify(name)} is not allowed.`);
    const before = fields.get(name);
    fields.set(name, before === undefined ? value : [...(typeof before === "string" ? [before] : before), value]);
  }
  return Object.fromEntries(fields);
};
