import { delay } from "./delay.ts";

export interface Insisting {
  /** True when there is no sense in trying again. */
  readonly isOver: () => boolean;
  /** Told of the first failure only: those after it have the same reason. */
  readonly onFailure: (error: unknown) => void;
}

const firstPauseMs = 100;
const longestPauseMs = 5000;

/** Does it again, less and less often, until it works; false when it was given up. */
export const insist = async (deed: () => Promise<void>, { isOver, onFailure }: Insisting): Promise<boolean> => {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
    try {
      await deed();
      return true;
    } catch (error) {
      if (isOver()) return false;
      if (pauseMs === firstPauseMs) onFailure(error);
      await delay(pauseMs);
    }
  }
};
