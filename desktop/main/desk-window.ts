/** The one window: sandboxed, without Node, at the place where it was, which is remembered. */
import { join } from "node:path";
import { BrowserWindow, nativeTheme, screen } from "electron";
import type { Settings } from "./settings.ts";
import type { ShellState, StateFile } from "./shell-state.ts";

const usualSize = { width: 1280, height: 860 };

/** Where the window was, unless no screen shows that place any more. */
const placeOf = ({ window }: ShellState): Electron.Rectangle | typeof usualSize => {
  if (window === null) return usualSize;
  const { x, y, width, height } = window;
  const { workArea } = screen.getDisplayMatching({ x, y, width, height });
  const isSeen =
    x < workArea.x + workArea.width - 80 && x + width > workArea.x + 80 && y >= workArea.y - 20 && y < workArea.y + workArea.height - 40;
  return isSeen ? { x, y, width, height } : { width: Math.min(width, workArea.width), height: Math.min(height, workArea.height) };
};

export const webPreferences = (settings: Settings): Electron.WebPreferences => ({
  preload: join(settings.built, "preload.cjs"),
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInSubFrames: false,
  nodeIntegrationInWorker: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  // Its dictionaries would be fetched from another site.
  spellcheck: false,
  devTools: !settings.isPackaged,
});

export const createDeskWindow = (settings: Settings, state: StateFile): BrowserWindow => {
  const before = state.read();
  const window = new BrowserWindow({
    ...placeOf(before),
    minWidth: 390,
    minHeight: 400,
    title: "DJDesk",
    backgroundColor: nativeTheme.shouldUseDarkColors ? "#0f1412" : "#fbfcfb",
    webPreferences: webPreferences(settings),
  });
  if (before.window?.maximized === true) window.maximize();
  if (before.window?.fullScreen === true) window.setFullScreen(true);
  const remember = (): void =>
    state.change({
      window: { ...window.getNormalBounds(), maximized: window.isMaximized(), fullScreen: window.isFullScreen() },
    });
  window.on("close", remember);
  return window;
};
