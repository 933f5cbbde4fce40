/** Modules that code asks for by name while it waits for an ImportError. */
import type { Machine } from "../machine.ts";
import { presence } from "./standing.ts";

/** Does a running `try` wait for an ImportError? Then imports are decided at once. */
export const isWatched = (m: Machine): boolean =>
  m.state.handlers.some((types) =>
    types.some(({ path }) => path === "ImportError" || path === "ModuleNotFoundError" || path === "*" || path === "Exception"),
  );

/** Such code asks for optional packages: one that no requirement declares is taken as not installed. */
export const isAbsent = (m: Machine, name: string): boolean => {
  if (!isWatched(m)) return false;
  const known = presence(m, name);
  if (known === "undecided") m.state.taint ??= `${name} was taken as not installed: nothing requires it`;
  return known !== "present";
};
