/**
 * Puts a sample where it may be changed: `<data>/samples/<key>/` with its database. Whole or not at all, and what the
 * user has since made of it stays.
 */
import { cpSync, existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Refusal } from "../../contract/errors.ts";
import { codeOf, messageOf } from "../../kit/message-of.ts";
import { createDatabase } from "../../store/create-database.ts";
import { bundledSamples, type Sample } from "./samples.ts";
import { makeFolder } from "../../kit/make-folder.ts";

/** Answers the folder. */
export const placeSample = ({ key }: Sample, dataFolder: string): string => {
  const folder = join(dataFolder, "samples", key);
  if (existsSync(folder)) return folder;
  const partial = `${folder}.partial-${process.pid}`;
  try {
    makeFolder(join(dataFolder, "samples"));
    rmSync(partial, { recursive: true, force: true });
    cpSync(fileURLToPath(new URL(`./${key}`, bundledSamples)), partial, { recursive: true });
    createDatabase(join(partial, "db.sqlite3"), readFileSync(new URL(`./${key}.sql`, bundledSamples), "utf8"));
    renameSync(partial, folder);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    // Another process placed it meanwhile.
    if (codeOf(error) === "ENOTEMPTY") return folder;
    throw toRefusal(error, folder);
  }
  return folder;
};

const toRefusal = (error: unknown, folder: string): unknown => {
  switch (codeOf(error)) {
    case "ENOSPC":
    case "EDQUOT":
      return new Refusal("disk-full", `The disk that holds ${folder} is full.`, { cause: error });
    case "EACCES":
    case "EPERM":
    case "EROFS":
    case "EEXIST":
    case "ENOTDIR":
      return new Refusal("store-unwritable", `The sample cannot be written to ${folder}: ${messageOf(error)}.`, { cause: error });
    case null:
    default:
      return error;
  }
};
