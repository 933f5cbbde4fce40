/** Time, passed in so that tests can hold it: milliseconds since the epoch, and milliseconds that never go back. */
export interface Clock {
  now(): number;
  monotonic(): number;
}

export const systemClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() };
