/**
 * What the scan thread is at, in memory that the server looks into: a thread that is busy answers no question. It beats
 * whenever it asks the disk something, begins or ends to parse a file, makes a step (`inspector/progress.ts`) or begins a
 * stage.
 */
export type PulseMemory = SharedArrayBuffer;

/** Numbers: beats so far, whether a file is being parsed, bytes of the path of the file that was read last. */
const [beats, parsing, length] = [0, 1, 2];
const numbers = 3;
const mostBytes = 4096;
const headBytes = numbers * Int32Array.BYTES_PER_ELEMENT;

export const createPulseMemory = (): PulseMemory => new SharedArrayBuffer(headBytes + mostBytes);

const numbersOf = (memory: PulseMemory): Int32Array<SharedArrayBuffer> => new Int32Array(memory, 0, numbers);
const pathOf = (memory: PulseMemory): Buffer<SharedArrayBuffer> => Buffer.from(memory, headBytes, mostBytes);

export interface Pulse {
  beat(): void;
  /** A file was read. */
  read(path: string): void;
  /** Runs what parses a file. */
  parse<Tree>(run: () => Tree): Tree;
}

/** In the thread. */
export const createPulse = (memory: PulseMemory): Pulse => {
  const state = numbersOf(memory);
  const path = pathOf(memory);
  const beat = (): void => {
    Atomics.add(state, beats, 1);
  };
  return {
    beat,
    read: (file) => {
      state[length] = path.write(file);
      beat();
    },
    parse: (run) => {
      beat();
      state[parsing] = 1;
      try {
        return run();
      } finally {
        state[parsing] = 0;
        beat();
      }
    },
  };
};

export interface SilenceLimits {
  /** For one file. */
  readonly fileLimitMs: number;
  /** Between files, from the first beat on. */
  readonly silenceLimitMs: number;
  /** For a new thread to load its program. */
  readonly beginLimitMs: number;
}

const looks = 10;

/**
 * Outside of it: calls `stop` with a sentence when the thread has been silent for too long. Looks are counted, not time,
 * so that a machine that slept has not been silent. Answers what ends the watch.
 */
export const watchPulse = (
  memory: PulseMemory,
  { fileLimitMs, silenceLimitMs, beginLimitMs }: SilenceLimits,
  stop: (reason: string) => void,
): (() => void) => {
  const state = numbersOf(memory);
  let seen = -1;
  let quiet = 0;
  const timer = setInterval(() => {
    const now = Atomics.load(state, beats);
    quiet = now === seen ? quiet + 1 : 0;
    seen = now;
    const quietMs = (quiet * fileLimitMs) / looks;
    if (state[parsing] === 1 && quietMs >= fileLimitMs) {
      stop(`${pathOf(memory).toString("utf8", 0, state[length])} could not be read in ${fileLimitMs / 1000} s, so the scan was stopped.`);
      return;
    }
    const limitMs = now === 0 ? beginLimitMs : silenceLimitMs;
    if (quietMs >= limitMs) stop(`The scan made no progress for ${limitMs / 1000} s and was stopped.`);
  }, fileLimitMs / looks);
  return () => clearInterval(timer);
};
