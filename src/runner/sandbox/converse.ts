/** Joins a client with a database server once both have begun as such; ends both otherwise. */
import type { Duplex } from "node:stream";
import type { FirstWords } from "./first-words.ts";

/** Calls `then` with the first message and what came after it; ends the connection when it is none. */
const listen = (socket: Duplex, judge: (bytes: Buffer) => number | "more" | null, then: (first: Buffer, rest: Buffer) => void): void => {
  let heard = Buffer.alloc(0);
  const hear = (chunk: Buffer): void => {
    heard = Buffer.concat([heard, chunk]);
    const length = judge(heard);
    if (length === null) socket.destroy();
    if (length === null || length === "more" || heard.length < length) return;
    socket.off("data", hear);
    socket.pause();
    then(heard.subarray(0, length), heard.subarray(length));
  };
  socket.on("data", hear);
};

/** `inner` is the client's end of the way, `outer` the server's. What ends one ends the other. */
export const converse = (inner: Duplex, outer: Duplex, { client, server }: FirstWords): void => {
  const end = (): void => {
    inner.destroy();
    outer.destroy();
  };
  for (const stream of [inner, outer]) stream.on("error", end).on("close", end);
  const answer = (held: Buffer): void =>
    listen(
      outer,
      (bytes) => (typeof server(bytes) === "number" ? bytes.length : server(bytes)),
      (heard) => {
        inner.write(heard);
        if (held.length > 0) outer.write(held);
        inner.pipe(outer).pipe(inner);
      },
    );
  if (client === null) return answer(Buffer.alloc(0));
  listen(inner, client, (first, rest) => {
    outer.write(first);
    answer(rest);
  });
};
