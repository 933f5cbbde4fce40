import { toUrl } from "../to-url.ts";

/** `http://127.0.0.1:8765` of an address; a socket's address belongs to its page's origin. Null where there is none. */
const originOf = (address: string): string | null => {
  const url = toUrl(address);
  if (url === null) return null;
  const { protocol, host } = url;
  if (protocol === "http:" || protocol === "ws:") return `http://${host}`;
  if (protocol === "https:" || protocol === "wss:") return `https://${host}`;
  return null;
};

/** Whether an address belongs to the desk's server; nothing does before the server has proved itself. */
export const isOwn = (address: string, desk: string | null): boolean => desk !== null && originOf(address) === originOf(desk);
