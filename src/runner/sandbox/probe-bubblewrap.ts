/** Tries bubblewrap on a project of its own: copy-on-write, an empty private folder, no network, nothing left behind. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { messageOf } from "../../kit/message-of.ts";
import { toBubblewrapArguments } from "./bubblewrap-profile.ts";
import { copyProject, type Walls } from "./copy-project.ts";
import { planLayout, type Layout } from "./layout.ts";

const run = promisify(execFile);

const script = `set -e
echo changed > witness
[ "$(cat witness)" = changed ]
[ ! -e "$1" ]
devices=0
while read -r line; do case "$line" in *:*) devices=$((devices + 1));; esac; done < /proc/net/dev
[ "$devices" -le 1 ]
echo walled`;

const toArgv = (walls: Walls, layout: Layout, scratch: string): readonly string[] => {
  const { before, copy } = copyProject(walls, layout.copied, scratch);
  return [...before, ...toBubblewrapArguments({ layout, cwd: layout.copied, env: { PATH: "/usr/bin:/bin" }, copy })];
};

/** Null when the walls stand; else why they do not. */
export const whyNotWalled = async (walls: Walls): Promise<string | null> => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-probe-")));
  const project = join(folder, "project");
  const secret = join(folder, "secret");
  const scratch = join(folder, "scratch");
  try {
    for (const made of [project, secret, scratch]) mkdirSync(made);
    writeFileSync(join(project, "witness"), "as it was");
    const layout = planLayout({ projectRoot: project, needed: [], private: [] });
    const [program = "", ...args] = toArgv(walls, layout, scratch);
    const { stdout } = await run(program, [...args, "--", "/bin/sh", "-c", script, "sh", secret], { timeout: 10_000, env: {} });
    if (!stdout.includes("walled")) return "it ran without walls";
    return readFileSync(join(project, "witness"), "utf8") === "as it was" ? null : "it let a write through";
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim().split("\n").at(-1) : "";
    return said === undefined || said === "" ? messageOf(error) : said;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
