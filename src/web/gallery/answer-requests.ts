/**
 * Answers the page's requests from the fixtures of one state instead of from a desk. Each answer is checked against the
 * schema of its operation first: a fixture that no desk could send fails here, loudly.
 */
import type { ErrorBody } from "../../contract/error-body.ts";
import { operations, type OperationName } from "../../contract/operations/index.ts";
import type { Answer } from "../data/client.ts";

/** What a request meets instead of an answer: nothing yet, nobody there, or a refusal. */
export type Trouble =
  | { readonly kind: "pending" }
  | { readonly kind: "silent" }
  | { readonly kind: "refused"; readonly status: number; readonly body: ErrorBody };

type Reply<N extends OperationName> = (input: URLSearchParams) => Answer<N> | Trouble;
export type Replies = { readonly [N in OperationName]?: Reply<N> };

export const pending: Trouble = { kind: "pending" };
export const silent: Trouble = { kind: "silent" };

export const refused = (status: number, code: string, message: string, hint: string): Trouble => ({
  kind: "refused",
  status,
  body: { error: { code, message, hint } },
});

const isTrouble = (reply: unknown): reply is Trouble =>
  typeof reply === "object" && reply !== null && "kind" in reply && ["pending", "silent", "refused"].includes(String(reply.kind));

const isName = (name: string): name is OperationName => name in operations;

interface Asked {
  readonly name: OperationName;
  readonly input: URLSearchParams;
}

/** The operation that a request is for, with the values of its path among its input. */
const findOperation = (method: string, address: string): Asked | null => {
  const { pathname, searchParams } = new URL(address, location.href);
  for (const [name, operation] of Object.entries(operations)) {
    if (operation.method !== method || !isName(name)) continue;
    const pattern = new RegExp(`^${operation.path.replace(/:(\w+)/g, "(?<$1>[^/]+)")}$`);
    const groups = pattern.exec(pathname);
    if (groups === null) continue;
    for (const [key, value] of Object.entries(groups.groups ?? {})) searchParams.set(key, decodeURIComponent(value));
    return { name, input: searchParams };
  }
  return null;
};

const json = (status: number, body: unknown): Response =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });

const never = new Promise<Response>(() => undefined);

/** Takes the place of `fetch` and of sockets in this page. What no reply is given for is refused as not of this state. */
export const answerRequests = (replies: Replies): void => {
  globalThis.fetch = async (request, init) => {
    const address = request instanceof Request ? request.url : String(request);
    const asked = findOperation(init?.method ?? "GET", address);
    if (asked === null) return json(404, { error: { code: "not-found", message: `No operation at ${address}.`, hint: "" } });
    const { name, input } = asked;
    const reply =
      replies[name]?.(input) ?? refused(404, "not-in-gallery", `The gallery has no answer for ${name}.`, "Choose another state.");
    if (!isTrouble(reply)) return json(200, operations[name].output.parse(reply));
    if (reply.kind === "pending") return never;
    if (reply.kind === "silent") throw new TypeError("Nobody answers.");
    return json(reply.status, reply.body);
  };
  Object.defineProperty(globalThis, "WebSocket", { value: SocketThatNeverOpens });
};

/** The page then asks instead of listening, which it does without a socket anyway. */
class SocketThatNeverOpens extends EventTarget {
  close(): void {
    this.dispatchEvent(new Event("closed-by-page"));
  }
}
