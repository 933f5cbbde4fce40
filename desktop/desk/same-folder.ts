import { statSync } from "node:fs";

/** Whether two paths lead to one folder, by device and inode. False when either is gone. */
export const isSameFolder = (one: string, other: string): boolean => {
  if (one === other) return true;
  try {
    const [a, b] = [statSync(one, { bigint: true }), statSync(other, { bigint: true })];
    return a.dev === b.dev && a.ino === b.ino && a.ino !== 0n;
  } catch {
    return false;
  }
};
