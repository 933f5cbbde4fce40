/**
 * The log of one run: raw output in, clean and redacted lines out to the observer, in bounded memory.
 * Only what is to be stored is ever told: the head as it comes, the tail at the end.
 */
import { createRedactor } from "../redaction/redactor.ts";
import type { OutputLine } from "../task.ts";
import { cleanLine, stripColours } from "./clean-line.ts";
import { createOutputKeeper, keepLimits, type KeepLimits, type KeptLine, type OutputStream } from "./keep-output.ts";
import { createLineBatch } from "./line-batch.ts";

export interface CommandLogOptions {
  readonly secrets: readonly string[];
  readonly onLines: (lines: readonly OutputLine[]) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly limits?: KeepLimits;
}

export interface CommandLog {
  /** A line of DJDesk's own. */
  say(text: string): void;
  push(stream: OutputStream, chunk: Buffer): void;
  /** Tells what was held back. After it only `say` and `flush`. */
  endOutput(): { readonly outputLines: number; readonly redacted: number };
  flush(): void;
  /** The last lines of standard error, without colours: what an error sentence is made of. */
  lastErrors(): readonly string[];
}

const errorLines = 200;

export const createCommandLog = (options: CommandLogOptions): CommandLog => {
  const { now, limits = keepLimits } = options;
  const redactor = createRedactor(options.secrets);
  const batch = createLineBatch(options.onLines);
  let errors: string[] = [];
  let toldHolding = false;

  const say = (text: string): void => batch.add({ stream: "desk", text, at: now() });

  const tell = ({ stream, line, at }: KeptLine): void => {
    const text = redactor.redact(stream, cleanLine(line));
    batch.add({ stream, text, at });
    if (stream !== "stderr") return;
    errors.push(stripColours(text));
    if (errors.length > errorLines * 2) errors = errors.slice(-errorLines);
  };

  const keeper = createOutputKeeper(tell, limits);
  const count = (number: number): string => number.toLocaleString("en");

  return {
    say,
    push(stream, chunk) {
      keeper.push(stream, chunk, now());
      if (!keeper.isHolding || toldHolding) return;
      toldHolding = true;
      say(`The output is long: its last lines follow when the command ends.`);
    },
    endOutput() {
      const tail = keeper.end(now());
      if (tail.leftOut > 0) say(`… ${count(tail.leftOut)} ${tail.leftOut === 1 ? "line" : "lines"} left out …`);
      if (tail.leftOut > 0) {
        for (const stream of ["stdout", "stderr"] as const) {
          const next = tail.lines.filter((line) => line.stream === stream);
          redactor.resume(
            stream,
            next.map(({ line }) => cleanLine(line)),
          );
        }
      }
      for (const line of tail.lines) tell(line);
      return { outputLines: tail.total, redacted: redactor.count };
    },
    flush: () => batch.flush(),
    lastErrors: () => errors.slice(-errorLines),
  };
};
