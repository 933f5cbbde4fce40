/** Ways out of the desktop shell's page that are no plain navigation: drags, forms, clicks with keys, packets, files, accidents. */
import { createSocket } from "node:dgram";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { dropText, keptExternal, saidInDialogs } from "../support/electron/deeds.ts";
import { openScreen } from "../support/electron/display.ts";
import { djdeskServing } from "../support/djdesk.ts";
import { aCertificate, aStranger } from "../support/electron/strangers.ts";
import { aHome, openShell } from "../support/electron/open-shell.ts";
import { besideAStranger } from "../support/electron/beside-a-stranger.ts";
import { whyNoElectron } from "../support/electron/stand-in.ts";

const reason = await whyNoElectron();
const settle = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe.skipIf(reason !== null)(`a page in the desktop shell${reason === null ? "" : ` (skipped: ${reason})`}`, () => {
  const beside = besideAStranger();
  const { desk, windows } = beside;
  const files = mkdtempSync(join(tmpdir(), "djdesk-files-"));
  const expectStayed = async (): Promise<void> => {
    expect(await beside.shell.app.evaluate(({ webContents }) => webContents.getAllWebContents()[0]?.getURL())).toBe(`${desk()}/`);
    expect(await windows()).toBe(1);
    expect(beside.stranger.asked).toEqual([]);
  };

  afterAll(() => rmSync(files, { recursive: true, force: true }));

  it.each<[string, string, (url: string) => string]>([
    ["a link", "text/uri-list", (url) => url],
    ["a link to a file", "text/uri-list", () => "file:///etc/passwd"],
    ["a script", "text/uri-list", () => "javascript:document.title='elsewhere'"],
    ["text", "text/plain", (url) => url],
    ["mark-up", "text/html", (url) => `<a href="${url}">x</a><img src="${url}">`],
  ])("E06 goes nowhere when %s is dropped on it", async (_what, type, toText) => {
    await beside.shell.page.evaluate(() => Object.assign(globalThis, { stayed: true }));
    await dropText(beside.shell.page, type, toText(beside.stranger.url));
    await settle(400);
    expect(await beside.shell.page.evaluate(() => "stayed" in globalThis)).toBe(true);
    expect(await saidInDialogs(beside.shell.app)).toEqual([]);
    await expectStayed();
  });

  it("E06 goes nowhere by a form, a refresh, or a link below another base", async () => {
    for (const way of ["form", "refresh", "base"] as const) {
      await beside.shell.page.evaluate(
        ([url, how]) => {
          const element = document.createElement(how === "form" ? "form" : how === "base" ? "base" : "meta");
          element.setAttribute("action", url);
          element.setAttribute("method", "post");
          element.setAttribute("href", `${url}/`);
          element.setAttribute("http-equiv", "refresh");
          element.setAttribute("content", `0;url=${url}`);
          document.head.append(element);
          if (element instanceof HTMLFormElement) element.submit();
          if (element instanceof HTMLBaseElement) {
            const link = document.createElement("a");
            link.setAttribute("href", "w/observatory");
            link.dataset["kept"] = link.href;
            document.body.append(link);
          }
        },
        [beside.stranger.url, way] as const,
      );
      await settle(400);
      await expectStayed();
    }
    expect(await beside.shell.page.locator("a[data-kept]").getAttribute("data-kept")).toBe(`${desk()}/w/observatory`);
    expect(await keptExternal(beside.shell.app)).toEqual([]);
  });

  it.each([
    ["the middle button", { button: "middle" }],
    ["Control", { modifiers: ["Control"] }],
    ["Shift", { modifiers: ["Shift"] }],
    ["Alt", { modifiers: ["Alt"] }],
  ] as const)("E07 opens no window by a click with %s", async (_how, click) => {
    for (const address of [beside.stranger.url, "file:///etc/passwd", "javascript:document.title='elsewhere'"]) {
      await beside.shell.page.evaluate((url) => {
        const link = document.createElement("a");
        link.href = url;
        link.textContent = "hostile link";
        link.setAttribute("style", "");
        document.querySelector("main")?.prepend(link);
      }, address);
      await beside.shell.page
        .getByRole("link", { name: "hostile link" })
        .first()
        .click({ ...click, modifiers: "modifiers" in click ? [...click.modifiers] : [], noWaitAfter: true });
      await settle(200);
      await expectStayed();
    }
    expect(await beside.shell.page.title()).not.toBe("elsewhere");
    expect(await keptExternal(beside.shell.app)).toEqual([]);
  });

  it("E04 asks nobody by a hint, a beacon, a ping, an event stream or a worker", async () => {
    await beside.shell.page.evaluate(async (url) => {
      for (const rel of ["prefetch", "preconnect", "prerender", "modulepreload", "preload", "manifest", "icon"]) {
        const link = Object.assign(document.createElement("link"), { rel, href: `${url}/${rel}` });
        if (rel === "preload") link.as = "script";
        document.head.append(link);
      }
      navigator.sendBeacon(`${url}/beacon`);
      const ping = Object.assign(document.createElement("a"), { href: "#here", ping: `${url}/ping` });
      document.body.append(ping);
      ping.click();
      for (const make of [() => new EventSource(`${url}/events`), () => new Worker(`${url}/worker.js`)]) {
        try {
          make();
        } catch {
          // Refused at once.
        }
      }
      await new Promise((resolve) => setTimeout(resolve, 600));
    }, beside.stranger.url);
    expect(beside.stranger.asked).toEqual([]);
  });

  it("E04 sends no packet by a peer connection, over UDP or TCP", async () => {
    let heard = 0;
    const udp = createSocket("udp4", () => (heard += 1));
    await new Promise<void>((resolve) => udp.bind(0, "127.0.0.1", resolve));
    const tcp = createServer((socket) => {
      heard += 1;
      socket.destroy();
    });
    const tcpPort = await new Promise<number>((resolve) => {
      tcp.listen(0, "127.0.0.1", () => resolve(toAddress(tcp.address()).port));
    });
    await beside.shell.page.evaluate(
      async ([udpPort, port]) => {
        const known = { username: "a", credential: "b" };
        const connection = new RTCPeerConnection({
          iceServers: [
            { urls: `stun:127.0.0.1:${udpPort}` },
            { urls: `turn:127.0.0.1:${udpPort}`, ...known },
            { urls: `turn:127.0.0.1:${port}?transport=tcp`, ...known },
          ],
        });
        connection.createDataChannel("x");
        await connection.setLocalDescription(await connection.createOffer());
        await new Promise((resolve) => setTimeout(resolve, 2000));
        connection.close();
      },
      [udp.address().port, tcpPort] as const,
    );
    udp.close();
    tcp.close();
    expect(heard).toBe(0);
  });

  it("saves a file that the page made, and none that comes from elsewhere", async () => {
    await beside.shell.app.evaluate(({ session }, folder) => {
      const seen: string[] = [];
      Object.assign(globalThis, { djdeskSaved: seen });
      session.defaultSession.on("will-download", (event, item) => {
        seen.push(`${item.getURL().split(":")[0]}: ${event.defaultPrevented ? "refused" : "saved"}`);
        item.setSavePath(`${folder}/${item.getFilename()}`);
      });
    }, files);
    const save = (address: string, name: string): Promise<void> =>
      beside.shell.page.evaluate(
        ([href, download]) => {
          const link = Object.assign(document.createElement("a"), { href, download });
          document.body.append(link);
          link.click();
        },
        [address, name] as const,
      );
    await save(`${beside.stranger.url}/x.txt`, "stranger.txt");
    await save("data:text/plain,x", "data.txt");
    await save("file:///etc/passwd", "file.txt");
    await save(await beside.shell.page.evaluate(() => URL.createObjectURL(new Blob(["made here"]))), "../own.txt");
    const own = (): string | undefined =>
      ["own.txt", "_own.txt", ".._own.txt"].map((name) => join(files, name)).find((path) => existsSync(path));
    await expect.poll(own).toBeDefined();
    expect(readFileSync(own() ?? "", "utf8")).toBe("made here");
    await settle(300);
    const saved: readonly string[] = await beside.shell.app.evaluate(() => Reflect.get(globalThis, "djdeskSaved"));
    expect(saved.filter((one) => one.endsWith("saved"))).toEqual(["blob: saved"]);
    expect(["stranger.txt", "data.txt", "file.txt"].filter((name) => existsSync(join(files, name)))).toEqual([]);
    await expectStayed();
  });

  it.each(["djdesk://evil.example/w/x", "djdesk://w/../../api/x/", "djdesk://open?path=%2F%2Fhost%2Fshare", "javascript:alert(1)", ""])(
    "opens nothing for the system's link %s",
    async (address) => {
      await beside.shell.app.evaluate(({ app }, link) => app.emit("open-url", { preventDefault: () => {} }, link), address);
      await settle(300);
      // A path that climbs ends at a view of the page, never at another address of the server.
      expect(new URL(beside.shell.page.url()).pathname).toMatch(/^\/(?:w\/api\/x\/)?$/);
      expect(await saidInDialogs(beside.shell.app)).toEqual([]);
      expect(await windows()).toBe(1);
    },
  );

  it("is there again when its process ends, and says so when that does not help", async () => {
    const crash = (): Promise<void> =>
      beside.shell.app.evaluate(({ webContents }) => webContents.getAllWebContents()[0]?.forcefullyCrashRenderer());
    // A page that has ended never answers.
    const heading = (): Promise<string> =>
      beside.shell.app.evaluate(async ({ webContents }) => {
        const asked = webContents.getAllWebContents()[0]?.executeJavaScript("document.querySelector('h1')?.textContent");
        return String(await Promise.race([asked, new Promise((resolve) => setTimeout(() => resolve("no answer"), 400))]));
      });
    await crash();
    await expect.poll(heading).toBe("Open a Django project");
    await crash();
    await expect.poll(heading).toBe("Open a Django project");
    await crash();
    await expect.poll(heading).toBe("The desk could not be opened");
  });
});

