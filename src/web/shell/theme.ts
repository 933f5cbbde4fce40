/** Light or dark: the system's until a choice is made, the choice from then on (kept in localStorage). */
import { useSyncExternalStore } from "react";

export type ThemeChoice = "system" | "light" | "dark";
const key = "djdesk-theme";
const dark = matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

const readChoice = (): ThemeChoice => {
  try {
    const kept = localStorage.getItem(key);
    return kept === "light" || kept === "dark" ? kept : "system";
  } catch {
    return "system";
  }
};

let choice = readChoice();

const apply = (): void => {
  document.documentElement.dataset["theme"] = choice === "system" ? (dark.matches ? "dark" : "light") : choice;
  for (const listener of listeners) listener();
};
dark.addEventListener("change", apply);

export const chooseTheme = (next: ThemeChoice): void => {
  choice = next;
  try {
    if (next === "system") localStorage.removeItem(key);
    else localStorage.setItem(key, next);
  } catch {
    // Without storage the choice lasts until the page is closed.
  }
  apply();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useThemeChoice = (): ThemeChoice => useSyncExternalStore(subscribe, () => choice);

/** The theme in force, for the few things that are drawn and not styled. */
export const useTheme = (): "light" | "dark" =>
  useSyncExternalStore(subscribe, () => (document.documentElement.dataset["theme"] === "dark" ? "dark" : "light"));
