import type { Answer } from "../http/answer.ts";

/** What a browser sees that did not come by a launch link. */
export const notAdmitted: Answer = {
  status: 401,
  headers: { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store", "WWW-Authenticate": "Bearer" },
  body: `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>DJDesk: open it by its link</title>
<h1>Open DJDesk by its link</h1>
<p>The terminal in which DJDesk runs shows a link that works once. <code>djdesk open</code> on the same machine makes another.</p>
</html>
`,
};
