/**
 * The two streams of a terminal program: answers go to `out`, everything about the way there (progress, notes,
 * failures) to `note`, so that a pipe carries answers alone. Text reaches neither but as text.
 */
import type { Writable } from "node:stream";
import { styleText } from "node:util";
import { messageOf } from "../../kit/message-of.ts";
import { inertJson, inertText } from "../../kit/inert-text.ts";

export type Style = Parameters<typeof styleText>[0];

export interface Terminal {
  /** Is `out` read from a screen, not by a program? */
  readonly isScreen: boolean;
  /** Writes an answer and a newline; waits until a slow reader has taken it. */
  readonly out: (text: string) => Promise<void>;
  /** Writes an answer that comes in pieces, and a newline. */
  readonly pieces: (pieces: Iterable<string | Uint8Array>) => Promise<void>;
  /** Writes a value as one JSON document, indented where it is read from a screen. */
  readonly json: (value: unknown) => Promise<void>;
  /** Writes a line about the work to stderr. */
  readonly note: (text: string) => void;
  /** Shows what goes on in one line that replaces itself; nothing unless stderr is a terminal. */
  readonly progress: (text: string) => void;
  /** Colours text for `out`; plain when it is no terminal or NO_COLOR is set. */
  readonly paint: (style: Style, text: string) => string;
  /** Colours text for `note`. */
  readonly paintNote: (style: Style, text: string) => string;
  /** Width of `out` in columns; 100 when it is no terminal. */
  readonly columns: number;
}

type Stream = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** Resolves when the stream has taken the text, also when its reader has left (`djdesk scan | head`). */
const write = (stream: Stream, text: string | Uint8Array): Promise<void> =>
  new Promise((resolve) => {
    stream.write(text, () => resolve());
  });

/**
 * A reader that leaves early is no failure of ours. Where answers cannot be written for another reason (a full disk), one
 * sentence says so and `onLost` is called; a server lives on. Of `err` nobody can be told.
 */
export const surviveStreams = (out: Stream, err: Stream, onLost: () => void): void => {
  let hasTold = false;
  out.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") return;
    onLost();
    if (!hasTold) err.write(`djdesk: the output could not be written: ${messageOf(error)}.\n`);
    hasTold = true;
  });
  err.on("error", () => {});
};

export const createTerminal = (out: Stream, err: Stream): Terminal => {
  const isScreen = out.isTTY === true;
  let progressShown = false;
  const clearProgress = (): void => {
    if (progressShown) err.write("\r\u001b[K");
    progressShown = false;
  };
  return {
    isScreen,
    out: (text) => {
      clearProgress();
      return write(out, `${inertText(text)}\n`);
    },
    pieces: async (pieces) => {
      clearProgress();
      for (const piece of pieces) await write(out, piece);
      await write(out, "\n");
    },
    json: (value) => write(out, `${inertJson(isScreen ? JSON.stringify(value, null, 2) : JSON.stringify(value))}\n`),
    note: (text) => {
      clearProgress();
      err.write(`${inertText(text)}\n`);
    },
    progress: (text) => {
      if (err.isTTY !== true) return;
      clearProgress();
      if (text === "") return;
      err.write(styleText("dim", inertText(text), { stream: err }));
      progressShown = true;
    },
    paint: (style, text) => styleText(style, text, { stream: out }),
    paintNote: (style, text) => styleText(style, text, { stream: err }),
    columns: out.columns ?? 100,
  };
};
