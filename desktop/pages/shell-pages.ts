/** The shell's own pages are `data:` addresses without a script or a style of their own: the preload gives them what they need. */

const escape = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

const toPage = (name: string, title: string, body: string): string =>
  `data:text/html;charset=utf-8,${encodeURIComponent(
    `<!doctype html><html lang="en" data-shell="${name}"><meta http-equiv="Content-Security-Policy" content="default-src 'none'"><meta name="color-scheme" content="light dark"><title>${title}</title><body>${body}`,
  )}`;

/** Says why there is no desk, and offers to try again. */
export const noticePage = (reason: string): string =>
  toPage(
    "notice",
    "DJDesk",
    `<main><h1>The desk could not be opened</h1><pre>${escape(reason)}</pre><button type="button" autofocus>Try again</button></main>`,
  );

export const findPage = toPage(
  "find",
  "Find",
  `<form><input type="text" aria-label="Find on this page" placeholder="Find" maxlength="500" autofocus><output aria-live="polite"></output><button type="button" data-go="back" aria-label="Previous match">↑</button><button type="submit" aria-label="Next match">↓</button><button type="button" data-go="close" aria-label="Close">✕</button></form>`,
);
