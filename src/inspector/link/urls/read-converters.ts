/** What a pattern captures: `<int:pk>` of `path()`, named groups of `re_path()`. */

const builtIn: Readonly<Record<string, string>> = {
  int: "IntConverter",
  path: "PathConverter",
  slug: "SlugConverter",
  str: "StringConverter",
  uuid: "UUIDConverter",
};

/** `<converter:name>` → class of the converter; a registered one is shown by the name it was registered under. */
export const readPathConverters = (route: string): Readonly<Record<string, string>> => {
  const found: Record<string, string> = {};
  for (const [, converter = "str", name = ""] of route.matchAll(/<(?:([^<>:]+):)?([^<>:]+)>/g))
    found[name] = builtIn[converter] ?? converter;
  return found;
};

/** `(?P<name>…)` → `regex`. */
export const readRegexConverters = (regex: string): Readonly<Record<string, string>> => {
  const found: Record<string, string> = {};
  for (const [, name = ""] of regex.matchAll(/\(\?P<([^>]+)>/g)) found[name] = "regex";
  return found;
};
