/** The address as a URL, or null when it is none. */
export const toUrl = (address: string): URL | null => {
  try {
    return new URL(address);
  } catch {
    return null;
  }
};
