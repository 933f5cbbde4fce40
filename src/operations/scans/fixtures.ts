/** Fixture files of the project: in each app's `fixtures/` folder and in FIXTURE_DIRS. */
import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import type { Facts } from "../../contract/shapes/facts.ts";
import { absolutePathIn, settingOf } from "./settings-of.ts";

export interface FixtureFolder {
  readonly app: string;
  readonly folder: string;
}

export const findFixtureFolders = (facts: Facts): readonly FixtureFolder[] => {
  const ofApps = facts.apps.flatMap((app) =>
    app.first_party && app.path !== null ? [{ app: app.label, folder: resolve(facts.project.root, app.path, "fixtures") }] : [],
  );
  const dirs = settingOf(facts, "FIXTURE_DIRS");
  const ofSettings = Array.isArray(dirs)
    ? dirs.flatMap((dir: unknown) => (typeof dir === "string" ? [{ app: "FIXTURE_DIRS", folder: absolutePathIn(facts, dir) }] : []))
    : [];
  return [...ofApps, ...ofSettings];
};

const fixtureName = /\.(json|jsonl|xml|ya?ml)(\.(gz|zip|bz2|lzma|xz))?$/;
const depthLimit = 4;
const countLimit = 5000;

/** Absolute paths of the fixture files in a folder, at most 5,000; links are not followed. */
export const listFixtures = (folder: string, depth = 0): readonly string[] => {
  const files: string[] = [];
  for (const entry of entriesOf(folder)) {
    if (files.length >= countLimit) break;
    const path = `${folder}/${entry.name}`;
    if (entry.isFile() && fixtureName.test(entry.name)) files.push(path);
    else if (entry.isDirectory() && depth < depthLimit) files.push(...listFixtures(path, depth + 1));
  }
  return files.slice(0, countLimit);
};

const entriesOf = (folder: string) => {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
};
