/** The links that may leave the shell, for the system to open: pages of known sites, and places in an editor. */
import { toUrl } from "../to-url.ts";

const sites = new Set(["docs.djangoproject.com", "www.djangoproject.com", "docs.python.org"]);

/** What an editor's address may ask for: a file at a line, never one of its other commands. */
const editors: Readonly<Record<string, RegExp>> = {
  ...Object.fromEntries(
    ["vscode", "vscode-insiders", "vscodium", "cursor", "windsurf", "zed"].map((scheme) => [scheme, /^\/\/file\/(?!\/)[^?#]*$/]),
  ),
  ...Object.fromEntries(
    ["pycharm", "idea"].map((scheme) => [
      scheme,
      /^\/\/open\?file=(?:\/|%2F|[A-Za-z]:|[A-Za-z]%3A)(?!\/|%2F|\\|%5C)[^&#]*(?:&line=\d+)?(?:&column=\d+)?$/i,
    ]),
  ),
  ...Object.fromEntries(
    ["subl", "txmt", "mvim"].map((scheme) => [scheme, /^\/\/open\/?\?url=file:\/\/\/(?!\/)[^&#]*(?:&line=\d+)?(?:&column=\d+)?$/]),
  ),
};

/** The address to hand to the system, or null when it stays here unopened. */
export const toExternalAddress = (address: string): string | null => {
  const url = address.length > 8192 ? null : toUrl(address);
  if (url === null) return null;
  const { protocol, host, username, password, href } = url;
  if (protocol === "https:") return sites.has(host) && username === "" && password === "" ? href : null;
  const scheme = protocol.slice(0, -1);
  const grammar = Object.hasOwn(editors, scheme) ? editors[scheme] : undefined;
  if (grammar === undefined || /[\u0000-\u0020\\]|%00/.test(href)) return null;
  return grammar.test(href.slice(protocol.length)) ? href : null;
};