describe.skipIf(reason !== null)("the window of the desktop shell", () => {
  it("closes, whatever its page says to that", async () => {
    const screen = await openScreen();
    using home = aHome();
    const shell = await openShell({ screen, home });
    const electron = shell.app.process();
    try {
      const field = shell.page.getByRole("heading", { name: "Open a Django project" });
      await field.waitFor();
      await shell.page.evaluate(() => addEventListener("beforeunload", (event) => event.preventDefault()));
      await field.click();
      const ended = new Promise((resolve) => electron.on("exit", resolve));
      await shell.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
      expect(await Promise.race([ended.then(() => "closed"), settle(8000).then(() => "open")])).toBe("closed");
    } finally {
      electron.kill("SIGKILL");
      screen.close();
    }
  });

  it("comes back on its view when its page closes it, which would end the desk and its runs", async () => {
    const screen = await openScreen();
    using home = aHome();
    const shell = await openShell({ screen, home, words: ["--sample"] });
    try {
      await shell.page.getByRole("list", { name: "Insights" }).waitFor();
      const next = shell.app.waitForEvent("window");
      await shell.page.evaluate(() => window.close()).catch(() => "the page is gone");
      const page = await next;
      await page.getByRole("list", { name: "Insights" }).waitFor();
      expect(new URL(page.url()).pathname).toBe("/w/observatory");
      expect(shell.app.process().exitCode).toBeNull();
    } finally {
      await shell.app.close();
      screen.close();
    }
  });

  it("loads nothing over HTTPS from a stranger that has taken the desk's place", async () => {
    const screen = await openScreen();
    using home = aHome();
    const serving = await djdeskServing(home, ["serve", "--https", "--port", "0"]);
    const shell = await openShell({ screen, home });
    try {
      await shell.page.getByRole("heading", { name: "Open a Django project" }).waitFor();
      await shell.app.evaluate(({ webContents }) => {
        const failed = new Promise((resolve) =>
          webContents.getAllWebContents()[0]?.once("did-fail-load", (_event, _code, error) => resolve(error)),
        );
        Object.assign(globalThis, { djdeskFailed: failed });
      });
      await serving.end();
      await using stranger = await aStranger((_request, response) => response.end("<title>elsewhere</title>"), {
        port: Number(new URL(serving.url).port),
        certificate: await aCertificate(),
      });
      await shell.app.evaluate(({ webContents }) => webContents.getAllWebContents()[0]?.reload());
      expect(await shell.app.evaluate(() => Reflect.get(globalThis, "djdeskFailed"))).toMatch(/^ERR_CERT_/);
      expect(stranger.asked).toEqual([]);
    } finally {
      await shell.app.close();
      screen.close();
    }
  });
});

const toAddress = (address: AddressInfo | string | null): AddressInfo =>
  typeof address === "object" && address !== null ? address : expect.fail("It does not listen.");
