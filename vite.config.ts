import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { operations } from "./src/contract/operations/index.ts";

/**
 * In the shipped page an operation is its method and path: the schemas (and the schema library) stay in the server.
 * In development the whole contract is loaded, and every answer is checked against it.
 */
const routesOnly = (): Plugin => ({
  name: "djdesk-routes-only",
  apply: "build",
  enforce: "pre",
  load(id) {
    if (!id.endsWith("/src/contract/operations/index.ts")) return null;
    const routes = Object.entries(operations).map(([name, { method, path }]) => [name, { method, path }]);
    return `export const operations = ${JSON.stringify(Object.fromEntries(routes))};`;
  },
});

export default defineConfig({
  root: "src/web",
  base: "/",
  plugins: [routesOnly(), react()],
  worker: { format: "es" },
  build: {
    outDir: "../../dist/web",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    target: ["chrome108", "firefox115", "safari16.4"],
    cssTarget: ["chrome108", "firefox115", "safari16.4"],
    chunkSizeWarningLimit: 2000,
    license: { fileName: "licenses.md" },
  },
});
