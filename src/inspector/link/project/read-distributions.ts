/** Entry points that installed packages and the project itself offer: what `importlib.metadata.entry_points()` would list. */
import { posix } from "node:path";
import { parse as parseToml } from "smol-toml";
import { isUnreadable, type ProjectFiles } from "../../files/project-files.ts";

export interface EntryPoint {
  readonly name: string;
  /** `package.module` or `package.module:attribute`. */
  readonly value: string;
}

type Groups = Map<string, EntryPoint[]>;

const add = (groups: Groups, group: string, point: EntryPoint): void => {
  const known = groups.get(group) ?? [];
  if (!known.some((each) => each.name === point.name && each.value === point.value)) known.push(point);
  groups.set(group, known);
};

/** `entry_points.txt`. */
const readIni = (text: string, groups: Groups): void => {
  let group = "";
  for (const line of text.split("\n")) {
    const [, section] = /^\[([^\]]+)\]/.exec(line.trim()) ?? [];
    if (section !== undefined) group = section.trim();
    const [, name, value] = /^([^=#;]+?)\s*=\s*(\S.*)$/.exec(line.trim()) ?? [];
    if (section === undefined && name !== undefined && value !== undefined && group !== "")
      add(groups, group, { name, value: value.trim() });
  }
};

const isTable = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** `[project.entry-points."group"]` and poetry's plugins. */
const readProject = (text: string, groups: Groups): void => {
  let table: unknown;
  try {
    table = parseToml(text);
  } catch {
    return;
  }
  const project = isTable(table) ? table["project"] : undefined;
  const tool = isTable(table) ? table["tool"] : undefined;
  const poetry = isTable(tool) ? tool["poetry"] : undefined;
  for (const stated of [isTable(project) ? project["entry-points"] : undefined, isTable(poetry) ? poetry["plugins"] : undefined]) {
    if (!isTable(stated)) continue;
    for (const [group, points] of Object.entries(stated))
      if (isTable(points))
        for (const [name, value] of Object.entries(points)) if (typeof value === "string") add(groups, group, { name, value });
  }
};

/** Looks at the metadata beside the packages of each folder, and at the project's own pyproject.toml. */
export const readEntryPointGroups = (
  files: ProjectFiles,
  folders: readonly string[],
  root: string,
): ReadonlyMap<string, readonly EntryPoint[]> => {
  const groups: Groups = new Map();
  for (const folder of new Set(folders))
    for (const { name, kind } of files.children(folder)) {
      if (kind !== "folder" || !/\.(?:dist-info|egg-info)$/.test(name)) continue;
      const path = posix.join(folder, name, "entry_points.txt");
      const source = files.isFile(path) ? files.read(path) : undefined;
      if (source !== undefined && !isUnreadable(source)) readIni(source.text, groups);
    }
  for (const folder of new Set([root, posix.dirname(root)])) {
    const path = posix.join(folder, "pyproject.toml");
    const source = files.isFile(path) ? files.read(path) : undefined;
    if (source !== undefined && !isUnreadable(source)) readProject(source.text, groups);
  }
  for (const points of groups.values()) points.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return groups;
};
