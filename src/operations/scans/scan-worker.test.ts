import { cpSync, mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it, vi } from "vitest";
import { readFolder } from "../read-folder.ts";
import { createScanWorker } from "./scan-worker.ts";

const place = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-scan-worker-")));
const folder = join(place, "work", "project");
cpSync(fileURLToPath(new URL("../../../fixtures/bakery/edited", import.meta.url)), folder, { recursive: true });
const cacheFolder = join(place, "cache");
const worker = createScanWorker({ cacheFolder });
afterAll(async () => {
  await worker.close();
  rmSync(place, { recursive: true, force: true });
});

it("leaves the server's scan to the terminal", async () => {
  const { digest } = await worker.scan({ folder }, () => {});
  expect(JSON.parse(digest)).toMatchObject({ project: { root: folder } });
  await vi.waitFor(() => expect(readdirSync(join(cacheFolder, "scans"))).toEqual([expect.stringMatching(/\.scan$/)]), { timeout: 30_000 });
  expect((await readFolder({ folder, cacheFolder })).timing.extract_ms).toBe(0);
}, 60_000);
