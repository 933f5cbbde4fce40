import { defineConfig } from "vitest/config";

const shared = { environment: "node", root: ".", restoreMocks: true, expect: { poll: { timeout: 10_000 } } } as const;

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
