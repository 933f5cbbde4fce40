/** Who wants to know what happens on the desk. Listeners are called at once, in order, and never stop each other. */
import type { DeskEvent } from "../../contract/events.ts";

export interface DeskEvents {
  publish(event: DeskEvent): void;
  /** Returns how to stop listening. */
  subscribe(listener: (event: DeskEvent) => void): () => void;
}

export const createEvents = (onListenerError: (error: unknown) => void): DeskEvents => {
  const listeners = new Set<(event: DeskEvent) => void>();
  return {
    publish(event) {
      for (const listener of listeners) {
        try {
          listener(event);
        } catch (error) {
          onListenerError(error);
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
