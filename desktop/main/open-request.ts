/** What the shell may be asked to open: by its command line, a second start, a link of the system, a drop. */
import { isAbsolute, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { toUrl } from "./to-url.ts";

export type OpenRequest =
  /** `fromLink`: made by a page of some browser, perhaps, so a folder that is new is asked about first. */
  | { readonly kind: "folder"; readonly path: string; readonly fromLink: boolean }
  /** A view of the page: path, query and fragment. */
  | { readonly kind: "view"; readonly address: string }
  /** The bundled sample, when there is no workspace yet. */
  | { readonly kind: "sample" };

const longestLink = 4096;
const base = "http://desk.invalid";

/** An absolute path of this machine: no network share (looking at one already talks to another machine), no device, no NUL. */
export const isLocalPath = (path: string): boolean =>
  path.length > 0 && path.length <= 4096 && isAbsolute(path) && !/^[\\/]{2}/.test(path) && !path.includes("\0");

/** `djdesk://open?path=…` or the address of a view, `djdesk://w/shop/models?model=…`. Null for anything else. */
export const parseLink = (link: string): OpenRequest | null => {
  const url = /^djdesk:\/\//i.test(link) && link.length <= longestLink ? toUrl(link) : null;
  if (url === null) return null;
  const { host, username, password, pathname, searchParams, search, hash } = url;
  if (username !== "" || password !== "") return null;
  if (host === "open") {
    const path = searchParams.get("path") ?? "";
    return isLocalPath(path) && /^\/?$/.test(pathname) ? { kind: "folder", path, fromLink: true } : null;
  }
  return toView(`/${host}${pathname}${search}${hash}`.replace(/^\/{2}/, "/"));
};

const toView = (address: string): OpenRequest | null => {
  const inside = toUrl(base + address);
  if (inside === null || inside.origin !== base) return null;
  const isView = /^\/(?:$|w\/[a-z0-9-]+(?:\/|$)|docs(?:\/|$))/.test(inside.pathname);
  return isView ? { kind: "view", address: inside.pathname + inside.search + inside.hash } : null;
};

/** Words of a command line after the program's name; switches are the browser engine's business. */
export const parseArguments = (words: readonly string[], cwd: string): readonly OpenRequest[] =>
  words.flatMap((word): readonly OpenRequest[] => {
    if (word === "--sample") return [{ kind: "sample" }];
    if (word === "" || word.startsWith("-")) return [];
    if (/^djdesk:/i.test(word)) return [parseLink(word)].filter((request) => request !== null);
    const path = /^file:/i.test(word) ? toPath(word) : resolve(cwd, word);
    return isLocalPath(path) ? [{ kind: "folder", path, fromLink: false }] : [];
  });

/** Desktops of Linux name what is to be opened by `file:///…`. Empty for one of another machine. */
const toPath = (address: string): string => {
  try {
    return fileURLToPath(address);
  } catch {
    return "";
  }
};
