/** What a drop on the page says of a folder. Browsers hide where a dropped folder lies; other programs may say it as text. */

export type Dropped =
  | { readonly kind: "path"; readonly path: string }
  /** Only its name is told. */
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "nothing" };

const absolute = /^(?:\/|~\/|[a-z]:[\\/])/i;

/** `file:///home/ada/a%20b` as a path of this machine; null for anything else. */
const toLocalPath = (address: string): string | null => {
  try {
    const { protocol, host, pathname } = new URL(address);
    if (protocol !== "file:" || (host !== "" && host !== "localhost")) return null;
    return decodeURIComponent(pathname).replace(/^\/(?=[a-z]:\/)/i, "");
  } catch {
    return null;
  }
};

const firstLine = (text: string): string =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .find((line) => line !== "" && !line.startsWith("#")) ?? "";

/** `addresses` is `text/uri-list`, `text` is `text/plain`, `names` are those of dropped folders and files. */
export const readDrop = (drop: { readonly addresses: string; readonly text: string; readonly names: readonly string[] }): Dropped => {
  const text = firstLine(drop.text);
  const path = toLocalPath(firstLine(drop.addresses)) ?? toLocalPath(text) ?? (absolute.test(text) ? text : null);
  if (path !== null) return { kind: "path", path: path.replace(/(?<=[^/])\/manage\.py$|(?<=[^/:])[\\/]$/, "") };
  const [name] = drop.names;
  return name === undefined ? { kind: "nothing" } : { kind: "name", name };
};
