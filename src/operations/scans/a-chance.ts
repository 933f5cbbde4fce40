/** Chance that comes out the same for the same seed: for tests. */

/** Whole numbers below `limit`, evenly. */
export type Chance = (limit: number) => number;

/** mulberry32. */
export const createChance = (seed: number): Chance => {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
};
