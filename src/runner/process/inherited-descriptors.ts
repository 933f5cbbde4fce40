/**
 * Descriptors beyond the standard streams that this process was started with and that its children would inherit in
 * turn: Node marks those that it opens itself, and not all that it finds.
 */
import { readFileSync, readdirSync } from "node:fs";

const closeOnExec = 0o2000000;

const isInherited = (descriptor: number): boolean => {
  try {
    const flags = /^flags:\s*([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, "latin1"))?.[1] ?? "";
    return flags !== "" && (Number.parseInt(flags, 8) & closeOnExec) === 0;
  } catch {
    return false;
  }
};

const findInherited = (): readonly number[] => {
  try {
    return readdirSync("/proc/self/fd")
      .map(Number)
      .filter((descriptor) => descriptor > 2 && isInherited(descriptor));
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
