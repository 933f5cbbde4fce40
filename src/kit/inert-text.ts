/**
 * Text that a terminal shows and does not obey: names and texts of a project may hold sequences that move the cursor,
 * write to the clipboard or turn a line around. Such characters are shown as escapes; colours stay, to the end of their
 * line.
 */
const active = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;
const everyActive = new RegExp(active.source, "g");
const colourOrActive = new RegExp(`\u001b\\[[0-9;:]*m|${active.source}`, "g");

const toEscape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

const closeColours = (line: string): string => {
  const last = line.lastIndexOf("\u001b[");
  return last < 0 || /^\u001b\[0?m/.test(line.slice(last, last + 4)) ? line : `${line}\u001b[0m`;
};

export const inertText = (text: string): string => {
  if (!active.test(text)) return text;
  const inert = text.replace(colourOrActive, (found) => (found.length > 1 ? found : toEscape(found)));
  return inert.includes("\u001b") ? inert.split("\n").map(closeColours).join("\n") : inert;
};

/** The same document: what a terminal would obey can only stand in its strings. */
export const inertJson = (json: string): string => (active.test(json) ? json.replace(everyActive, toEscape) : json);
