/**
 * Descriptors beyond the standard streams that this process was started with and that its children would inherit in
 * turn: Node marks those that it opens itself, and not all that it finds.
 */
import { closeSync, readFileSync, readdirSync } from "node:fs";

const closeOnExec = 0o2000000;

const isInherited = (descriptor: number): boolean => {
  try {
    const flags = /^flags:\s*([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, "latin1"))?.[1] ?? "";
    return flags !== "" && (Number.parseInt(flags, 8) & closeOnExec) === 0;
  } catch {
    return false;
  }
};

/** How many files this process may have open. */
const limit = (): number => Number(/^Max open files\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "latin1"))?.[1] ?? 0);

/** To give a child a descriptor, Node needs free ones with higher numbers: where these may run out, it is closed. */
const closeIfHigh = (descriptor: number, highest: number): boolean => {
  if (descriptor < highest) return false;
  closeSync(descriptor);
  return true;
};

const findInherited = (): readonly number[] => {
  try {
    const highest = Math.min(1024, limit() / 2);
    return readdirSync("/proc/self/fd")
      .map(Number)
      .filter((descriptor) => descriptor > 2 && isInherited(descriptor) && !closeIfHigh(descriptor, highest));
  } catch {
    return [];
  }
};

let found: readonly number[] | undefined;

/** The same in the whole life of the process. Empty where there is no /proc; there the launcher closes them. */
export const inheritedDescriptors = (): readonly number[] => {
  found ??= findInherited();
  return found;
};
