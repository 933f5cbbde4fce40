/** The menus: of the window, and of the system's dock or task bar. */
import { app, Menu, type MenuItemConstructorOptions } from "electron";
import type { RecentWorkspace } from "./shell-state.ts";

export interface MenuDeeds {
  readonly openFolder: () => void;
  readonly openSample: () => void;
  /** Path and query of a view. */
  readonly show: (address: string) => void;
  readonly back: () => void;
  readonly forward: () => void;
  readonly reload: () => void;
  readonly find: () => void;
  readonly findAgain: (forward: boolean) => void;
}

const isMac = process.platform === "darwin";
const separator: MenuItemConstructorOptions = { type: "separator" };

/** A `&` would be taken as the mark of a key. */
const toLabel = (text: string): string => text.replaceAll("&", "&&");

const recentItems = (recent: readonly RecentWorkspace[], show: MenuDeeds["show"]): MenuItemConstructorOptions[] =>
  recent.length === 0
    ? [{ label: "None yet", enabled: false }]
    : recent.map(({ slug, name, path }) => ({ label: toLabel(name), sublabel: path, click: () => show(`/w/${slug}`) }));

const toTemplate = (deeds: MenuDeeds, recent: readonly RecentWorkspace[], devTools: boolean): MenuItemConstructorOptions[] => [
  ...(isMac ? [{ role: "appMenu" } as const] : []),
  {
    label: "&File",
    submenu: [
      { label: "Open Folder…", accelerator: "CmdOrCtrl+O", click: deeds.openFolder },
      { label: "Open Recent", submenu: recentItems(recent, deeds.show) },
      { label: "Open the Sample", click: deeds.openSample },
      separator,
      { label: "All Workspaces", click: () => deeds.show("/") },
      separator,
      isMac ? { role: "close" } : { role: "quit" },
    ],
  },
  { role: "editMenu", label: "&Edit" },
  {
    label: "&View",
    submenu: [
      { label: "Back", accelerator: isMac ? "Cmd+[" : "Alt+Left", click: deeds.back },
      { label: "Forward", accelerator: isMac ? "Cmd+]" : "Alt+Right", click: deeds.forward },
      { label: "Reload", accelerator: "CmdOrCtrl+R", click: deeds.reload },
      separator,
      { label: "Find…", accelerator: "CmdOrCtrl+F", click: deeds.find },
      { label: "Find Next", accelerator: isMac ? "Cmd+G" : "F3", click: () => deeds.findAgain(true) },
      { label: "Find Previous", accelerator: isMac ? "Shift+Cmd+G" : "Shift+F3", click: () => deeds.findAgain(false) },
      separator,
      { role: "zoomIn" },
      { role: "zoomOut" },
      { role: "resetZoom" },
      separator,
      { role: "togglefullscreen" },
      ...(devTools ? [{ role: "toggleDevTools" } as const] : []),
    ],
  },
  { role: "windowMenu", label: "&Window" },
  {
    label: "&Help",
    role: "help",
    submenu: [
      { label: "Guide", accelerator: "F1", click: () => deeds.show("/docs/") },
      { label: "About DJDesk", click: () => app.showAboutPanel() },
    ],
  },
];

export const showMenus = (deeds: MenuDeeds, recent: readonly RecentWorkspace[], devTools: boolean): void => {
  Menu.setApplicationMenu(Menu.buildFromTemplate(toTemplate(deeds, recent, devTools)));
  if (process.platform === "darwin") app.dock?.setMenu(Menu.buildFromTemplate(recentItems(recent, deeds.show)));
  if (process.platform === "win32") {
    app.setUserTasks(
      recent.map(({ slug, name, path }) => ({
        program: process.execPath,
        arguments: `-- djdesk://w/${slug}`,
        iconPath: process.execPath,
        iconIndex: 0,
        title: name,
        description: path,
      })),
    );
  }
};
