/** Resolves after `ms`; does not keep the process alive by itself when `keepAlive` is false. */
export const delay = (ms: number, keepAlive = true): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    if (!keepAlive) timer.unref();
  });
