// django-orm-lens from PyPI, in a virtualenv of its own below the cache folder (BENCH_CACHE, default `djdesk-bench` in the
// temporary folder).
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export const root = resolve(import.meta.dirname, "..");
export const cache = process.env.BENCH_CACHE ?? join(tmpdir(), "djdesk-bench");
mkdirSync(cache, { recursive: true });

export const peerVersion = "1.13.5";

/** Path of its program; installed when it is not there. */
export const peer = () => {
  const venv = join(cache, `peer-${peerVersion}`);
  const program = join(venv, "bin", "django-orm-lens");
  if (!existsSync(program)) {
    execFileSync("python3", ["-m", "venv", venv], { stdio: "inherit" });
    execFileSync(join(venv, "bin", "pip"), ["install", "--quiet", `django-orm-lens==${peerVersion}`], { stdio: "inherit" });
  }
  return program;
};

/** Puts a project of the corpus on disk; the words of its `djdesk scan` command, folder first. */
export const projectWords = (name) => {
  const printed = execFileSync("python3", [join(root, "corpus/truth/get-corpus.py"), name, "--into", cache], { encoding: "utf8" });
  return printed
    .split("\n")
    .findLast((line) => line.startsWith("djdesk scan "))
    .split(" ")
    .slice(2);
};
