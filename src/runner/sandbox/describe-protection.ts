/** The tiers in words: what enforces them, what gets through, how to get a better one. docs/security.md says more. */
import type { ProtectionReport } from "../../contract/shapes/protection.ts";
import { tierOf, type Landlock, type Sandbox } from "./sandbox.ts";

const byOf = (sandbox: Sandbox): string => {
  switch (sandbox.kind) {
    case "bubblewrap":
      return `bubblewrap ${sandbox.version}`;
    case "unshare":
      return `bubblewrap ${sandbox.version} with unshare`;
    case "seatbelt":
      return "sandbox-exec";
    case "landlock":
      return `Landlock, version ${sandbox.abi}`;
    case "none":
      return "argv, environment and launcher only";
  }
};

const toPorts = "opens TCP connections to the ports of its databases";

/** What a project's databases need is not refused. */
const filteredGaps = ({ abi }: Landlock): readonly string[] => [
  abi < 4 ? "opens TCP connections when a database of the settings is reached by one" : toPorts,
  "sends UDP when a database is named by a host name, talks to Unix sockets when one is reached by such",
];

const unfilteredGaps = ({ abi }: Landlock): readonly string[] => [
  "changes modes, times and attributes of files",
  "sends UDP, talks to Unix sockets, waits for connections",
  "changes your keys, shared memory, and limits and priority of your processes",
  ...(abi < 3 ? ["empties files"] : []),
  abi < 4 ? "opens TCP connections" : toPorts,
];

const gapsOf = (sandbox: Sandbox): readonly string[] => {
  switch (sandbox.kind) {
    case "bubblewrap":
    case "unshare":
      return [
        "reads files outside of home folders",
        "writes to the database that the settings name when its role may and the code undoes the read-only session",
      ];
    case "seatbelt":
      return ["reads files outside of home folders", "reaches no database server"];
    case "landlock":
      return [
        "reads all that you can read, secrets too",
        "fills the disk of temporary files until the run ends",
        ...(sandbox.filtered ? filteredGaps(sandbox) : unfilteredGaps(sandbox)),
        ...(sandbox.abi < 6 ? ["signals your processes"] : []),
        ...(sandbox.python === null
          ? ["does everything that you can do before DJDesk's launcher starts: a forged python, a .pth file, a sitecustomize"]
          : []),
      ];
    case "none":
      return ["does everything that you can do: writes, reads secrets, uses the network, starts daemons"];
  }
};

const installBubblewrap =
  process.platform === "linux"
    ? "Install bubblewrap (Debian, Ubuntu: apt install bubblewrap; Fedora: dnf install bubblewrap; Arch: pacman -S bubblewrap), or put `bwrap` into `bin` of the data folder, then run `djdesk doctor`."
    : "No sandbox is known for this system: run DJDesk on Linux or macOS, or in a container there.";

const installPython = "Install a python3 of the system (in /usr/bin, owned by root): it puts Landlock up before the project's own starts.";

const hintOf = (sandbox: Sandbox, missing: readonly string[]): string | null => {
  if (tierOf(sandbox) === "full") return null;
  const because = missing.length === 0 ? [] : [`Not better because ${missing.join("; ")}.`];
  const python = sandbox.kind === "landlock" && sandbox.python === null ? [installPython] : [];
  return [...because, ...python, installBubblewrap].join(" ");
};

/** `missing` are the reasons why better tiers were not had. */
export const describeProtection = (sandbox: Sandbox, missing: readonly string[]): ProtectionReport => {
  return { tier: tierOf(sandbox), by: byOf(sandbox), gaps: [...gapsOf(sandbox)], hint: hintOf(sandbox, missing) };
};
