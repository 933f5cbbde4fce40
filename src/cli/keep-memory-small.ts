import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const megabyte = 1024 * 1024;
/** Bytes in use above which garbage is collected between the steps of a scan: V8 alone would let it pile up. */
const muchMemory = 160 * megabyte;
/** Bytes made since then that are worth another time. */
const muchMore = 16 * megabyte;
/** To ask for the bytes in use takes longer than most steps. */
const stepsBetweenLooks = 32;

export interface SmallMemory {
  /** To be called at each step of a scan. */
  readonly atStep: () => void;
  /** To be called when most of what was made is needed no more. */
  readonly collect: () => void;
}

/**
 * For a process that makes one scan. Most of what a scan makes lives to its end: a larger young generation would spare it
 * no time, and take a third more memory.
 */
export const keepMemorySmall = (): SmallMemory => {
  setFlagsFromString("--semi-space-growth-factor=1");
  let limit = muchMemory;
  let steps = 0;
  const collect = (): void => {
    if (getHeapStatistics().used_heap_size < limit) return;
    setFlagsFromString("--expose-gc");
    runInNewContext("gc()");
    limit = Math.max(muchMemory, getHeapStatistics().used_heap_size + muchMore);
  };
  return {
    atStep: () => {
      steps += 1;
      if (steps % stepsBetweenLooks === 0) collect();
    },
    collect,
  };
};
