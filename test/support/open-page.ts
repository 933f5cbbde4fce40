/**
 * The whole product for a browser test: the page as it is built for users, a real server on a desk in a folder of its
 * own, and a real browser. The server can be stopped and started again on the same port.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll } from "vitest";
import type { Input } from "../../src/web/data/client.ts";
import type { OperationName } from "../../src/contract/operations/index.ts";
import type { Outputs } from "../../src/operations/handler.ts";
import { openDesk } from "../../src/operations/open-desk.ts";
import { perform } from "../../src/operations/perform.ts";
import { startServer } from "../../src/server/start-server.ts";
import { buildPage } from "../../tools/build/build-page.ts";
import { openBrowser } from "./browser.ts";

const root = join(import.meta.dirname, "..", "..");

let built: Promise<string> | undefined;

/** Builds the page once per test process. */
const builtPage = (): Promise<string> => {
  const build = async (): Promise<string> => {
    const folder = mkdtempSync(join(tmpdir(), "djdesk-page-"));
    process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
    // The test runner's own mode would make a page for development.
    const mode = process.env["NODE_ENV"];
    process.env["NODE_ENV"] = "production";
    await buildPage(root, folder, new Set());
    process.env["NODE_ENV"] = mode;
    return folder;
  };
  built ??= build();
  return built;
};

type Desk = Awaited<ReturnType<typeof openDesk>>;
type Server = Awaited<ReturnType<typeof startServer>>;

export interface Stage {
  readonly url: string;
  readonly folder: string;
  /** Carries out an operation on the desk itself, past the page. */
  do<N extends OperationName>(name: N, input: Input<N>): Promise<Outputs[N]>;
  /** A page in a browser profile of its own. What its console complains of is kept. */
  open(path: string, options?: BrowserContextOptions): Promise<Page>;
  /** Errors and warnings of all consoles, breaches of the content policy among them. */
  readonly complaints: string[];
  /** The folder of the built page. */
  readonly pageFolder: string;
  stopServer(): Promise<void>;
  startServer(): Promise<void>;
  /** Throws when the server made a mistake meanwhile. */
  close(): Promise<void>;
}

export const openStage = async (): Promise<Stage> => {
  const folder = mkdtempSync(join(tmpdir(), "djdesk-web-"));
  const bugs: unknown[] = [];
  const complaints: string[] = [];
  const webFolder = await builtPage();
  const browser: Browser = await openBrowser();
  const contexts: BrowserContext[] = [];
  let desk: Desk;
  let server: Server;
  let port = 0;
  const start = async (): Promise<void> => {
    desk = await openDesk({
      dataFolder: join(folder, "data"),
      role: "server",
      version: "0.0.0-test",
      watch: false,
      userEnvironment: process.env,
      onError: (error) => bugs.push(error),
    });
    server = await startServer({ desk, host: "127.0.0.1", port, webFolder, onBug: (error) => bugs.push(error) });
    port = server.port;
  };
  const stop = async (): Promise<void> => {
    await server.close();
    await desk.close();
  };
  await start();
  return {
    url: server!.url.replace(/\/$/, ""),
    folder,
    complaints,
    pageFolder: webFolder,
    do: (name, input) => perform(desk, name, input),
    async open(path, options = {}) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
      contexts.push(context);
      context.setDefaultTimeout(15_000);
      const page = await context.newPage();
      page.on("console", (message) => {
        if (["error", "warning"].includes(message.type())) complaints.push(message.text());
      });
      page.on("pageerror", (error) => complaints.push(String(error)));
      await page.goto(server.url.replace(/\/$/, "") + path);
      return page;
    },
    stopServer: stop,
    startServer: start,
    async close() {
      for (const context of contexts) await context.close();
      await browser.close();
      await stop();
      rmSync(folder, { recursive: true, force: true });
      if (bugs.length > 0) throw new AggregateError(bugs, "The server made mistakes during these tests.");
    },
  };
};

/** Opens the sample and waits until it has been read. */
export const withSample = async (stage: Stage, sample: "observatory" | "library" = "observatory"): Promise<string> => {
  const { slug } = await stage.do("openSample", { sample });
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const { workspaces } = await stage.do("listWorkspaces", {});
    if (workspaces.find((workspace) => workspace.slug === slug)?.last_scan_at != null) return slug;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("The sample was not read within 30 s.");
};

/** The sample on a stage for all tests of a file. */
export const openSampleStage = async (): Promise<{ readonly stage: Stage; readonly slug: string }> => {
  const stage = await openStage();
  afterAll(() => stage.close());
  return { stage, slug: await withSample(stage) };
};

/** What axe has against a page, one line each; empty when it is clean. All rules, or the named ones. */
export const axeFaults = async (page: Page, rules?: readonly string[]): Promise<readonly string[]> => {
  const axe = new AxeBuilder({ page }).options({ resultTypes: ["violations"] });
  if (rules !== undefined) axe.withRules([...rules]);
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
};
