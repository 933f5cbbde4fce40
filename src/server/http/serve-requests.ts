/**
 * Binds the listening server to the gate and to what answers behind it. A bug in a handler is caught here, once, and told
 * to the caller by its number only.
 */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { toErrorBody } from "../../contract/error-body.ts";
import { Refusal, treatments } from "../../contract/errors.ts";
import { codeOf } from "../../kit/message-of.ts";
import { randomText } from "../../kit/random-text.ts";
import type { Gate } from "../gate/gate.ts";
import type { Sockets } from "../sockets/sockets.ts";
import { safetyHeaders, send, toBug, toRefusal, type Answer } from "./answer.ts";
import { handleRequest, type HandlerTools } from "./handle-request.ts";

export interface ServingTools {
  readonly gate: Gate;
  readonly tools: HandlerTools;
  readonly sockets: Sockets;
  /** Told of bugs, with the number that the caller was told. */
  readonly onBug: (error: unknown, id: string) => void;
}

export const serveRequests = (server: Server, serving: ServingTools): void => {
  server.on("request", (request, response) => void answer(serving, request, response));
  server.on("checkContinue", (request, response) => void answer(serving, request, response, () => response.writeContinue()));
  server.on("checkExpectation", (request, response) => void answer(serving, request, response, refuseExpectation));
  server.on("upgrade", (request, socket: Socket, head) => void upgrade(serving, request, { socket, head }));
  server.on("connect", (_request, socket: Socket) => refuseConnect(socket));
  server.on("clientError", answerBrokenRequest);
};

const refuseExpectation = (): never => {
  throw new Refusal("bad-request", "The request expects what this server cannot do.");
};

/** `beforeReading`: what is to be done once the gate was passed and before the body is read. */
const answer = async (
  { gate, tools, onBug }: ServingTools,
  request: IncomingMessage,
  response: ServerResponse,
  beforeReading: () => void = () => {},
): Promise<void> => {
  try {
    const given = gate(request);
    const verdict = given instanceof Promise ? await given : given;
    if (verdict.kind === "passed") beforeReading();
    send(request, response, verdict.kind === "answered" ? verdict.answer : await handleRequest(tools, request, verdict.passed));
  } catch (error) {
    send(request, response, error instanceof Refusal ? toRefusal(error) : reportBug(error, onBug));
  }
};

const reportBug = (error: unknown, onBug: ServingTools["onBug"]): Answer => {
  const id = randomText(8);
  onBug(error, id);
  return toBug(id);
};

const upgrade = async (
  { gate, sockets, onBug }: ServingTools,
  request: IncomingMessage,
  { socket, head }: { readonly socket: Socket; readonly head: Buffer },
): Promise<void> => {
  socket.on("error", () => socket.destroy());
  try {
    const verdict = await gate(request);
    if (verdict.kind === "answered") throw new Refusal("not-authenticated", "This server answers only those who know its token.");
    await sockets.accept(request, socket, { head, passed: verdict.passed });
  } catch (error) {
    if (error instanceof Refusal) writeRefusal(socket, error);
    else {
      onBug(error, randomText(8));
      socket.destroy();
    }
  }
};

const refuseConnect = (socket: Socket): void => {
  socket.on("error", () => socket.destroy());
  writeRefusal(socket, new Refusal("bad-request", "This server is no proxy."));
};

/** A whole HTTP answer on a bare socket, which is then closed. */
const writeRefusal = (socket: Socket, refusal: Refusal, status = treatments[refusal.code].httpStatus): void => {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify(toErrorBody(refusal));
  const headers = {
    ...safetyHeaders,
    "Content-Type": "application/json; charset=utf-8",
    "Content-Length": Buffer.byteLength(body),
    Connection: "close",
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} Refused\r\n${lines.join("")}\r\n${body}`);
};

/** What Node's parser refuses never becomes a request. */
const answerBrokenRequest = (error: Error, socket: Socket): void => {
  const code = codeOf(error);
  if (code === "ECONNRESET") socket.destroy();
  else if (code === "HPE_HEADER_OVERFLOW")
    writeRefusal(socket, new Refusal("bad-request", "The request's headers or address are too long."), 431);
  else if (code === "ERR_HTTP_REQUEST_TIMEOUT") writeRefusal(socket, new Refusal("bad-request", "The request took too long."), 408);
  else writeRefusal(socket, new Refusal("bad-request", "The request is not valid HTTP."));
};
