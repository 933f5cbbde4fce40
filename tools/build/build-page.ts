import { join } from "node:path";
import { build } from "vite";

/** Builds the page into `outDir`; adds the modules that went in to `modules`. */
export const buildPage = async (root: string, outDir: string, modules: Set<string>): Promise<void> => {
  await build({
    configFile: join(root, "vite.config.ts"),
    logLevel: "warn",
    build: { outDir, emptyOutDir: true },
    plugins: [
      {
        name: "remember-modules",
        load(id) {
          modules.add(id);
          return null;
        },
      },
    ],
  });
};
