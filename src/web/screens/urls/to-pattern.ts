/**
 * A route as Django would match it. The facts join the pieces of nested `include`s; a piece of `re_path` begins with
 * `^` (or holds a `(?P<…>` group), everything else is literal with `<converter:name>` parameters.
 */

export interface Pattern {
  readonly regex: RegExp;
  /** Names of the groups `g0`, `g1`, …: Python lets names stand twice, JavaScript does not. */
  readonly names: readonly string[];
  /** False where a converter of the project's own decides: `[^/]+` stands for it. */
  readonly certain: boolean;
}

/** Django's own converters. */
const converters: Readonly<Record<string, string>> = {
  int: "[0-9]+",
  str: "[^/]+",
  slug: "[-a-zA-Z0-9_]+",
  uuid: "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
  path: ".+",
};

const token = /\(\?P<(\w+)>|(?<!\?P)<(?:([\w.]+):)?(\w+)>|\[[^\]]+\]|\\Z|\^|[\s\S]/g;
const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);

/** Null when the expression means nothing to JavaScript. */
export const toPattern = (route: string): Pattern | null => {
  const names: string[] = [];
  let certain = true;
  let inRegex = false;
  let source = "";
  const open = (name: string): string => `(?<g${names.push(name) - 1}>`;
  for (const [text, regexName, converter, name] of route.matchAll(token)) {
    if (regexName !== undefined) {
      inRegex = true;
      source += open(regexName);
    } else if (name !== undefined) {
      const known = converters[converter ?? "str"];
      if (known === undefined) certain = false;
      source += `${open(name)}${known ?? "[^/]+"})`;
    } else if (text === "^") inRegex = true;
    else if (text === String.raw`\Z`) source += "$";
    else source += inRegex ? text : escape(text);
  }
  try {
    return { regex: new RegExp(`^${source}${inRegex ? "" : "$"}`), names, certain };
  } catch {
    return null;
  }
};
