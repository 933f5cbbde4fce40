/** Escape sequences of a string or bytes literal that is not raw, decoded as Python does. */

const simpleEscapes: Readonly<Record<string, string>> = {
  "\n": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\u0007",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** Names that people do write; the whole table of Unicode is a megabyte. */
const characterNames: Readonly<Record<string, string>> = {
  "NO-BREAK SPACE": "\u00a0",
  "NARROW NO-BREAK SPACE": "\u202f",
  "ZERO WIDTH SPACE": "\u200b",
  "SOFT HYPHEN": "\u00ad",
  "NON-BREAKING HYPHEN": "\u2011",
  "EN DASH": "\u2013",
  "EM DASH": "\u2014",
  "HORIZONTAL ELLIPSIS": "\u2026",
  BULLET: "\u2022",
  "MIDDLE DOT": "\u00b7",
  "LEFT SINGLE QUOTATION MARK": "\u2018",
  "RIGHT SINGLE QUOTATION MARK": "\u2019",
  "LEFT DOUBLE QUOTATION MARK": "\u201c",
  "RIGHT DOUBLE QUOTATION MARK": "\u201d",
  "RIGHTWARDS ARROW": "\u2192",
  "LEFTWARDS ARROW": "\u2190",
  "CHECK MARK": "\u2713",
  "HEAVY CHECK MARK": "\u2714",
  "BALLOT X": "\u2717",
  "MULTIPLICATION SIGN": "\u00d7",
  "DEGREE SIGN": "\u00b0",
  "EURO SIGN": "\u20ac",
  "COPYRIGHT SIGN": "\u00a9",
  SNOWMAN: "\u2603",
};

const escape = /\\(\n|[0-7]{1,3}|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|N\{[^}]*\}|.)/gs;

/** Null when a character is given by a name that is not known here: the value cannot be told then. */
export const unescape = (text: string, isBytes: boolean): string | null => {
  if (!text.includes("\\")) return text;
  let isKnown = true;
  const value = text.replace(escape, (whole: string, code: string) => {
    const simple = simpleEscapes[code];
    if (simple !== undefined) return simple;
    const first = code.charAt(0);
    if (first >= "0" && first <= "7") return String.fromCharCode(isBytes ? parseInt(code, 8) & 255 : parseInt(code, 8));
    if (first === "x" && code.length === 3) return String.fromCharCode(parseInt(code.slice(1), 16));
    if (isBytes || code.length === 1) return whole;
    if (first === "N") {
      const named = characterNames[code.slice(2, -1).toUpperCase()];
      if (named === undefined) isKnown = false;
      return named ?? whole;
    }
    const point = parseInt(code.slice(1), 16);
    if (point > 0x10ffff) isKnown = false;
    return point > 0x10ffff ? whole : String.fromCodePoint(point);
  });
  return isKnown ? value : null;
};
