import type { WebSocket } from "ws";

/** The bytes of a text message, made once for all who are sent it: no queue of a client holds a copy of its own. */
export const toBytes = (text: string): Buffer => Buffer.from(text, "utf8");

/** Bytes that are handed to the system before earlier ones have left: each message in its hands costs a kilobyte more. */
const handedOn = 64 * 1024;

/** Bytes that wait for a client that does not read; then it is dropped. It comes back and resumes by number. */
const mostWaiting = 1024 * 1024;

interface Line {
  readonly messages: Buffer[];
  bytes: number;
}

const waiting = new WeakMap<WebSocket, Line>();

/** Sends after all that was sent before, or drops a client that reads nothing of it. */
export const sendLive = (client: WebSocket, message: Buffer): void => {
  if (client.readyState !== client.OPEN) return;
  const line = waiting.get(client);
  if (line === undefined && client.bufferedAmount < handedOn) handOn(client, message);
  else if (line === undefined) waiting.set(client, { messages: [message], bytes: message.length });
  else if (line.bytes > mostWaiting) client.terminate();
  else {
    line.messages.push(message);
    line.bytes += message.length;
  }
};

const handOn = (client: WebSocket, message: Buffer): void => client.send(message, { binary: false }, () => goOn(client));

const goOn = (client: WebSocket): void => {
  const line = waiting.get(client);
  if (line === undefined || client.readyState !== client.OPEN) return;
  while (client.bufferedAmount < handedOn) {
    const next = line.messages.shift();
    if (next === undefined) {
      waiting.delete(client);
      return;
    }
    line.bytes -= next.length;
    handOn(client, next);
  }
};
