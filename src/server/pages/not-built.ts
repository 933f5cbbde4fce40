import type { Answer } from "../http/answer.ts";

/** What stands where the page would be while it has not been built. */
export const notBuilt: Answer = {
  status: 503,
  headers: { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" },
  body: `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>DJDesk: the page is not built</title>
<h1>The page is not built yet</h1>
<p>DJDesk's server runs, but its page is missing. Build it with <code>npm run build</code> in DJDesk's folder, then reload.</p>
<p>The API works without it: <a href="/api/workspaces/">/api/workspaces/</a>, <a href="/api/openapi.json">/api/openapi.json</a>.</p>
</html>
`,
};
