/** The shell at work: one window on the desk's page, and everything that opens something in it. */
import { app, shell as system, type BrowserWindow, type IpcMainInvokeEvent, type WebContents } from "electron";
import { messageOf } from "../../src/kit/message-of.ts";
import { fetchWorkspaces, openBundledSample } from "../desk/desk-client.ts";
import type { DeskLink } from "../desk/desk-link.ts";
import type { ServerAddress } from "../../src/operations/access/ask-server.ts";
import type { Page } from "../ipc/calls.ts";
import { findPage, noticePage } from "../pages/shell-pages.ts";
import { noticeStyle } from "../pages/styles.ts";
import { createDeskWindow, webPreferences } from "./desk-window.ts";
import { chooseFolder, tellFailure } from "./dialogs.ts";
import { createFindBar, type FindBar } from "./find-bar.ts";
import type { CallHandlers } from "./guard/handle-calls.ts";
import { toExternalAddress } from "./guard/external-links.ts";
import { isOwn } from "./guard/own-origin.ts";
import { showMenus, type MenuDeeds } from "./menu.ts";
import type { OpenRequest } from "./open-request.ts";
import { resolveRequests } from "./resolve-requests.ts";
import type { Settings } from "./settings.ts";
import { withRecent, type StateFile } from "./shell-state.ts";

export interface Shell {
  /** Brings the window up (makes it when it was closed) and opens what was asked for; with nothing asked, what was open last. */
  readonly open: (requests: readonly OpenRequest[]) => Promise<void>;
  /** Shows a view: path, query and fragment, or an address of the desk. */
  readonly show: (address: string) => void;
  /** Finds or starts the desk again and brings the page back to it. */
  readonly reconnect: () => Promise<void>;
  /** Hands an address to the system, if it is one that may leave. */
  readonly leave: (address: string) => void;
  readonly isFocused: () => boolean;
  readonly calls: CallHandlers;
  readonly pageOf: (event: IpcMainInvokeEvent) => Page | null;
}

interface Shown {
  readonly window: BrowserWindow;
  readonly findBar: FindBar;
}

const toFolders = (paths: readonly string[]): readonly OpenRequest[] => paths.map((path) => ({ kind: "folder", path, fromLink: false }));

