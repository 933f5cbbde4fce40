/** The profile for macOS's `sandbox-exec`: no network but the databases', no write outside the scratch folder, private folders unread. */
import type { DatabaseServer } from "./database-server.ts";
import type { Layout } from "./layout.ts";

const quoted = (path: string): string => `"${path.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
const subpaths = (paths: readonly string[]): string => paths.map((path) => `(subpath ${quoted(path)})`).join(" ");

const toNetworkRule = (server: DatabaseServer): string =>
  server.kind === "tcp"
    ? `(allow network-outbound (remote ip "*:${server.port}"))`
    : `(allow network-outbound (remote unix-socket (path-literal ${quoted(server.path)})))`;

export interface SeatbeltRequest {
  readonly layout: Layout;
  /** A real path. */
  readonly scratch: string;
  readonly servers: readonly DatabaseServer[];
}

/** Later rules win over earlier ones. */
export const toSeatbeltProfile = ({ layout, scratch, servers }: SeatbeltRequest): string =>
  [
    "(version 1)",
    "(allow default)",
    "(deny network*)",
    ...servers.map(toNetworkRule),
    '(deny file-write* (subpath "/"))',
    `(allow file-write* ${subpaths([scratch])} (literal "/dev/null") (literal "/dev/zero"))`,
    ...(layout.emptied.length === 0 ? [] : [`(deny file-read-data ${subpaths(layout.emptied)})`]),
    `(allow file-read* ${subpaths([...layout.restored, layout.copied, scratch])})`,
    "(deny signal (target others))",
    '(deny mach-lookup (global-name-prefix "com.apple.security"))',
    "(deny process-info* (target others))",
    "(allow process-info* (target self))",
  ].join("\n");
