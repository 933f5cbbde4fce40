/** What a page in the desktop shell cannot do, whatever got into it. */
import { execFileSync, spawn } from "node:child_process";
import { chownSync, cpSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ElectronApplication } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { announced, drop, keptExternal, processesOf, saidInDialogs } from "../support/electron/deeds.ts";
import { openScreen, type Screen } from "../support/electron/display.ts";
import { aHome, openShell, root, shellEnvironment } from "../support/electron/open-shell.ts";
import { besideAStranger } from "../support/electron/beside-a-stranger.ts";
import { aStranger, announce, healthOf } from "../support/electron/strangers.ts";
import { plainElectronFolder, whyNoElectron } from "../support/electron/stand-in.ts";

const reason = await whyNoElectron();
const because = (why: string | null): string => (why === null ? "" : ` (skipped: ${why})`);
const nobody = 65_534;

/** Why the shell cannot be started as another user with the system's sandbox, or null. */
const whyNoSandbox = (): string | null => {
  if (process.getuid?.() !== 0) return null;
  const test = `test -x "${plainElectronFolder}/electron" && test -r "${root}/desktop/dist/main.cjs" && unshare --user true`;
  try {
    execFileSync("setpriv", [`--reuid=${nobody}`, `--regid=${nobody}`, "--clear-groups", "sh", "-c", test], { stdio: "ignore" });
    return null;
  } catch {
    return "no other user can read this folder and make a user namespace";
  }
};
const noSandbox = reason ?? whyNoSandbox();

/** A page that began to load and was stopped by the filter of requests has passed the first wall. */
const keepStopped = (app: ElectronApplication): Promise<void> =>
  app.evaluate(({ webContents }) => {
    const kept: string[] = [];
    Object.assign(globalThis, { djdeskStopped: kept });
    webContents.getAllWebContents()[0]?.on("did-fail-load", (_event, _code, error) => {
      if (error.includes("BLOCKED_BY_CLIENT")) kept.push(error);
    });
  });
const stopped = (app: ElectronApplication): Promise<unknown> => app.evaluate(() => Reflect.get(globalThis, "djdeskStopped"));

