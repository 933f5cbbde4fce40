/**
 * From a request that passed the gate to its answer. Unsafe requests are read whole and must carry a CSRF token before
 * it is looked at where they lead, so that a forged request learns nothing.
 */
import { existsSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { Refusal } from "../../contract/errors.ts";
import type { Desk } from "../../operations/desk/desk.ts";
import { perform } from "../../operations/perform.ts";
import type { CsrfGate } from "../gate/csrf.ts";
import type { Passed } from "../gate/request-gate.ts";
import { notBuilt } from "../pages/not-built.ts";
import type { GuidePages } from "../pages/guide-pages.ts";
import type { WebFiles } from "../pages/web-files.ts";
import { toJson, toRefusal, type Answer } from "./answer.ts";
import { toOpenApi } from "./open-api.ts";
import { readFields, readQuery, type Fields } from "./read-fields.ts";
import { findRoute, type FoundRoute } from "./routes.ts";

export interface HandlerTools {
  readonly desk: Desk;
  readonly csrf: CsrfGate;
  readonly web: WebFiles;
  readonly guide: GuidePages;
}

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);
const isApi = (path: string): boolean => path === "/api" || path.startsWith("/api/");
const tokenField = "csrfmiddlewaretoken";

export const handleRequest = async (tools: HandlerTools, request: IncomingMessage, { path, query }: Passed): Promise<Answer> => {
  const method = request.method ?? "GET";
  if (!safeMethods.has(method)) return handleUnsafe(tools, request, path);
  if (isApi(path)) return handleApi(tools, request, path, query);
  if (method === "OPTIONS") return toOnlyRead(method);
  return handlePage(tools, request, path);
};

const handleUnsafe = async ({ desk, csrf }: HandlerTools, request: IncomingMessage, path: string): Promise<Answer> => {
  const { fields: all, isForm } = await readFields(request);
  const { [tokenField]: field, ...fields } = all;
  const header = request.headers["x-csrftoken"];
  csrf.check(request.headers.cookie, {
    header: typeof header === "string" ? header : undefined,
    field: isForm && request.method === "POST" ? lastOf(field) : undefined,
  });
  const method = request.method ?? "";
  if (!isApi(path) || isOnlyRead(path)) return toOnlyRead(method);
  const found = findRoute(method, path);
  if ("refusal" in found) return toMissing(found);
  return performRoute(desk, found, fields);
};

/** What is no operation: it has no method but these. */
const isOnlyRead = (path: string): boolean => openApiAddress.test(path) || fixtureAddress.test(path);
const toOnlyRead = (method: string): Answer =>
  toRefusal(new Refusal("method-not-allowed", `${method} is not allowed here.`), { Allow: "GET, HEAD" });

/** Of a field that comes several times the last counts, as in Django. */
const lastOf = (field: unknown): string | undefined => {
  const last: unknown = Array.isArray(field) ? field.at(-1) : field;
  return typeof last === "string" ? last : undefined;
};

const toMissing = ({ refusal, allow }: { readonly refusal: Refusal; readonly allow?: string }): Answer =>
  toRefusal(refusal, allow === undefined ? {} : { Allow: allow });

const performRoute = async (desk: Desk, { route, parameters }: FoundRoute, fields: Fields): Promise<Answer> => {
  const clash = Object.keys(parameters).find((name) => Object.hasOwn(fields, name));
  if (clash !== undefined) {
    throw new Refusal("invalid-input", `\`${clash}\` is in the address already.`, {
      errors: { [clash]: ["It is in the address already."] },
    });
  }
  return toJson(route.successStatus, await perform(desk, route.name, { ...fields, ...parameters }));
};

const handleApi = async (tools: HandlerTools, request: IncomingMessage, path: string, query: string): Promise<Answer> => {
  if (request.method === "OPTIONS" && isOnlyRead(path)) return toOnlyRead("OPTIONS");
  if (openApiAddress.test(path)) return toJson(200, toOpenApi(tools.desk.version));
  const fixture = fixtureAddress.exec(path);
  if (fixture !== null) return await sendFixture(tools.desk, fixture[1] ?? "");
  const found = findRoute(request.method ?? "", path);
  if ("refusal" in found) return toMissing(found);
  if (found.route.name === "readStatus") return handleStatus(tools, request, found.parameters["slug"] ?? "");
  return performRoute(tools.desk, found, readQuery(query));
};

const openApiAddress = /^\/api\/openapi\.json\/?$/;
const fixtureAddress = /^\/api\/task-runs\/([^/]+)\/fixture\/file\/?$/;

/** An exported fixture as a download. */
const sendFixture = async (desk: Desk, id: string): Promise<Answer> => {
  const run = findRoute("GET", `/api/task-runs/${id}/fixture/`);
  if ("refusal" in run) return toMissing(run);
  const { file } = await perform(desk, "readFixture", { id: Number(id) });
  if (file === null || !existsSync(file.path)) throw new Refusal("fixture-not-found", `Run ${id} has no file to hand out.`);
  const headers = { "Cache-Control": "no-store", "Content-Type": "application/json; charset=utf-8" };
  return {
    status: 200,
    headers: { ...headers, "Content-Disposition": `attachment; filename="${file.filename}"` },
    body: { path: file.path, bytes: file.bytes },
  };
};

/** The poll: from memory while nothing changed, and without a body for a client that has these bytes. */
const handleStatus = async ({ desk, csrf }: HandlerTools, request: IncomingMessage, slug: string): Promise<Answer> => {
  const page = desk.statuses.peek(slug) ?? (await desk.statuses.read(slug));
  if (page === null) throw new Refusal("workspace-not-found", `There is no workspace \`${slug}\`.`);
  const cookies = csrf.cookiesFor(request.headers.cookie, false);
  const headers = { ETag: page.etag, "Cache-Control": "no-cache", ...(cookies.length === 0 ? {} : { "Set-Cookie": cookies }) };
  if (matches(request.headers["if-none-match"], page.etag)) return { status: 304, headers, body: "" };
  return { status: 200, headers: { ...headers, "Content-Type": "application/json; charset=utf-8" }, body: page.body };
};

const matches = (wanted: string | undefined, etag: string): boolean =>
  wanted !== undefined && (wanted === etag || wanted === "*" || wanted.split(",").some((one) => one.trim().replace(/^W\//, "") === etag));

const handlePage = (tools: HandlerTools, request: IncomingMessage, path: string): Answer => {
  const isPage = path === "/" || path === "/w" || path.startsWith("/w/") || path === "/wizard/";
  const answer = isPage ? (tools.web.page() ?? notBuilt) : (tools.guide.find(path) ?? tools.web.file(path));
  if (answer === null) return toRefusal(new Refusal("not-found", "There is nothing at this address."));
  const type = answer.headers?.["Content-Type"];
  const isNavigation = request.headers["sec-fetch-mode"] === "navigate";
  const cookies =
    typeof type === "string" && type.startsWith("text/html") ? tools.csrf.cookiesFor(request.headers.cookie, isNavigation) : [];
  const headers = { ...answer.headers, ...(cookies.length === 0 ? {} : { "Set-Cookie": cookies }) };
  const etag = answer.headers?.["ETag"];
  if (typeof etag === "string" && matches(request.headers["if-none-match"], etag)) return { status: 304, headers, body: "" };
  return { ...answer, headers };
};
