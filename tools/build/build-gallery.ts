import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { build } from "vite";

/** Builds the gallery of states into `outDir`, with the whole contract, so that its fixtures are checked. */
export const buildGallery = async (root: string, outDir: string): Promise<void> => {
  await build({
    configFile: false,
    root: join(root, "src", "web"),
    logLevel: "warn",
    plugins: [react()],
    worker: { format: "es" },
    build: {
      outDir,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      target: "esnext",
      chunkSizeWarningLimit: 4000,
      rolldownOptions: { input: join(root, "src", "web", "gallery", "index.html") },
    },
  });
};