describe.skipIf(reason !== null)(`a page in the desktop shell${because(reason)}`, () => {
  const beside = besideAStranger();
  const { home, desk, windows } = beside;
  const preferences = (): Promise<Record<string, unknown>> =>
    beside.shell.app.evaluate(({ webContents }) => {
      const [contents] = webContents.getAllWebContents();
      const read: unknown = contents === undefined ? undefined : Reflect.get(contents, "getLastWebPreferences");
      return typeof read === "function" ? { ...read.call(contents) } : {};
    });

  it("E01 cannot reach into the preload: a poisoned prototype sees nothing of a drop", async () => {
    expect(await preferences()).toMatchObject({ contextIsolation: true });
    await beside.shell.page.evaluate(() => {
      const seen: unknown[] = [];
      Object.assign(globalThis, { seen });
      for (const name of ["map", "filter", "slice"] as const) {
        const real = Array.prototype[name];
        // eslint-disable-next-line no-extend-native -- the attack
        Object.defineProperty(Array.prototype, name, {
          value(this: unknown[], ...args: unknown[]) {
            seen.push(...this);
            return Reflect.apply(real, this, args);
          },
        });
      }
    });
    const folder = join(home.folder, "poisoned");
    mkdirSync(folder);
    await drop(beside.shell.page, [folder]);
    await expect.poll(() => saidInDialogs(beside.shell.app)).toHaveLength(1);
    const seen = await beside.shell.page.evaluate(() =>
      Reflect.get(globalThis, "seen").filter((value: unknown) => typeof value === "string"),
    );
    expect(seen.filter((text: string) => text.includes("poisoned"))).toEqual([]);
  });

  it("E02 is sandboxed by its window's preferences", async () => {
    expect(await preferences()).toMatchObject({ sandbox: true });
  });

  it.skipIf(noSandbox !== null)(`E02 is sandboxed by the system${because(noSandbox)}`, async () => {
    using other = aHome();
    mkdirSync(other.data);
    for (const folder of [other.folder, other.data]) chownSync(folder, nobody, nobody);
    const asNobody = process.getuid?.() === 0 ? ["setpriv", `--reuid=${nobody}`, `--regid=${nobody}`, "--clear-groups"] : [];
    const [command, ...words] = [...asNobody, join(plainElectronFolder, "electron"), "--disable-gpu", join(root, "desktop")];
    const child = spawn(command, words, {
      env: shellEnvironment({ screen: beside.screen, home: other }),
      cwd: other.folder,
      stdio: "ignore",
    });
    let statuses: readonly string[] = [];
    const renderers = (): readonly number[] =>
      processesOf(other).filter((pid) => readFileSync(`/proc/${pid}/cmdline`, "latin1").includes("--type=renderer"));
    try {
      await expect.poll(() => renderers().length, { timeout: 20_000 }).toBeGreaterThan(0);
      await expect.poll(() => announced(other)?.url, { timeout: 20_000 }).toMatch(/^http:/);
      statuses = renderers().map((pid) => readFileSync(`/proc/${pid}/status`, "latin1"));
    } finally {
      child.kill("SIGKILL");
    }
    expect(statuses.length).toBeGreaterThan(0);
    for (const status of statuses) expect(status).toMatch(/^NoNewPrivs:\s+1$[^]*^Seccomp:\s+2$/m);
    await expect.poll(() => processesOf(other), { timeout: 10_000 }).toEqual([]);
  });

  it("E03 has nothing of Node", async () => {
    expect(await preferences()).toMatchObject({
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
    });
    const found = await beside.shell.page.evaluate(() =>
      ["require", "process", "module", "Buffer", "global", "__dirname", "electron", "djdesk"].filter((name) => name in globalThis),
    );
    expect(found).toEqual([]);
  });

  it("E04 keeps the web's own rules: nothing of another origin can be read, and nobody is asked", async () => {
    expect(await preferences()).toMatchObject({ webSecurity: true, allowRunningInsecureContent: false, webviewTag: false });
    const before = beside.stranger.asked.length;
    const outcomes = await beside.shell.page.evaluate(async (url) => {
      const load = (element: HTMLElement): Promise<string> =>
        new Promise((resolve) => {
          element.addEventListener("load", () => resolve("loaded"));
          element.addEventListener("error", () => resolve("blocked"));
          document.body.append(element);
        });
      return [
        await fetch(url).then(
          () => "loaded",
          () => "blocked",
        ),
        await fetch(url, { mode: "no-cors" }).then(
          () => "loaded",
          () => "blocked",
        ),
        await load(Object.assign(new Image(), { src: `${url}/image.png` })),
        await load(Object.assign(document.createElement("script"), { src: `${url}/script.js` })),
        await load(Object.assign(document.createElement("link"), { rel: "stylesheet", href: `${url}/style.css` })),
        await new Promise<string>((resolve) => {
          const socket = new WebSocket(url.replace("http", "ws"));
          socket.addEventListener("open", () => resolve("loaded"));
          socket.addEventListener("error", () => resolve("blocked"));
        }).catch(() => "blocked"),
      ];
    }, beside.stranger.url);
    expect(new Set(outcomes)).toEqual(new Set(["blocked"]));
    expect(beside.stranger.asked.length).toBe(before);
  });

  it("E04 sends no request past the desk even where its policy is silent", async () => {
    const before = beside.stranger.asked.length;
    const outcome = await beside.shell.app.evaluate(
      ({ net }, url) =>
        new Promise((resolve) => {
          const request = net.request({ url, useSessionCookies: true });
          request.on("response", () => resolve("answered"));
          request.on("error", (error) => resolve(error.message));
          request.end();
        }),
      beside.stranger.url,
    );
    expect(outcome).toContain("BLOCKED_BY_CLIENT");
    expect(beside.stranger.asked.length).toBe(before);
  });

  it("E05 runs no script and no style of its own making", async () => {
    const policy = (await fetch(`${desk()}/`)).headers.get("Content-Security-Policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe-|https?:|\*/);
    // In a task of the page's own: what the driver itself runs is not held by the policy.
    const outcome = await beside.shell.page.evaluate(
      () =>
        new Promise((resolve) =>
          setTimeout(() => {
            const script = document.createElement("script");
            script.textContent = "window.inlineRan = true";
            document.body.append(script);
            document.body.insertAdjacentHTML("beforeend", `<img src="x:" onerror="window.handlerRan = true"><p style="color: red">x</p>`);
            let evaluated = "ran";
            try {
              // eslint-disable-next-line no-eval
              globalThis.eval("1");
            } catch (error) {
              evaluated = error instanceof EvalError ? "refused" : "odd";
            }
            const colour = getComputedStyle(document.body.lastElementChild ?? document.body).color;
            resolve({ inline: "inlineRan" in window, evaluated, isRed: colour === "rgb(255, 0, 0)" });
          }),
        ),
    );
    expect(outcome).toEqual({ inline: false, evaluated: "refused", isRed: false });
    expect(await beside.shell.page.evaluate(() => "handlerRan" in window)).toBe(false);
  });

  const foreign = (): readonly string[] => {
    const { port } = new URL(desk());
    return [
      `${beside.stranger.url}/w/observatory`,
      `http://127.0.0.1:${port}@${new URL(beside.stranger.url).host}/`,
      `http://127.0.0.1.evil.example:${port}/`,
      `http://localhost:${port}/`,
      `https://127.0.0.1:${port}/`,
      `ftp://127.0.0.1:${port}/`,
      "file:///etc/passwd",
      "data:text/html,<title>elsewhere</title>",
      "about:blank",
      "chrome://gpu",
      "view-source:file:///etc/passwd",
      "javascript:document.title='elsewhere'",
      "vscode://vscode.git/clone?url=https://evil.example/",
      "ms-msdt:/id%20PCWDiagnostic",
    ];
  };

  it("E06 navigates nowhere but to the desk", async () => {
    const before = beside.stranger.asked.length;
    await keepStopped(beside.shell.app);
    for (const address of foreign()) {
      await beside.shell.app.evaluate(
        ({ webContents }, target) => webContents.getAllWebContents()[0]?.executeJavaScript(`location.href = ${JSON.stringify(target)}; 0`),
        address,
      );
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    await expect
      .poll(() => beside.shell.app.evaluate(({ webContents }) => webContents.getAllWebContents()[0]?.getURL()))
      .toBe(`${desk()}/`);
    expect(await beside.shell.app.evaluate(({ webContents }) => webContents.getAllWebContents()[0]?.getTitle())).toContain("DJDesk");
    expect(await stopped(beside.shell.app)).toEqual([]);
    expect(beside.stranger.asked.length).toBe(before);
    expect(await keptExternal(beside.shell.app)).toEqual([]);
  });

  it("E07 opens no window, for no address", async () => {
    const before = beside.stranger.asked.length;
    for (const address of foreign()) {
      const opened = await beside.shell.app.evaluate(
        ({ webContents }, target) =>
          webContents.getAllWebContents()[0]?.executeJavaScript(`window.open(${JSON.stringify(target)}) === null`, true),
        address,
      );
      expect({ address, opened }).toEqual({ address, opened: true });
    }
    expect(await windows()).toBe(1);
    expect(beside.stranger.asked.length).toBe(before);
    expect(await keptExternal(beside.shell.app)).toEqual([]);
  });

  it("E08 holds no webview and no frame, by the window's preferences and the page's policy", async () => {
    const before = beside.stranger.asked.length;
    const { refused, isWebview } = await beside.shell.page.evaluate(async (url) => {
      const refused: string[] = [];
      document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => refused.push(effectiveDirective));
      for (const name of ["webview", "iframe", "object", "embed"]) {
        const element = document.createElement(name);
        element.setAttribute(name === "object" ? "data" : "src", url);
        element.setAttribute("nodeintegration", "");
        document.body.append(element);
      }
      await new Promise((resolve) => setTimeout(resolve, 300));
      return { refused, isWebview: "loadURL" in document.createElement("webview") };
    }, beside.stranger.url);
    expect(refused.toSorted()).toEqual(["frame-src", "object-src", "object-src"]);
    expect(isWebview).toBe(false);
    expect(await windows()).toBe(1);
    expect(beside.stranger.asked.length).toBe(before);
  });

  it("E09 is given no permission but to write to the clipboard", async () => {
    const states = await beside.shell.page.evaluate(async () => {
      const of = async (ask: () => Promise<unknown>): Promise<string> => {
        try {
          return String(await Promise.race([ask(), new Promise((resolve) => setTimeout(() => resolve("no answer"), 3000))]));
        } catch {
          return "denied";
        }
      };
      return {
        notifications: await of(() => Notification.requestPermission()),
        place: await of(() => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject))),
        camera: await of(() => navigator.mediaDevices.getUserMedia({ video: true })),
        sound: await of(() => navigator.mediaDevices.getUserMedia({ audio: true })),
        screen: await of(() => navigator.mediaDevices.getDisplayMedia()),
        reading: await of(() => navigator.clipboard.readText()),
        midi: await of(() => navigator.requestMIDIAccess({ sysex: true })),
        lock: await of(async () => (await navigator.permissions.query({ name: "geolocation" })).state),
      };
    });
    expect(states).toEqual(Object.fromEntries(Object.keys(states).map((name) => [name, "denied"])));
    await beside.shell.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.focus());
    const written = await beside.shell.app.evaluate(({ webContents }) =>
      webContents.getAllWebContents()[0]?.executeJavaScript("navigator.clipboard.writeText('copied').then(() => 'written', String)", true),
    );
    expect(written).toBe("written");
  });

  /** Lets the main process take a call as if this frame had sent it; resolves with `taken` or the reason. */
  const send = (name: string, inputs: readonly unknown[], from: "desk" | "frame" | "window" = "desk"): Promise<string> =>
    beside.shell.app.evaluate(
      async ({ ipcMain, BrowserWindow }, sent) => {
        const [window] = BrowserWindow.getAllWindows();
        const handlers: unknown = Reflect.get(ipcMain, "_invokeHandlers");
        const handler: unknown = handlers instanceof Map ? handlers.get(sent.name) : undefined;
        if (window === undefined || typeof handler !== "function") return "no handler";
        const other = sent.from === "window" ? new BrowserWindow({ show: false }) : null;
        const { mainFrame } = (other ?? window).webContents;
        const frame =
          sent.from === "frame" ? { url: mainFrame.url, parent: mainFrame } : { url: window.webContents.getURL(), parent: null };
        const outcome = await new Promise<string>((resolve) => {
          const event = {
            sender: (other ?? window).webContents,
            senderFrame: frame,
            _reply: () => resolve("taken"),
            _throw: (error: unknown) => resolve(String(error)),
          };
          handler(event, ...sent.inputs);
        });
        other?.destroy();
        return outcome;
      },
      { name, inputs, from },
    );

  it.each<[string, string, readonly unknown[]]>([
    ["no argument", "open-paths", []],
    ["null", "open-paths", [null]],
    ["no list", "open-paths", [{ paths: "/srv" }]],
    ["an empty list", "open-paths", [{ paths: [] }]],
    ["a relative path", "open-paths", [{ paths: ["srv"] }]],
    ["a network share", "open-paths", [{ paths: ["//host/share"] }]],
    ["a network share by backslashes", "open-paths", [{ paths: ["\\\\host\\share"] }]],
    ["a NUL", "open-paths", [{ paths: ["/srv\0"] }]],
    ["a number", "open-paths", [{ paths: [1] }]],
    ["a path without end", "open-paths", [{ paths: [`/${"a".repeat(5000)}`] }]],
    ["too many paths", "open-paths", [{ paths: Array.from({ length: 21 }, () => "/srv") }]],
    ["a further key", "open-paths", [{ paths: ["/srv"], trust: true }]],
    ["a second argument", "open-paths", [{ paths: ["/srv"] }, "more"]],
  ])("E10 sends no call with %s", async (_what, name, inputs) => {
    expect(await send(name, inputs)).toContain("the argument is not what the contract says");
  });

  it.each<[string, string, unknown, "desk" | "frame" | "window"]>([
    ["from a frame in it", "open-paths", { paths: ["/srv"] }, "frame"],
    ["from another window", "open-paths", { paths: ["/srv"] }, "window"],
    ["that belongs to the find bar", "find", { text: "x", forward: true, next: false }, "desk"],
    ["that belongs to the notice", "retry", null, "desk"],
  ])("E10 sends no call %s", async (_what, name, input, from) => {
    expect(await send(name, [input], from)).toContain("this page may not send it");
    expect(await saidInDialogs(beside.shell.app)).toEqual([]);
  });

  it("E10 sends a good call", async () => {
    expect(await send("open-paths", [{ paths: [join(home.folder, "nowhere")] }])).toBe("taken");
    expect(await saidInDialogs(beside.shell.app)).toHaveLength(1);
  });

  it("E15 gives the path of what a person drops, through Electron's own way to it, and of nothing that a script drops", async () => {
    expect(readFileSync(join(root, "desktop", "dist", "preload.cjs"), "utf8")).toContain(".getPathForFile(");
    const folder = join(home.folder, "project");
    cpSync(join(root, "samples", "library"), folder, { recursive: true });
    await beside.shell.page.evaluate((path) => {
      const data = new DataTransfer();
      data.items.add(new File(["x"], path));
      Object.defineProperty(data.files[0], "path", { value: path });
      for (const type of ["dragover", "drop"]) document.body.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true }));
      document.body.dispatchEvent(new DragEvent("dragover", { dataTransfer: data, bubbles: true }));
    }, folder);
    expect(await beside.shell.page.locator("html[data-shell-drop]").count()).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(new URL(beside.shell.page.url()).pathname).toBe("/");
    await drop(beside.shell.page, [folder]);
    await expect.poll(() => new URL(beside.shell.page.url()).pathname).toBe("/w/project");
  });
});

