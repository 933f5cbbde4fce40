/** A browser of the Chromium family on this machine: only those open a page as a window of its own. */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const names = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "microsoft-edge",
  "microsoft-edge-stable",
  "brave-browser",
  "vivaldi",
];
const macApps = ["Google Chrome", "Chromium", "Microsoft Edge", "Brave Browser", "Vivaldi"];
const windowsPaths = [
  "Google\\Chrome\\Application\\chrome.exe",
  "Chromium\\Application\\chrome.exe",
  "Microsoft\\Edge\\Application\\msedge.exe",
];

export type Environment = Readonly<Record<string, string | undefined>>;

const candidates = (env: Environment, platform: NodeJS.Platform): readonly string[] => {
  if (platform === "darwin") return macApps.map((app) => `/Applications/${app}.app/Contents/MacOS/${app}`);
  if (platform === "win32") {
    const bases = [env["PROGRAMFILES"], env["PROGRAMFILES(X86)"], env["LOCALAPPDATA"]].filter((base) => base !== undefined);
    return bases.flatMap((base) => windowsPaths.map((path) => join(base, path)));
  }
  const folders = (env["PATH"] ?? "").split(delimiter).filter((folder) => folder.startsWith("/"));
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
};

export const findBrowser = (env: Environment, platform: NodeJS.Platform = process.platform): string | null =>
  candidates(env, platform).find((path) => existsSync(path)) ?? null;
