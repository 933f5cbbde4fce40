/**
 * The arguments of bubblewrap for a layout. Later mounts lie over earlier ones, so private folders are emptied first,
 * then what is needed of them comes back, parents before children, the project last. No mount lies inside the
 * project: what stands there is the project's to choose, and older bubblewraps follow its links.
 */
import type { Layout } from "./layout.ts";

/** Where the run finds the project's files themselves, read-only: SQLite sees the locks of other programs there only. */
export const originalsFolder = "/run/djdesk/project";
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
  /** How the copy of the project is mounted on `layout.copied`. */
  readonly copy: readonly string[];
}

const walls = "--unshare-all --unshare-user --disable-userns --cap-drop ALL --new-session --die-with-parent --ro-bind / /".split(" ");

export const toBubblewrapArguments = ({ layout, cwd, env, copy }: Profile): readonly string[] => [
  ...walls,
  ...layout.emptied.flatMap(emptyFolder),
  ...["--dev", "/dev"].concat(emptyFolder("/dev/shm"), ["--remount-ro", "/dev", "--proc", "/proc"]),
  ...layout.restored.flatMap((path) => ["--ro-bind", path, path]),
  "--ro-bind",
  layout.copied,
  originalsFolder,
  ...copy,
  ...["--perms", "0700", "--dir", runHome].concat(["--chdir", cwd, "--clearenv"]),
  ...Object.entries(env).flatMap(([name, value]) => ["--setenv", name, value]),
];
