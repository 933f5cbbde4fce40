/** What a running server says to a generated request: let through, or refused as forged. */
import { request, type Agent } from "node:http";
import type { CsrfRequest } from "./csrf-requests.ts";

const targets: Readonly<Record<string, string>> = { POST: "/api/workspaces/", PUT: "/api/workspaces/" };

/** The Cookie header, null when there is nothing to send. */
const toCookieHeader = ({ cookies, besides }: CsrfRequest): string | null => {
  const pairs = [...cookies.map((value) => `csrftoken=${value}`), ...(besides === "" ? [] : [besides])];
  return pairs.length === 0 ? null : pairs.join("; ");
};

/** True when it was let through. Needs a server on `port` without a workspace called `nobody`. */
export const isLetThrough = (port: number, agent: Agent, asked: CsrfRequest): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const body = Buffer.from(asked.body, "utf8");
    const headers: [string, string][] = [
      ["Host", `127.0.0.1:${port}`],
      ["Content-Length", String(body.length)],
    ];
    const cookie = toCookieHeader(asked);
    if (cookie !== null) headers.push(["Cookie", cookie]);
    if (asked.header !== null) headers.push(["X-CSRFToken", asked.header]);
    if (asked.origin !== null) headers.push(["Origin", asked.origin.replace("PORT", String(port))]);
    if (asked.contentType !== null) headers.push(["Content-Type", asked.contentType]);
    const path = targets[asked.method] ?? "/api/workspaces/nobody/";
    const sent = request({ host: "127.0.0.1", port, agent, method: asked.method, path, headers: headers.flat() }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("end", () => resolve(response.statusCode !== 403));
    });
    sent.on("error", reject).end(body);
  });
