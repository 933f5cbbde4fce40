/**
 * The desk in an app window of a browser, where there is no Electron: a profile of its own, no tabs, no address bar. The
 * browser's debugging pipe has this process at its other end: the browser closes when the system closes the pipe.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { toLaunchAddress } from "../../src/operations/access/launch-link.ts";
import { fetchWorkspaces, openBundledSample, openFolder } from "../desk/desk-client.ts";
import { createDeskLink } from "../desk/desk-link.ts";
import type { DeskAddress } from "../desk/request.ts";
import type { Program } from "../desk/start-desk.ts";

/** Resolves with the browser's exit code, after the desk that was started for it has ended. */
export const openAppWindow = async (browser: string, program: Program, path: string | null): Promise<number> => {
  const link = createDeskLink(program);
  try {
    const desk = await link.connect();
    const view = await firstView(desk, path);
    const address = desk.token === null ? desk.url + view : toLaunchAddress(desk.url, view, desk.token, Date.now());
    return await show(browser, address, program.dataFolder);
  } finally {
    await link.close();
  }
};

const firstView = async (desk: DeskAddress, path: string | null): Promise<string> => {
  if (path !== null) return `/w/${(await openFolder(desk, path)).slug}`;
  const isFirstStart = (await fetchWorkspaces(desk)).length === 0;
  return isFirstStart ? `/w/${(await openBundledSample(desk)).slug}` : "/";
};

const show = (browser: string, address: string, dataFolder: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const profile = join(dataFolder, "desktop", "browser");
    const flags = [
      `--app=${address}`,
      `--user-data-dir=${profile}`,
      "--no-first-run",
      "--no-default-browser-check",
      "--remote-debugging-pipe",
    ];
    const child = spawn(browser, flags, { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
    const end = (): void => void child.kill("SIGTERM");
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 0));
  });
