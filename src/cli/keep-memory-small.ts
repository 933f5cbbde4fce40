import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const megabyte = 1024 * 1024;
/** Bytes in use above which garbage is collected between the steps of a scan: V8 alone would let it pile up. */
const muchMemory = 128 * megabyte;
/** Bytes made since then that are worth another time. */
const muchMore = 32 * megabyte;

/**
 * For a process that makes one scan. Most of what a scan makes lives to its end: a larger young generation would spare it
 * no time, and take a third more memory. The answer is to be called when a step is done.
 */
export const keepMemorySmall = (): (() => void) => {
  setFlagsFromString("--semi-space-growth-factor=1");
  let limit = muchMemory;
  return () => {
    if (getHeapStatistics().used_heap_size < limit) return;
    setFlagsFromString("--expose-gc");
    runInNewContext("gc()");
    limit = Math.max(muchMemory, getHeapStatistics().used_heap_size + muchMore);
  };
};
