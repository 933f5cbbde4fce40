/**
 * Makes `dist/`: the program in a few files with nothing left to install but Node itself, the page, and the notices of
 * what is inside.  `node tools/build.ts [--program | --page | --desktop]`; without an argument all.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildDesktop } from "./build/build-desktop.ts";
import { buildPage } from "./build/build-page.ts";
import { buildProgram } from "./build/build-program.ts";
import { collectNotices } from "./build/collect-notices.ts";

const root = join(import.meta.dirname, "..");
const dist = join(root, "dist");
const only = process.argv[2];

const started = performance.now();
const modules = new Set<string>();
if (only === undefined) rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
if (only === undefined || only === "--program") await buildProgram(root, dist, modules);
if (only === undefined || only === "--desktop") await buildDesktop(root, modules);
if (only === undefined || only === "--page") await buildPage(root, join(dist, "web"), modules);
if (only === undefined) writeFileSync(join(dist, "THIRD-PARTY-NOTICES.txt"), collectNotices(modules));
console.log(`dist/ made in ${((performance.now() - started) / 1000).toFixed(1)} s`);
