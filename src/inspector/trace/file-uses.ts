/** What a scan did with the text of each file: evaluated it as a module, which sees its tree alone, or read it as text. */
import type { FileText, ProjectFiles } from "../files/project-files.ts";
import type { ModuleTree } from "../python/tree.ts";

export interface ModuleUse {
  readonly tree: ModuleTree;
  readonly text: string;
}

export interface FileUses {
  /** `files`, with each reading counted. */
  counting(files: ProjectFiles): ProjectFiles;
  /** To be told of each module that a text just read was parsed for. */
  asModule(file: string, source: FileText, tree: ModuleTree): void;
  /** The module's tree and text; undefined where a file was used otherwise as well, or not at all. */
  moduleAlone(file: string): ModuleUse | undefined;
  /** The same uses with other content of some files. */
  with(changed: ReadonlyMap<string, ModuleUse>): FileUses;
}

/** Of a scan that no later one is to follow: nothing is kept, and so nothing is known. */
export const forgetfulUses: FileUses = {
  counting: (files) => files,
  asModule: () => {},
  moduleAlone: () => undefined,
  with: () => forgetfulUses,
};

export const createFileUses = (modules: Map<string, ModuleUse> = new Map(), readings: Map<string, number> = new Map()): FileUses => ({
  counting: (files) => ({
    ...files,
    read: (path) => {
      readings.set(path, (readings.get(path) ?? 0) + 1);
      return files.read(path);
    },
  }),
  asModule: (file, { text }, tree) => {
    modules.set(file, { tree, text });
    readings.set(file, (readings.get(file) ?? 0) - 1);
  },
  moduleAlone: (file) => (readings.get(file) === 0 ? modules.get(file) : undefined),
  with: (changed) => createFileUses(new Map([...modules, ...changed]), readings),
});
