import type { WebSocket } from "ws";

const mostBuffered = 1024 * 1024;

/** Sends, or drops a client that has not read what it was sent before: it comes back and resumes by number. */
export const sendLive = (client: WebSocket, text: string): void => {
  if (client.readyState !== client.OPEN) return;
  if (client.bufferedAmount > mostBuffered) client.terminate();
  else client.send(text);
};
