/** The Python environment of the bundled samples: one for all of them, made when it is first needed. */
import { join } from "node:path";
import { makeEnvironment } from "../../runner/make-environment.ts";

export interface SamplePython {
  /** Path of the interpreter. Refuses with `interpreter-missing` when it cannot be made; a later call tries again. */
  interpreter(onLine: (text: string) => void): Promise<string>;
  /** Ends what is being made. */
  close(): void;
}

export const createSamplePython = (dataFolder: string, userEnvironment: Readonly<Record<string, string | undefined>>): SamplePython => {
  const listeners = new Set<(text: string) => void>();
  const closing = new AbortController();
  let making: Promise<string> | null = null;
  const make = (): Promise<string> =>
    makeEnvironment({
      folder: join(dataFolder, "environments", "django-5.2"),
      requirement: "Django~=5.2.0",
      userEnvironment,
      signal: closing.signal,
      onLine: (text) => {
        for (const listener of listeners) listener(text);
      },
    });
  return {
    async interpreter(onLine) {
      listeners.add(onLine);
      try {
        return await (making ??= make());
      } catch (error) {
        making = null;
        throw error;
      } finally {
        listeners.delete(onLine);
      }
    },
    close: () => closing.abort(),
  };
};
