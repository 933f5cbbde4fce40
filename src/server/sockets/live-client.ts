import type { Socket } from "node:net";
import type { WebSocket } from "ws";

/** A socket client, and its connection: what is sent to many is framed once, not once for each. */
export interface LiveClient {
  readonly webSocket: WebSocket;
  /** Sends whole frames after all that was sent before, or drops a client that reads nothing of it. */
  send(frames: Buffer): void;
}

/** Bytes that are handed to the system before earlier ones have left: each piece in its hands costs a kilobyte more. */
const handedOn = 64 * 1024;

/** Bytes that wait for a client that does not read; then it is dropped. It comes back and resumes by number. */
const mostWaiting = 1024 * 1024;

/** Without compression nothing of `ws` itself waits, and each of its control frames is written at once: frames do not mix. */
export const toLiveClient = (webSocket: WebSocket, connection: Socket): LiveClient => {
  let waiting: Buffer[] = [];
  let bytes = 0;
  const isOpen = (): boolean => webSocket.readyState === webSocket.OPEN && connection.writable;
  const handOn = (frames: Buffer): void => {
    connection.write(frames, goOn);
  };
  const goOn = (): void => {
    if (waiting.length === 0) return;
    if (!isOpen()) {
      waiting = [];
      return;
    }
    while (connection.writableLength < handedOn) {
      const next = waiting.shift();
      if (next === undefined) return;
      bytes -= next.length;
      handOn(next);
    }
  };
  return {
    webSocket,
    send(frames) {
      if (!isOpen()) return;
      if (waiting.length === 0 && connection.writableLength < handedOn) handOn(frames);
      else if (bytes > mostWaiting) webSocket.terminate();
      else {
        waiting.push(frames);
        bytes += frames.length;
      }
    },
  };
};

/** A text message as it goes over the wire (RFC 6455, 5.2): whole, not masked. */
export const toFrame = (text: string): Buffer => {
  const length = Buffer.byteLength(text);
  const start = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(start + length);
  frame[0] = 0x81;
  frame[1] = start === 2 ? length : start === 4 ? 126 : 127;
  if (start === 4) frame.writeUInt16BE(length, 2);
  if (start === 10) frame.writeBigUInt64BE(BigInt(length), 2);
  frame.write(text, start);
  return frame;
};

/** Frames together, in pieces of about as much as is handed on at once. */
export const joinFrames = (frames: readonly Buffer[]): readonly Buffer[] => {
  const pieces: Buffer[] = [];
  for (let from = 0; from < frames.length;) {
    let [to, size] = [from, 0];
    while (to < frames.length && size < handedOn) size += frames[to++]?.length ?? 0;
    pieces.push(to === from + 1 ? (frames[from] ?? Buffer.alloc(0)) : Buffer.concat(frames.slice(from, to), size));
    from = to;
  }
  return pieces;
};
