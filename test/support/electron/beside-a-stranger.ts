/** The shell on the first page of its desk before each test, and a server beside it that it must not ask. */
import { afterAll, beforeAll, beforeEach } from "vitest";
import type { Home } from "../djdesk.ts";
import { announced, answerDialogs, keepExternal } from "./deeds.ts";
import { openScreen, type Screen } from "./display.ts";
import { aHome, openShell, type OpenShell } from "./open-shell.ts";
import { aStranger, type Stranger } from "./strangers.ts";

export interface BesideAStranger {
  readonly home: Home;
  /** Once the tests run. */
  readonly shell: OpenShell;
  readonly stranger: Stranger;
  readonly screen: Screen;
  /** Address of the desk. */
  readonly desk: () => string;
  /** How many pages there are. */
  readonly windows: () => Promise<number>;
}

/** To be called in a `describe`. */
export const besideAStranger = (): BesideAStranger => {
  const home = aHome();
  let screen: Screen;
  let shell: OpenShell;
  let stranger: Stranger;
  const desk = (): string => announced(home)?.url ?? "";
  beforeAll(async () => {
    screen = await openScreen();
    stranger = await aStranger((_request, response) => response.end("<title>elsewhere</title>"));
    shell = await openShell({ screen, home });
  });
  beforeEach(async () => {
    await answerDialogs(shell.app, 1);
    await keepExternal(shell.app);
    await shell.page.goto(`${desk()}/`);
    await shell.page.getByRole("heading", { name: "Open a Django project" }).waitFor();
  });
  afterAll(async () => {
    await shell.app.close();
    await stranger[Symbol.asyncDispose]();
    screen.close();
    home[Symbol.dispose]();
  });
  return {
    home,
    desk,
    get shell() {
      return shell;
    },
    get stranger() {
      return stranger;
    },
    get screen() {
      return screen;
    },
    windows: () => shell.app.evaluate(({ webContents }) => webContents.getAllWebContents().length),
  };
};