describe.skipIf(reason !== null)(`the desktop shell and what listens on this machine${because(reason)}`, () => {
  let screen: Screen;
  beforeAll(async () => {
    screen = await openScreen();
  });
  afterAll(() => screen.close());

  it("E16 loads nothing from a stranger that listens where the desk was", async () => {
    using home = aHome();
    await using stranger = await aStranger((_request, response) => response.end(healthOf("another nonce")));
    announce(home, stranger.url, "the nonce of the desk");
    const shell = await openShell({ screen, home });
    try {
      await expect.poll(() => shell.page.url(), { timeout: 20_000 }).toBe(`${announced(home)?.url}/`);
      expect(announced(home)?.url).not.toBe(stranger.url);
      await shell.page.getByRole("heading", { name: "Open a Django project" }).waitFor();
      expect([...new Set(stranger.asked)]).toEqual(["/api/health/"]);
    } finally {
      await shell.app.close();
    }
  });

  it("E06 follows no redirection away from the desk", async () => {
    using home = aHome();
    await using elsewhere = await aStranger((_request, response) => response.end("<title>elsewhere</title>"));
    await using desk = await aStranger((request, response) => {
      response.setHeader("Content-Type", "application/json");
      if (request.url === "/api/health/") response.end(healthOf("right"));
      else if (request.url?.startsWith("/api/workspaces/") === true) response.end('{"workspaces":[]}');
      else if (request.url?.startsWith("/api/") === true) response.end('{"task_runs":[],"next":null}');
      else if (request.url === "/") response.setHeader("Content-Type", "text/html").end("<title>desk</title>");
      else response.writeHead(302, { Location: `${elsewhere.url}/` }).end();
    });
    announce(home, desk.url, "right");
    const shell = await openShell({ screen, home });
    try {
      await expect.poll(() => shell.page.url()).toBe(`${desk.url}/`);
      await keepStopped(shell.app);
      await shell.app.evaluate(({ webContents }) => webContents.getAllWebContents()[0]?.executeJavaScript("location.href = '/away'; 0"));
      await expect.poll(() => desk.asked).toContain("/away");
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(elsewhere.asked).toEqual([]);
      expect(await stopped(shell.app)).toEqual([]);
      expect(await shell.app.evaluate(({ webContents }) => webContents.getAllWebContents()[0]?.getTitle())).not.toBe("elsewhere");
    } finally {
      await shell.app.close();
    }
  });
});
