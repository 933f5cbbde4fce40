/** The addresses of the API, derived from the table of operations. With and without the trailing slash is the same. */
import { Refusal, type RefusalCode } from "../../contract/errors.ts";
import { operations, type OperationName } from "../../contract/operations/index.ts";
import { slug } from "../../contract/shapes/common.ts";

export interface Route {
  readonly name: OperationName;
  readonly method: string;
  readonly successStatus: number;
  /** Segments of the path; a parameter is `:slug` or `:id`. */
  readonly segments: readonly string[];
}

export interface FoundRoute {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
}

const split = (path: string): readonly string[] =>
  path.split("/").filter((segment, index, all) => index > 0 && !(segment === "" && index === all.length - 1));

const isOperationName = (name: string): name is OperationName => Object.hasOwn(operations, name);

const routes: readonly Route[] = Object.keys(operations)
  .filter(isOperationName)
  .map((name) => {
    const { method, path, successStatus } = operations[name];
    return { name, method, successStatus, segments: split(path) };
  });

/** The route of an address, or the refusal: no such address, no such thing, or another method. */
export const findRoute = (method: string, path: string): FoundRoute | { readonly refusal: Refusal; readonly allow?: string } => {
  const segments = split(path);
  const there = routes.filter((route) => fits(route, segments));
  if (there.length === 0) return { refusal: new Refusal("not-found", "There is nothing at this address.") };
  const wanted = method === "HEAD" ? "GET" : method;
  const route = there.find((candidate) => candidate.method === wanted);
  if (route === undefined) {
    const methods = there.flatMap((candidate) => (candidate.method === "GET" ? ["GET", "HEAD"] : [candidate.method]));
    return { refusal: new Refusal("method-not-allowed", `${method} is not allowed here.`), allow: methods.join(", ") };
  }
  const parameters = Object.fromEntries(
    route.segments.flatMap((segment, index) => (segment.startsWith(":") ? [[segment.slice(1), segments[index] ?? ""]] : [])),
  );
  const missing = findMissing(parameters);
  return missing === null ? { route, parameters } : { refusal: missing };
};

const fits = (route: Route, segments: readonly string[]): boolean =>
  route.segments.length === segments.length &&
  route.segments.every((segment, index) => segment.startsWith(":") || segment === segments[index]);

/** What cannot be the name of anything names nothing: 404, not 400. */
const findMissing = (parameters: Readonly<Record<string, string>>): Refusal | null => {
  const refuse = (code: RefusalCode, message: string): Refusal => new Refusal(code, message);
  const { id, slug: given } = parameters;
  if (id !== undefined && !(/^[1-9]\d{0,15}$/.test(id) && Number.isSafeInteger(Number(id)))) {
    return refuse("task-run-not-found", "There is no such run.");
  }
  if (given !== undefined && !slug.safeParse(given).success) return refuse("workspace-not-found", "There is no such workspace.");
  return null;
};
