/** The gallery of states in a real browser: built once, served by Vite's own preview, one page for all states. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { preview } from "vite";
import { buildGallery } from "../../tools/build/build-gallery.ts";
import { openBrowser } from "./browser.ts";

const root = join(import.meta.dirname, "..", "..");

export interface Gallery {
  readonly page: Page;
  /** Errors and warnings of the console since they were last taken. */
  takeComplaints(): readonly string[];
  /** Draws a state and waits until nothing on it loads, but where loading is the state. */
  show(name: string): Promise<void>;
  close(): Promise<void>;
}

export const openGallery = async (): Promise<Gallery> => {
  const folder = mkdtempSync(join(tmpdir(), "djdesk-gallery-"));
  await buildGallery(root, folder);
  const server = await preview({
    configFile: false,
    root: folder,
    appType: "mpa",
    build: { outDir: folder },
    preview: { host: "127.0.0.1", port: 0 },
    logLevel: "error",
  });
  const address = server.resolvedUrls?.local[0];
  if (address === undefined) throw new Error("The preview has no address.");
  const browser = await openBrowser();
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  let complaints: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  return {
    page,
    takeComplaints() {
      const taken = complaints;
      complaints = [];
      return taken;
    },
    async show(name) {
      await page.goto(`${address}gallery/?state=${name}`);
      await page.getByRole("heading").first().waitFor();
      if (!name.endsWith("/loading")) await page.waitForFunction(() => document.querySelector(".skeleton") === null);
      await page.evaluate(() => document.fonts.ready);
    },
    async close() {
      await browser.close();
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
