/** Put into pages by the main process, past their policy, which allows no inline style. */

const shared = `
  :root { color-scheme: light dark; --text: #17211c; --back: #fbfcfb; --line: #cfd8d3; --accent: #0c7a52; font: 14px/1.45 system-ui, sans-serif; }
  @media (prefers-color-scheme: dark) { :root { --text: #e6ece8; --back: #1a211d; --line: #3a453f; --accent: #44b78b; } }
  body { margin: 0; background: var(--back); color: var(--text); }
  button, input { font: inherit; color: inherit; border: 1px solid var(--line); border-radius: 6px; background: transparent; }
  :focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
`;

export const noticeStyle = `${shared}
  main { max-width: 44rem; margin: 18vh auto 0; padding: 0 2rem; }
  h1 { font-size: 20px; } pre { white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.5 ui-monospace, monospace; }
  button { padding: 6px 14px; }
`;

export const findStyle = `${shared}
  body { border: 1px solid var(--line); box-sizing: border-box; height: 100vh; overflow: hidden; }
  form { display: flex; align-items: center; gap: 4px; height: 100%; padding: 0 6px; }
  input { flex: 1; min-width: 0; padding: 4px 8px; } output { min-width: 5.5em; text-align: right; font-variant-numeric: tabular-nums; }
  button { width: 28px; height: 28px; border: 0; } button:hover { background: var(--line); }
`;
