/**
 * The arguments of bubblewrap for a layout. Later mounts lie over earlier ones, so private folders are emptied first,
 * then what is needed of them comes back, parents before children, the project last. No mount lies inside the
 * project: what stands there is the project's to choose, and older bubblewraps follow its links.
 */
import type { Layout } from "./layout.ts";

/** Where the run finds the project's files themselves, read-only: SQLite sees the locks of other programs there only. */
export const originalsFolder = "/run/djdesk/project";
/** Where sockets to the project's database servers lie. */
export const socketsFolder = "/run/djdesk/databases";
/** HOME and TMPDIR of a run. */
export const runHome = "/tmp/djdesk";

const megabyte = 1024 * 1024;
/** Memory that a run may fill through its private folders, each. */
const privateBytes = String(64 * megabyte);

const emptyFolder = (path: string): readonly string[] => ["--size", privateBytes, "--tmpfs", path];

export interface Profile {
  readonly layout: Layout;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Single files of the host under other names. */
  readonly files?: readonly { readonly from: string; readonly to: string }[];
  /** Lets the launcher name the addresses of databases; it gives the right up before it reads code of the project. */
  readonly ownsNetwork?: boolean;
  /** Whether SQLite files of the project are opened where they lie. */
  readonly seesOriginals?: boolean;
  /** How the copy of the project is mounted on `layout.copied`. */
  readonly copy: readonly string[];
}

const walls = "--unshare-all --unshare-user --cap-drop ALL --new-session --die-with-parent --ro-bind / /".split(" ");

/**
 * What `--dev` makes, but for terminals: for these bubblewrap puts an ordinary user into one more user namespace, which
 * does not own the network.
 */
const plainDevices: readonly string[] = [
  "--tmpfs",
  "/dev",
  ...["null", "zero", "full", "random", "urandom"].flatMap((name) => ["--dev-bind", `/dev/${name}`, `/dev/${name}`]),
  "--symlink",
  "/proc/self/fd",
  "/dev/fd",
  ...["stdin", "stdout", "stderr"].flatMap((name, index) => ["--symlink", `/proc/self/fd/${index}`, `/dev/${name}`]),
];

/** Processes of the run alone. For root the kernel's settings would be open to write, without any capability. */
const processes: readonly string[] = ["--proc", "/proc", "--ro-bind-try", "/proc/sys", "/proc/sys"];

export const toBubblewrapArguments = ({
  layout,
  cwd,
  env,
  copy,
  files = [],
  ownsNetwork = false,
  seesOriginals = true,
}: Profile): readonly string[] => [
  ...walls,
  // A namespace that forbids further ones owns no network.
  ...(ownsNetwork ? ["--cap-add", "CAP_NET_ADMIN"] : ["--disable-userns"]),
  ...layout.emptied.flatMap(emptyFolder),
  ...(ownsNetwork ? plainDevices : ["--dev", "/dev"]).concat(emptyFolder("/dev/shm"), ["--remount-ro", "/dev", ...processes]),
  ...layout.restored.flatMap((path) => ["--ro-bind", path, path]),
  ...(seesOriginals ? ["--ro-bind", layout.copied, originalsFolder] : []),
  ...copy,
  ...files.flatMap(({ from, to }) => ["--ro-bind", from, to]),
  ...["--perms", "0700", "--dir", runHome].concat(["--chdir", cwd, "--clearenv"]),
  ...Object.entries(env).flatMap(([name, value]) => ["--setenv", name, value]),
];
