/** How the text of an option becomes its value; commander shows the message of what is refused. */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { InvalidArgumentError } from "commander";

const isFolder = (path: string): boolean => {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
};

/** Folders that are there, any number of times; absolute. */
export const collectFolder = (text: string, before: readonly string[] = []): readonly string[] => {
  const folder = resolve(text);
  if (!isFolder(folder)) throw new InvalidArgumentError("There is no such folder.");
  return [...before, folder];
};

/** `NAME=value`, any number of times. */
export const collectVariable = (text: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => {
  const [, name, value] = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError("Write it as NAME=value.");
  return { ...before, [name]: value };
};

export const toPort = (text: string): number => {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError("A port is a number from 0 (any free one) to 65535.");
  return port;
};
