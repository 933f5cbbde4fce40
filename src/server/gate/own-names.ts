/** Under which names and addresses a server answers, by what it listens on. */
import { hostname, networkInterfaces } from "node:os";

const loopback: readonly string[] = ["127.0.0.1", "localhost", "::1"];
const wildcards = new Set(["0.0.0.0", "::"]);

const bare = (host: string): string => host.replace(/^\[|\]$/g, "").toLowerCase();

export const isLoopback = (host: string): boolean => loopback.includes(bare(host));

/** This machine's addresses that others can reach. */
const outerAddresses = (): readonly string[] =>
  Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, address }) => !internal && !address.startsWith("fe80"))
    .map(({ address }) => address.toLowerCase());

/** Names without brackets, lower case. */
export const namesOf = (host: string): readonly string[] => {
  if (isLoopback(host)) return loopback;
  const outer = wildcards.has(bare(host)) ? [...outerAddresses(), hostname().toLowerCase()] : [bare(host)];
  return [...new Set([...loopback, ...outer])];
};

/** The name by which to reach it. */
export const mainNameOf = (host: string): string => (wildcards.has(bare(host)) ? (outerAddresses()[0] ?? "127.0.0.1") : bare(host));

/** As it stands in an address and in a Host header. */
export const inAddress = (name: string): string => (name.includes(":") ? `[${name}]` : name);
