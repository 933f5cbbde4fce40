/** The token of the file as it is at this moment: a removed or replaced one ends the access of all who knew the old one. */

export interface FollowedToken {
  current(): string;
  stop(): void;
}

const lookEveryMs = 500;

/** `onChange` is told within half a second. */
export const followToken = (read: () => string, onChange: () => void): FollowedToken => {
  let token = read();
  const look = (): void => {
    const found = readQuietly(read);
    if (found === null || found === token) return;
    token = found;
    onChange();
  };
  const timer = setInterval(look, lookEveryMs);
  timer.unref();
  return {
    current() {
      look();
      return token;
    },
    stop: () => clearInterval(timer),
  };
};

/** A folder that cannot be written to at this moment does not end the server. */
const readQuietly = (read: () => string): string | null => {
  try {
    return read();
  } catch {
    return null;
  }
};
