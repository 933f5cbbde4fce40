/**
 * Find on the page. The field is a window of its own above the page: a field in the page would be searched too, and
 * lose its caret with each match.
 */
import { BrowserWindow } from "electron";
import { foundEvent, type Calls, type Found } from "../ipc/calls.ts";
import { findPage } from "../pages/shell-pages.ts";
import { findStyle } from "../pages/styles.ts";

export interface FindBar {
  open(): void;
  /** The next match of what was searched last. */
  again(forward: boolean): void;
  find(search: Calls["find"]): void;
  close(): void;
  /** Whether these contents are the bar's own. */
  owns(contents: Electron.WebContents): boolean;
}

const size = { width: 340, height: 42 };

export const createFindBar = (desk: BrowserWindow, preferences: Electron.WebPreferences): FindBar => {
  let bar: BrowserWindow | null = null;
  let last = "";
  const { webContents } = desk;

  const place = (): void => {
    const { x, y, width } = desk.getContentBounds();
    bar?.setBounds({ ...size, x: x + width - size.width - 24, y: y + 8 });
  };
  const make = (): BrowserWindow => {
    const made = new BrowserWindow({
      ...size,
      parent: desk,
      frame: false,
      resizable: false,
      skipTaskbar: true,
      show: false,
      title: "Find",
      webPreferences: preferences,
    });
    made.webContents.on("dom-ready", () => void made.webContents.insertCSS(findStyle));
    made.webContents.once("did-finish-load", () => made.show());
    made.once("closed", () => (bar = null));
    void made.loadURL(findPage);
    return made;
  };
  const search = (text: string, forward: boolean, next: boolean): void => {
    last = text;
    // `findNext` starts a search; without it the last one goes on.
    if (text === "") webContents.stopFindInPage("clearSelection");
    else webContents.findInPage(text, { forward, findNext: !next });
  };

  desk.on("move", place);
  desk.on("resize", place);
  webContents.on("found-in-page", (_event, { activeMatchOrdinal, matches, finalUpdate }) => {
    if (!finalUpdate) return;
    const found: Found = { match: activeMatchOrdinal, matches };
    bar?.webContents.send(foundEvent, found);
  });
  webContents.on("did-navigate", () => {
    if (bar !== null) search("", true, false);
  });
  return {
    open() {
      bar ??= make();
      place();
      bar.focus();
    },
    again(forward) {
      if (last === "") this.open();
      else search(last, forward, true);
    },
    find: ({ text, forward, next }) => search(text, forward, next),
    close() {
      bar?.close();
      webContents.stopFindInPage("keepSelection");
      if (!desk.isDestroyed()) desk.focus();
    },
    owns: (contents) => bar !== null && bar.webContents === contents,
  };
};
