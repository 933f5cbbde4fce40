/** Reads evaluated settings out of the facts: plain JSON, or nothing where a value is not known. */
import { dirname, isAbsolute, resolve } from "node:path";
import type { Facts } from "../../contract/shapes/facts.ts";

/** The value of a setting as plain JSON, null where a part of it is not known; undefined when it is not set. */
export const settingOf = (facts: Facts, name: string): unknown => facts.settings.values.find((setting) => setting.name === name)?.value;

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Commands run in the folder of manage.py, so that relative names of files start there. */
const commandFolderOf = (facts: Facts): string =>
  facts.project.manage_py === null ? facts.project.root : dirname(resolve(facts.project.root, facts.project.manage_py));

export const absolutePathIn = (facts: Facts, path: string): string => (isAbsolute(path) ? path : resolve(commandFolderOf(facts), path));

/** Database files that the settings name, with their write-ahead logs: applied migrations are read from them. */
export const findSqliteFiles = (facts: Facts): readonly string[] => {
  const databases = settingOf(facts, "DATABASES");
  if (!isRecord(databases)) return [];
  return Object.values(databases).flatMap((database) => {
    if (!isRecord(database) || typeof database["NAME"] !== "string" || typeof database["ENGINE"] !== "string") return [];
    const isFile = /sqlite|spatialite/.test(database["ENGINE"]) && !/^(:memory:|file:|$)/.test(database["NAME"]);
    const path = absolutePathIn(facts, database["NAME"]);
    return isFile ? [path, `${path}-wal`] : [];
  });
};
