/** Gathers what `djdesk_live` tells, as it comes; it is read when the run has ended. */
import { messageOf } from "../../kit/message-of.ts";
import type { Collector } from "../runs/collector.ts";

const mostBytes = 64 * 1024 * 1024;
/** Share of the way until all is told; the rest is the comparison. */
const toldShare = 90;
/** Longer than a line that tells how far the command is. */
const overlap = 200;
const progressLine = /^N \{"section": "\w+", "done": (\d+), "of": (\d+)\}$/gm;

/** `done` takes what was told, of a run that ended well; it may refuse with an error. */
export const collectLive = (done: (told: Uint8Array) => Promise<void>): Collector => {
  const chunks: Buffer[] = [];
  let size = 0;
  let tail = "";

  return {
    take(chunk, tellProgress) {
      size += chunk.length;
      if (size > mostBytes) return;
      chunks.push(chunk);
      const text = tail + chunk.toString("latin1");
      tail = text.slice(-overlap);
      const [, steps, of] = [...text.matchAll(progressLine)].at(-1) ?? [];
      if (steps !== undefined && Number(of) > 0) tellProgress(Math.floor((Number(steps) / Number(of)) * toldShare));
    },
    async close(succeeded) {
      if (!succeeded) return null;
      if (size > mostBytes) return `The project told more than ${mostBytes / (1024 * 1024)} MiB.`;
      try {
        await done(Buffer.concat(chunks));
        return null;
      } catch (error) {
        return `What the project told could not be compared: ${messageOf(error)}`;
      }
    },
  };
};
