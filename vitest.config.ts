import { defineConfig } from "vitest/config";

// A loaded machine delays processes and their ends; in CI a test that fails is asked twice more.
const shared = { environment: "node", root: ".", restoreMocks: true, retry: process.env["CI"] === undefined ? 0 : 2 } as const;

export default defineConfig({
  test: {
    projects: [
      {
        test: { ...shared, name: "unit", include: ["src/**/*.test.ts", "desktop/**/*.test.ts", "tools/**/*.test.ts"], testTimeout: 60_000 },
      },
      {
        test: {
          ...shared,
          name: "whole",
          include: ["test/**/*.test.ts"],
          testTimeout: 240_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
