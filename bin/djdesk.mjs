#!/usr/bin/env node
/**
 * Starts DJDesk on Node 24. Under an older Node (this file runs from 20 on) it hands over to the Node 24 that npm
 * installed as an optional dependency of this package; arguments, streams, exit status and signals pass through.
 */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const built = join(root, "dist", "cli.mjs");
// A checkout without a build runs from source: Node 24 strips the types.
const entry = existsSync(built) ? built : join(root, "src", "cli", "main.ts");
const quiet = "--disable-warning=ExperimentalWarning";

/** Path of the Node 24 that belongs to this package, or undefined when npm was told to leave it out. */
const bundledNode = () => {
  const require = createRequire(import.meta.url);
  const name = `${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  for (const candidate of [`node-${name}`, `node-bin-${name}`]) {
    try {
      const manifest = require.resolve(`${candidate}/package.json`);
      const { bin } = JSON.parse(readFileSync(manifest, "utf8"));
      const path = join(dirname(manifest), typeof bin === "string" ? bin : bin.node);
      if (existsSync(path)) return path;
    } catch {
      // Not this one.
    }
  }
  return undefined;
};

const handOver = async (node) => {
  const { spawn } = await import("node:child_process");
  const child = spawn(node, [quiet, entry, ...process.argv.slice(2)], { stdio: "inherit" });
  // The terminal sends Ctrl-C to both processes; other senders reach only this one.
  process.on("SIGINT", () => process.stdin.isTTY || child.kill("SIGINT"));
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => {
    process.stderr.write(`djdesk: cannot start ${node}: ${error.message}\n`);
    process.exit(70);
  });
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code ?? 70);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
};

if (Number(process.versions.node.split(".")[0]) >= 24) {
  // node:sqlite announces itself as experimental; that is our business, not the user's.
  const emitWarning = process.emitWarning;
  process.emitWarning = (warning, ...rest) =>
    rest[0] === "ExperimentalWarning" || rest[0]?.type === "ExperimentalWarning" ? undefined : emitWarning(warning, ...rest);
  process.argv[1] = entry;
  await import(entry);
} else {
  const node = bundledNode();
  if (node === undefined) {
    process.stderr.write(
      `djdesk: needs Node 24 and this is ${process.versions.node}. Install DJDesk without --omit=optional (that brings Node 24 along), or start it with Node 24.\n`,
    );
    process.exit(70);
  }
  await handOver(node);
}
