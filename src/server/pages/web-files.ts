/**
 * The built page: a table of the files that are there, so that no request ever becomes a path. Files with a hash in
 * their name are kept by browsers for good; the page itself is asked for each time.
 */
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import type { Answer } from "../http/answer.ts";

export interface WebFiles {
  /** The page; null when it has not been built. */
  page(): Answer | null;
  file(path: string): Answer | null;
}

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".woff": "font/woff",
  ".txt": "text/plain; charset=utf-8",
};

/** The page may load from this server only, be framed by nobody and send forms nowhere else. */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

interface Listing {
  readonly builtAt: number;
  readonly files: ReadonlyMap<string, string>;
}

export const createWebFiles = (folder: string): WebFiles => {
  let listing: Listing = { builtAt: -1, files: new Map() };

  /** Lists anew when the page was built again. */
  const current = (): Listing => {
    const builtAt = statSync(join(folder, "index.html"), { throwIfNoEntry: false })?.mtimeMs ?? -1;
    if (builtAt !== listing.builtAt) listing = { builtAt, files: builtAt < 0 ? new Map() : list(folder) };
    return listing;
  };
  const read = (path: string): Answer | null => {
    const file = current().files.get(path);
    if (file === undefined) return null;
    const body = readFileSync(file);
    const isHashed = path.startsWith("/assets/");
    return {
      status: 200,
      headers: {
        "Content-Type": types[extname(path)] ?? "application/octet-stream",
        "Cache-Control": isHashed ? "public, max-age=31536000, immutable" : "no-cache",
        "Content-Security-Policy": pagePolicy,
        ...(isHashed ? {} : { ETag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 27)}"` }),
      },
      body,
    };
  };
  return { page: () => read("/index.html"), file: (path) => (path === "/index.html" ? null : read(path)) };
};

const list = (folder: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const file = join(entry.parentPath, entry.name);
        return [`/${relative(folder, file).split(sep).join("/")}`, file];
      }),
  );
