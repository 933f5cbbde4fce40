/**
 * Keeps the end of the scan thread away from what must not be cut short: Node gives the whole process up when a thread is
 * ended while it makes a compressor (`close before init`). Both sides share two numbers and look before they begin.
 */
import { delay } from "../../kit/delay.ts";

/** Where each side says something: the thread that it is at it, the other that the thread is to end. */
const working = 0;
const ending = 1;
/** Longest wait for the thread; what is guarded takes milliseconds. */
const patienceMs = 5000;
const lookEveryMs = 2;

export type GuardMemory = SharedArrayBuffer;

export const createGuardMemory = (): GuardMemory => new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT);

/** In the thread: does the deed whole, or not at all when the thread is to end; it then waits for that. */
export const whole = <Result>(memory: GuardMemory, deed: () => Result): Result => {
  const state = new Int32Array(memory);
  Atomics.store(state, working, 1);
  if (Atomics.load(state, ending) === 1) {
    Atomics.store(state, working, 0);
    Atomics.wait(state, ending, 1);
  }
  try {
    return deed();
  } finally {
    Atomics.store(state, working, 0);
  }
};

/** Outside of it: resolves once the thread may be ended and will begin nothing more that is guarded. */
export const whenEndable = async (memory: GuardMemory): Promise<void> => {
  const state = new Int32Array(memory);
  Atomics.store(state, ending, 1);
  for (const until = performance.now() + patienceMs; performance.now() < until;) {
    if (Atomics.load(state, working) === 0) return;
    await delay(lookEveryMs);
  }
};
