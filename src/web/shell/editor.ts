/** The editor that places in the source open in: VS Code until another is chosen; the choice is kept in localStorage. */
import { useSyncExternalStore } from "react";
import { isEditor, type Editor } from "../pieces/to-editor-address.ts";

const key = "djdesk-editor";
const listeners = new Set<() => void>();

const readChoice = (): Editor => {
  try {
    const kept = localStorage.getItem(key);
    return isEditor(kept) ? kept : "vscode";
  } catch {
    return "vscode";
  }
};

let choice = readChoice();

export const chooseEditor = (next: Editor): void => {
  choice = next;
  try {
    localStorage.setItem(key, next);
  } catch {
    // Without storage the choice lasts until the page is closed.
  }
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useEditor = (): Editor => useSyncExternalStore(subscribe, () => choice);
