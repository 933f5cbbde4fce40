/** The one place where this door opens the other: starts the server on the data folder and stays until it is told to end. */
import { fileURLToPath } from "node:url";
import { Refusal } from "../contract/errors.ts";
import type { ToldSettings } from "../contract/shapes/workspace.ts";
import type { Desk } from "../operations/desk/desk.ts";
import { redactText } from "../operations/redact-text.ts";
import { startServer, type RunningServer } from "../server/start-server.ts";
import type { Door } from "./door.ts";
import { openFolder } from "./workspace-of.ts";
import { dataFolderOf } from "./visit-desk.ts";
import { readVersion } from "./version.ts";

export interface ServeRequest {
  /** Folders to register; each refusal ends the start. */
  readonly paths: readonly string[];
  readonly told: ToldSettings;
  readonly sample: boolean;
  readonly host: string;
  /** Undefined: the usual port, or the next free one. */
  readonly port: number | undefined;
  readonly data: string | undefined;
  readonly trust: boolean;
  readonly https: boolean;
}

export interface Opened {
  readonly server: RunningServer;
  readonly desk: Desk;
  /** Slugs of what was asked for, in order. */
  readonly slugs: readonly string[];
}

const usualPort = 8765;
const portsTried = 10;

/** With what caused it. */
const describe = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const { stack = error.message, cause } = error;
  return cause === undefined ? stack : `${stack}\n  because of ${describe(cause)}`;
};

export const openAndServe = async (request: ServeRequest, door: Door): Promise<Opened> => {
  const { openDesk } = await import("../operations/open-desk.ts");
  const say = (error: unknown): void => door.terminal.note(redactText(`djdesk: ${describe(error)}`));
  // A closed terminal does not end the server.
  process.on("SIGHUP", () => {});
  // A promise that nobody waits for is a bug, and no reason to end what others wait for.
  process.on("unhandledRejection", say);
  const desk = await openDesk({
    dataFolder: dataFolderOf(door, request.data),
    role: "server",
    version: readVersion(),
    timeoutMs: door.settings.taskTimeoutMs ?? null,
    cacheFolder: door.settings.cacheFolder,
    userEnvironment: door.settings.environment,
    mostProtection: door.settings.mostProtection,
    onError: say,
  });
  try {
    const slugs = await register(desk, request);
    const server = await listen(request, {
      desk,
      webFolder: fileURLToPath(new URL("../../dist/web", import.meta.url)),
      onBug: (error, id) => say(new Error(`a fault of DJDesk itself, number ${id}`, { cause: error })),
    });
    return { server, desk, slugs };
  } catch (error) {
    await desk.close();
    throw error;
  }
};

const register = async (desk: Desk, { paths, told, sample, trust }: ServeRequest): Promise<readonly string[]> => {
  const [{ openSample }, { trustByName }] = await Promise.all([
    import("../operations/samples/open-sample.ts"),
    import("./trust-by-name.ts"),
  ]);
  const slugs: string[] = [];
  for (const path of paths) {
    const { slug } = await openFolder(desk, path, told);
    if (trust) await trustByName(desk, slug);
    slugs.push(slug);
  }
  if (sample && paths.length === 0) slugs.push((await openSample(desk)).slug);
  return slugs;
};

type ListenOptions = Pick<Parameters<typeof startServer>[0], "desk" | "webFolder" | "onBug">;

const listen = async ({ host, port, https }: ServeRequest, options: ListenOptions): Promise<RunningServer> => {
  if (port !== undefined) return await startServer({ ...options, host, port, tls: https });
  for (let tried = usualPort; tried < usualPort + portsTried; tried += 1) {
    try {
      return await startServer({ ...options, host, port: tried, tls: https });
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== "port-in-use") throw error;
    }
  }
  return await startServer({ ...options, host, port: 0, tls: https });
};

/**
 * Resolves when the process was told to end and all is closed. A closed terminal does not end the server; the end of
 * its standard input does when `untilInputEnds`: the system closes that pipe however the program at its other end dies.
 */
export const stayOpen = ({ server, desk }: Opened, door: Door, untilInputEnds: boolean): Promise<void> =>
  new Promise((resolveStay) => {
    let asked = 0;
    const end = (): void => {
      asked += 1;
      if (asked > 1) process.exit(130);
      door.terminal.note("Closing: runs are cancelled, what is stored stays.");
      const close = async (): Promise<void> => {
        await server.close();
        await desk.close();
      };
      void close().finally(resolveStay);
    };
    process.on("SIGINT", end);
    process.on("SIGTERM", end);
    if (!untilInputEnds) return;
    const endOnce = (): void => {
      if (asked === 0) end();
    };
    process.stdin.on("error", endOnce).on("close", endOnce).resume();
  });
