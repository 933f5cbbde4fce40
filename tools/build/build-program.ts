/** Bundles the CLI with everything it may start, split so that `djdesk --version` loads next to nothing. */
import { globSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "rolldown";
import { placeAssets } from "./place-assets.ts";
import { quickStart } from "./quick-start.ts";
import { slimParser } from "./slim-parser.ts";
import { stampIdentity } from "./stamp-identity.ts";

/** Adds the modules that went in to `modules`. */
export const buildProgram = async (root: string, dist: string, modules: Set<string>): Promise<void> => {
  for (const old of globSync("*.mjs", { cwd: dist })) rmSync(join(dist, old));
  const outputs = await build({
    cwd: root,
    input: { cli: join(root, "src/cli/main.ts") },
    platform: "node",
    plugins: [quickStart(), slimParser(), stampIdentity(root), placeAssets(root, dist)],
    output: {
      dir: dist,
      format: "esm",
      entryFileNames: "[name].mjs",
      chunkFileNames: "[name]-[hash].mjs",
      minify: { compress: true, mangle: false, codegen: { removeWhitespace: false } },
    },
    logLevel: "warn",
  });
  for (const chunk of outputs.output) {
    if (chunk.type === "chunk") for (const id of chunk.moduleIds) modules.add(id);
  }
};
