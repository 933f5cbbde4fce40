/** Bundles the desktop shell: the main process and the one preload, each in one CommonJS file, and its launcher. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { build, type BuildOptions } from "rolldown";

/** Adds the modules that went in to `modules`. */
export const buildDesktop = async (root: string, modules: Set<string>): Promise<void> => {
  const dist = join(root, "desktop", "dist");
  rmSync(dist, { recursive: true, force: true });
  const shared: BuildOptions = { cwd: root, external: ["electron"], logLevel: "warn" };
  const launch: BuildOptions = { ...shared, platform: "node", input: join(root, "desktop/launch/launch.ts") };
  const outputs = await build([
    { ...launch, output: { file: join(dist, "launch.mjs"), format: "esm", codeSplitting: false } },
    // Older than Electron's present Node and Chrome: the tests drive the shell in an Electron of 2022.
    bundle({ ...shared, platform: "node", transform: { target: "node16" } }, join(root, "desktop/main/main.ts"), join(dist, "main.cjs")),
    bundle(
      { ...shared, platform: "browser", transform: { target: "chrome108" } },
      join(root, "desktop/preload/preload.ts"),
      join(dist, "preload.cjs"),
    ),
  ]);
  for (const { output } of outputs) {
    for (const chunk of output) if (chunk.type === "chunk") for (const id of chunk.moduleIds) modules.add(id);
  }
};

const bundle = (options: BuildOptions, input: string, file: string): BuildOptions => ({
  ...options,
  input,
  output: { file, format: "cjs", codeSplitting: false, minify: { compress: true, mangle: false, codegen: { removeWhitespace: false } } },
});
