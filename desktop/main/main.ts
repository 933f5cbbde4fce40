/** The desktop shell: finds or starts the desk's server, shows its page in a window, and ends with what it started. */
import { join } from "node:path";
import { app, session } from "electron";
import { createDeskLink } from "../desk/desk-link.ts";
import { guardContents } from "./guard/guard-contents.ts";
import { leadOnlyTo } from "./guard/guard-network.ts";
import { guardSession } from "./guard/guard-session.ts";
import { handleCalls } from "./guard/handle-calls.ts";
import { isOwn } from "./guard/own-origin.ts";
import { refuseDebuggers } from "./guard/refuse-debuggers.ts";
import { notify } from "./notify.ts";
import { parseLink, type OpenRequest } from "./open-request.ts";
import { toNotice } from "./run-notice.ts";
import { readSettings, requestsOf, type Settings } from "./settings.ts";
import { createShell } from "./shell.ts";
import { openStateFile } from "./shell-state.ts";
import { watchDesk } from "./watch-desk.ts";

const settings = readSettings(app.isPackaged, __dirname);
// Who starts it without the system's sandbox (as root must be done) keeps the sandboxed preload of the window.
if (!app.commandLine.hasSwitch("no-sandbox")) app.enableSandbox();
if (settings.isPackaged) refuseDebuggers(app.commandLine);
app.setPath("userData", settings.shellFolder);

const start = (settings: Settings): void => {
  const link = createDeskLink(settings, async ({ url }) => {
    await app.whenReady();
    await leadOnlyTo(session.defaultSession, url);
  });
  const connecting = link.connect().catch(() => null);
  const isDesk = (address: string): boolean => isOwn(address, link.address()?.url ?? null);
  const early: OpenRequest[] = [...settings.requests];
  let open = (requests: readonly OpenRequest[]): void => void early.push(...requests);

  app.on("second-instance", (_event, argv, cwd) => open(requestsOf(argv, cwd, settings.isPackaged)));
  app.on("open-file", (event, path) => {
    event.preventDefault();
    open([{ kind: "folder", path, fromLink: false }]);
  });
  app.on("open-url", (event, address) => {
    event.preventDefault();
    open([parseLink(address)].filter((request) => request !== null));
  });
  app.on("window-all-closed", () => {
    if (process.platform !== "darwin") app.quit();
  });

  const begin = async (): Promise<void> => {
    await app.whenReady();
    guardSession(session.defaultSession, {
      isOwn: isDesk,
      desk: link.address,
      devTools: !settings.isPackaged,
    });
    const shell = createShell(settings, openStateFile(join(settings.shellFolder, "state.json")), link);
    app.on("web-contents-created", (_event, contents) => guardContents(contents, { isOwn: isDesk, leave: shell.leave, show: shell.show }));
    handleCalls(shell.calls, shell.pageOf);
    open = (requests) => void shell.open(requests);
    app.on("activate", () => open([]));
    const opened = shell.open(early);
    await connecting;
    await opened;
    const stopWatching = watchDesk(link, {
      onEnded: (run) => {
        if (!shell.isFocused()) notify(toNotice(run), () => open([{ kind: "view", address: `/w/${run.workspace}/tasks/${run.id}` }]));
      },
      onLost: shell.reconnect,
    });
    app.on("will-quit", stopWatching);
  };
  app.on("will-quit", (event) => {
    event.preventDefault();
    void link.close().finally(() => app.exit(0));
  });
  void begin();
};

if (app.requestSingleInstanceLock()) {
  // After `--` no word of an address is taken as a switch.
  if (settings.isPackaged) app.setAsDefaultProtocolClient("djdesk", process.execPath, ["--"]);
  start(settings);
} else app.exit(0);
