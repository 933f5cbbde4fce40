/**
 * Whether the desk answers. One small store, told by the client after every request, so that the whole page agrees
 * on being online, and a lost server is said once instead of by every panel.
 */
import { useSyncExternalStore } from "react";

export interface Connection {
  readonly online: boolean;
  /** Milliseconds since the epoch of the last answer; null before the first. */
  readonly lastAnswerAt: number | null;
  /** Whether changes arrive by themselves; else the page asks for them. */
  readonly live: boolean;
}

let current: Connection = { online: true, lastAnswerAt: null, live: false };
const listeners = new Set<() => void>();

const set = (next: Connection): void => {
  const changed = next.online !== current.online || next.live !== current.live;
  current = next;
  if (changed) for (const listener of listeners) listener();
};

export const noteAnswer = (): void => set({ ...current, online: true, lastAnswerAt: Date.now() });
export const noteSilence = (): void => set({ ...current, online: false });
export const noteLive = (live: boolean): void => set({ ...current, live });

/** Whether a socket is open, for whoever decides how often to ask. */
export const isLive = (): boolean => current.live;

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Re-renders when the desk is lost or found again, not on every answer. */
export const useConnection = (): Connection => useSyncExternalStore(subscribe, () => current);
