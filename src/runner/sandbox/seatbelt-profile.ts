/** The profile for macOS's `sandbox-exec`: no network, no write outside the scratch folder, private folders unread. */
import type { Layout } from "./layout.ts";

const quoted = (path: string): string => `"${path.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
const subpaths = (paths: readonly string[]): string => paths.map((path) => `(subpath ${quoted(path)})`).join(" ");

/** Later rules win over earlier ones. `scratch` is a real path. */
export const toSeatbeltProfile = (layout: Layout, scratch: string): string =>
  [
    "(version 1)",
    "(allow default)",
    "(deny network*)",
    '(deny file-write* (subpath "/"))',
    `(allow file-write* ${subpaths([scratch])} (literal "/dev/null") (literal "/dev/zero"))`,
    ...(layout.emptied.length === 0 ? [] : [`(deny file-read-data ${subpaths(layout.emptied)})`]),
    `(allow file-read* ${subpaths([...layout.restored, layout.copied, scratch])})`,
    "(deny signal (target others))",
    '(deny mach-lookup (global-name-prefix "com.apple.security"))',
    "(deny process-info* (target others))",
    "(allow process-info* (target self))",
  ].join("\n");