export const createShell = (settings: Settings, state: StateFile, link: DeskLink): Shell => {
  let shown: Shown | null = null;
  /** The last view of the desk that was loaded or asked for, and the notice that stands in its place. */
  let wanted = "/";
  let notice: string | null = null;

  const load = (window: BrowserWindow, address: string): void => {
    // What interrupts a load is another load.
    window.loadURL(address).catch(() => {});
  };
  const showNotice = (window: BrowserWindow, error: unknown): void => {
    notice = noticePage(messageOf(error));
    load(window, notice);
  };
  const show = (address: string): void => {
    const desk = link.address();
    if (desk === null || shown === null) return;
    const { pathname, search, hash } = new URL(address, desk.url);
    wanted = pathname + search + hash;
    notice = null;
    load(shown.window, desk.url + wanted);
  };
  const connect = async (window: BrowserWindow): Promise<ServerAddress | null> => {
    try {
      return (await link.connect()).address;
    } catch (error) {
      if (!window.isDestroyed()) showNotice(window, error);
      return null;
    }
  };
  const lastView = async (desk: ServerAddress): Promise<string> => {
    const slugs = (await fetchWorkspaces(desk)).map(({ slug }) => slug);
    const last = state.read().recent.find(({ slug }) => slugs.includes(slug));
    return last === undefined ? "/" : `/w/${last.slug}`;
  };
  const open = async (requests: readonly OpenRequest[]): Promise<void> => {
    const { window } = (shown ??= make());
    const isBlank = window.webContents.getURL() === "";
    if (!isBlank) bringUp(window);
    const desk = link.address() ?? (await connect(window));
    if (desk === null) return;
    const address = await resolveRequests(requests, desk, window);
    if (window.isDestroyed()) return;
    if (address !== null) show(address);
    else if (isBlank) show(await lastView(desk));
  };
  const leave = (address: string): void => {
    const external = toExternalAddress(address);
    if (external === null) return;
    system.openExternal(external).catch((error: unknown) => {
      if (shown !== null) void tellFailure(shown.window, error);
    });
  };

  const noteVisit = async (address: string): Promise<void> => {
    const desk = link.address();
    if (desk === null || !isOwn(address, desk.url)) return;
    const { pathname, search, hash } = new URL(address);
    wanted = pathname + search + hash;
    const slug = /^\/w\/([a-z0-9-]+)/.exec(pathname)?.[1];
    if (slug === undefined || state.read().recent[0]?.slug === slug) return;
    const workspaces = await fetchWorkspaces(desk);
    const visited = workspaces.find((workspace) => workspace.slug === slug);
    if (visited === undefined) return;
    const known = state.read().recent.filter((recent) => workspaces.some((workspace) => workspace.slug === recent.slug));
    state.change({ recent: withRecent(known, { slug, name: visited.name, path: visited.project_path }) });
    app.addRecentDocument(visited.project_path);
    renewMenus();
  };
  const visit = (address: string): void => void noteVisit(address).catch(() => {});

  const make = (): Shown => {
    const window = createDeskWindow(settings, state);
    const findBar = createFindBar(window, webPreferences(settings));
    const { webContents } = window;
    let isAsked = false;
    window.on("close", () => (isAsked = true));
    window.once("closed", () => {
      shown = null;
      // Nobody asked: its own page closed it, which would end the shell.
      if (!isAsked) void open([]);
    });
    webContents.on("did-navigate", (_event, address) => {
      // `about:blank` is no navigation that can be prevented; nothing but the desk stays.
      if (notice === null && !isOwn(address, link.address()?.url ?? null)) show(wanted);
      else visit(address);
    });
    webContents.on("did-navigate-in-page", (_event, address, isMainFrame) => {
      if (isMainFrame) visit(address);
    });
    webContents.on("dom-ready", () => {
      if (notice !== null) void webContents.insertCSS(noticeStyle);
    });
    const endings: number[] = [];
    webContents.on("render-process-gone", (_event, { reason }) => {
      if (reason === "clean-exit") return;
      endings.push(Date.now());
      const isLasting = endings.length >= 3 && Date.now() - (endings.at(-3) ?? 0) < 30_000;
      if (isLasting) showNotice(window, new Error(`The page ended three times within half a minute (${reason}).`));
      else webContents.reload();
    });
    return { window, findBar };
  };

  const deeds: MenuDeeds = {
    openFolder: () =>
      void (async () => {
        const paths = shown === null ? [] : await chooseFolder(shown.window);
        if (paths.length > 0) await open(toFolders(paths));
      })(),
    openSample: () =>
      void (async () => {
        const desk = link.address();
        if (desk !== null) show(`/w/${(await openBundledSample(desk)).slug}`);
      })().catch(async (error: unknown) => {
        if (shown !== null) await tellFailure(shown.window, error);
      }),
    show,
    back: () => shown?.window.webContents.goBack(),
    forward: () => shown?.window.webContents.goForward(),
    reload: () => (notice === null ? shown?.window.webContents.reload() : void reconnect()),
    find: () => shown?.findBar.open(),
    findAgain: (forward) => shown?.findBar.again(forward),
  };
  const renewMenus = (): void => showMenus(deeds, state.read().recent, !settings.isPackaged);
  const reconnect = async (): Promise<void> => {
    const before = link.address()?.url;
    if (shown === null) return void (await link.connect().catch(() => null));
    const desk = await connect(shown.window);
    // At the same address the page finds the desk again by itself.
    if (desk !== null && (notice !== null || desk.url !== before)) show(wanted);
  };
  renewMenus();

  return {
    open,
    show,
    reconnect,
    leave,
    isFocused: () => shown?.window.isFocused() === true,
    calls: {
      "open-paths": ({ paths }) => open(toFolders(paths)),
      find: (search) => shown?.findBar.find(search),
      "close-find": () => shown?.findBar.close(),
      retry: reconnect,
    },
    pageOf: ({ sender, senderFrame }) => toPage(shown, { sender, address: senderFrame?.url ?? "", notice, desk: link.address() }),
  };
};

interface Sent {
  readonly sender: WebContents;
  readonly address: string;
  readonly notice: string | null;
  readonly desk: ServerAddress | null;
}

/** Which page sends: known by the window it is in and by its address. */
const toPage = (shown: Shown | null, { sender, address, notice, desk }: Sent): Page | null => {
  if (shown === null) return null;
  if (shown.findBar.owns(sender)) return address === findPage ? "find" : null;
  if (sender !== shown.window.webContents) return null;
  if (isOwn(address, desk?.url ?? null)) return "desk";
  return notice !== null && address === notice ? "notice" : null;
};

const bringUp = (window: BrowserWindow): void => {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
};
