/** The server: listens, and lets what passes the gate be answered from the desk. It does no work itself. */
import { createServer as createHttpServer, type Server } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { Socket } from "node:net";
import { Refusal } from "../contract/errors.ts";
import { codeOf } from "../kit/message-of.ts";
import { randomText } from "../kit/random-text.ts";
import { readOrMakeAccessToken } from "../operations/access/access-token.ts";
import { toLaunchAddress } from "../operations/access/launch-link.ts";
import type { Desk } from "../operations/desk/desk.ts";
import { readOrMakeCertificate } from "./certificate.ts";
import { createAccess } from "./gate/access.ts";
import { createCsrfGate } from "./gate/csrf.ts";
import { createOwnerGate, createTokenGate } from "./gate/gate.ts";
import { inAddress, isLoopback, mainNameOf, namesOf } from "./gate/own-names.ts";
import { createPeerGate, type PeerGate } from "./gate/peer.ts";
import { createRequestGate } from "./gate/request-gate.ts";
import { followToken } from "./gate/follow-token.ts";
import type { HandlerTools } from "./http/handle-request.ts";
import { serveRequests } from "./http/serve-requests.ts";
import { createGuidePages } from "./pages/guide-pages.ts";
import { createWebFiles } from "./pages/web-files.ts";
import { createSockets, type Sockets } from "./sockets/sockets.ts";

export interface StartServerOptions {
  readonly desk: Desk;
  /** An address of this machine; beyond loopback only with `tls`. */
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** HTTPS with a certificate of this machine's own. */
  readonly tls?: boolean;
  /** Who gets in: processes of the user who started the server, or whoever knows the token. Default: by what the system can tell. */
  readonly access?: "owner" | "token";
  /** Default 30 s. */
  readonly pingEveryMs?: number;
  /** Folder of the built page. */
  readonly webFolder: string;
  /** Told of bugs, with the number that the caller was told. */
  readonly onBug: (error: unknown, id: string) => void;
}

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  /** What a browser opens to get to a page: good for one use where the server asks for a token. */
  addressOf(path: string): string;
  /** Stops listening, closes sockets; does not close the desk. */
  close(): Promise<void>;
}

const limits = {
  // The gate says, as JSON, that the header is missing.
  requireHostHeader: false,
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 1000,
};

/** Refuses a host beyond loopback without HTTPS, and a port that is taken. */
export const startServer = async (options: StartServerOptions): Promise<RunningServer> => {
  const { desk, host, port } = options;
  const tls = options.tls === true;
  if (!isLoopback(host) && !tls) throw toOpenRefusal(host);
  const certificate = { dataFolder: desk.dataFolder, names: namesOf(host), now: desk.clock.now() };
  const server = tls ? createHttpsServer({ ...limits, ...(await readOrMakeCertificate(certificate)) }) : createHttpServer(limits);
  server.maxHeadersCount = 0;
  // A client that says that it will send no more waits for its answer; Node's types leave this out. TLS has no such half.
  Object.assign(server, { httpAllowHalfOpen: true });
  const actualPort = await listen(server, host.replace(/^\[|\]$/g, ""), port);
  try {
    return answerOn(server, actualPort, options);
  } catch (error) {
    server.close();
    throw error;
  }
};

/** Lets a server that listens answer, and says where it is. */
const answerOn = (server: Server, port: number, options: StartServerOptions): RunningServer => {
  const { desk, host } = options;
  const tls = options.tls === true;
  const needsToken = (options.access ?? (isLoopback(host) && process.platform === "linux" ? "owner" : "token")) === "token";
  const scheme = tls ? "https" : "http";
  const url = `${scheme}://${inAddress(mainNameOf(host))}:${port}`;
  const tools: HandlerTools = { desk, csrf: createCsrfGate(port, tls), web: createWebFiles(options.webFolder), guide: createGuidePages() };
  const sockets = createSockets(desk, (error) => options.onBug(error, randomText(8)), options.pingEveryMs);
  const passRequest = createRequestGate({ scheme, port, names: namesOf(host) });
  const token = needsToken
    ? followToken(
        () => readOrMakeAccessToken(desk.dataFolder),
        () => sockets.dropAll(),
      )
    : null;
  const now = (): number => desk.clock.now();
  const peers = createPeerGate(process.getuid?.() ?? null);
  if (token === null) server.on("connection", (socket: Socket) => void letGoOfForeigner(peers, socket));
  const gate =
    token === null
      ? createOwnerGate(peers, passRequest)
      : createTokenGate(createAccess({ token: () => token.current(), now, port, isSecure: tls }), passRequest);
  serveRequests(server, { gate, tools, sockets, onBug: options.onBug });
  desk.announce(url, needsToken);
  return {
    url,
    port,
    addressOf: (path) => (token === null ? `${url}${path}` : toLaunchAddress(url, path, token.current(), now())),
    close: () => {
      token?.stop();
      return close(server, sockets);
    },
  };
};

const foreignerMs = 1000;

/** Who may ask nothing has a moment to be told so, and holds no connection open. */
const letGoOfForeigner = async (peers: PeerGate, socket: Socket): Promise<void> => {
  if (!(await peers.isOwn(socket))) setTimeout(() => socket.destroy(), foreignerMs).unref();
};

const toOpenRefusal = (host: string): Refusal =>
  new Refusal("invalid-usage", `DJDesk listens on ${host} over HTTPS only: others on the network could read and change what it sends.`, {
    hint: "Add --https, or leave --host out and reach the machine through an SSH tunnel: ssh -L 8765:127.0.0.1:8765 HOST.",
  });

const listen = (server: Server, host: string, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once("error", (error) => reject(toListenRefusal(error, host, port)));
    server.listen({ host, port, exclusive: true }, () => {
      server.removeAllListeners("error");
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });

const toListenRefusal = (error: Error, host: string, port: number): Error => {
  switch (codeOf(error)) {
    case "EADDRINUSE":
      return new Refusal("port-in-use", `Port ${port} on ${host} is in use by another program.`, { cause: error });
    case "EACCES":
      return new Refusal("port-in-use", `Port ${port} may only be opened by the system's administrator.`, { cause: error });
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return new Refusal("invalid-usage", `This machine has no address ${host}.`, {
        cause: error,
        hint: "Leave --host out to be reached from this machine alone, or give one of its own addresses.",
      });
    case null:
    default:
      return error;
  }
};

const close = async (server: Server, sockets: Sockets): Promise<void> => {
  sockets.close();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
};
