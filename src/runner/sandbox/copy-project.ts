/** How a run gets a copy of the project that it may change: an overlay in memory over the real files. */
import { join } from "node:path";
import type { Sandbox } from "./sandbox.ts";

export type Walls = Extract<Sandbox, { kind: "bubblewrap" | "unshare" }>;

export interface ProjectCopy {
  /** Program and arguments that come before those of bubblewrap. */
  readonly before: readonly [string, ...string[]];
  /** Arguments of bubblewrap that put the copy in the project's place. */
  readonly copy: readonly string[];
}

/** Makes the overlay in a mount namespace of its own; the scratch folder is its place, in memory. */
const overlayScript = `set -e
mkdir -p "$1"
mount -t tmpfs -o size=512m,mode=0700 tmpfs "$1"
mkdir "$1/upper" "$1/work" "$1/copy"
cd "$2"
mount -t overlay overlay -o "lowerdir=.,upperdir=$1/upper,workdir=$1/work,userxattr" "$1/copy"
shift 2
exec "$@"`;

const ownIds = (): readonly string[] => ["--uid", String(process.getuid?.() ?? 0), "--gid", String(process.getgid?.() ?? 0)];

/** `folder` is the project; `scratch` a folder of the run on the host, used by a bubblewrap that has no overlays. */
export const copyProject = (walls: Walls, folder: string, scratch: string): ProjectCopy => {
  const { program } = walls;
  if (walls.kind === "bubblewrap") return { before: [program], copy: ["--overlay-src", folder, "--tmp-overlay", folder] };
  const before = [walls.unshare, "--user", "--map-root-user", "--mount", "--", "/bin/sh", "-c", overlayScript, "sh"] as const;
  const place = join(scratch, "overlay");
  return { before: [...before, place, folder, program], copy: [...ownIds(), "--bind", join(place, "copy"), folder] };
};
