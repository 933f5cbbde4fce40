/**
 * A real browser for the tests: one that the system has, else the one inside the `@sparticuz/chromium` package, which
 * comes from the registry and needs nothing installed.
 */
import { existsSync } from "node:fs";
import chromiumPackage from "@sparticuz/chromium";
import { chromium, type Browser } from "playwright-core";

const installed = [
  process.env["DJDESK_TEST_BROWSER"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts the browser without a window; close it when done. */
export const openBrowser = async (): Promise<Browser> => {
  const found = installed.find((path) => path !== undefined && existsSync(path));
  return chromium.launch({ executablePath: found ?? (await chromiumPackage.executablePath()), args: flags, headless: true });
};
