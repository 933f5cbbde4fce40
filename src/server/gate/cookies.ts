/** Cookies of a request as Django reads them: names and values trimmed, quoted values without their quotes, in order. */
export interface Cookie {
  readonly name: string;
  readonly value: string;
}

export const readCookies = (header: string | undefined): readonly Cookie[] =>
  (header ?? "").split(";").flatMap((pair) => {
    const mark = pair.indexOf("=");
    return mark < 0 ? [] : [{ name: pair.slice(0, mark).trim(), value: unquote(pair.slice(mark + 1).trim()) }];
  });

/** `"a\054b"` → `a,b`: Python's `http.cookies` writes values so. */
const unquote = (value: string): string =>
  value.length < 2 || !value.startsWith('"') || !value.endsWith('"')
    ? value
    : value
        .slice(1, -1)
        .replaceAll(/\\(?:([0-3][0-7][0-7])|(.))/g, (_match, octal: string | undefined, letter: string | undefined) =>
          octal === undefined ? (letter ?? "") : String.fromCharCode(Number.parseInt(octal, 8)),
        );
