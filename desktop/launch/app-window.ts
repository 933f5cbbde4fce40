/**
 * The desk in an app window of a browser, where there is no Electron: a profile of its own, no tabs, no address bar. The
 * browser's debugging pipe has this process at its other end: the browser closes when the system closes the pipe.
 */
import { join } from "node:path";
import { openFirstSample, openFolder } from "../desk/desk-client.ts";
import { createDeskLink } from "../desk/desk-link.ts";
import type { Program } from "../desk/start-desk.ts";
import { stayWith } from "./stay-with.ts";

/** Resolves with the browser's exit code, after the desk that was started for it has ended. */
export const openAppWindow = async (browser: string, program: Program, path: string | null): Promise<number> => {
  const link = createDeskLink(program);
  try {
    const { address, addressOf } = await link.connect();
    const view = path === null ? await openFirstSample(address) : await openFolder(address, path);
    return await show(browser, addressOf(view === null ? "/" : `/w/${view.slug}`), program.dataFolder);
  } finally {
    await link.close();
  }
};

const show = (browser: string, address: string, dataFolder: string): Promise<number> => {
  const profile = join(dataFolder, "desktop", "browser");
  const flags = ["--no-first-run", "--no-default-browser-check", "--remote-debugging-pipe"];
  const stdio = ["ignore", "ignore", "ignore", "pipe", "pipe"] as const;
  return stayWith(browser, [`--app=${address}`, `--user-data-dir=${profile}`, ...flags], { stdio: [...stdio] });
};
