/** A real desk in a folder of its own and small projects for it: for tests. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDesk, type OpenDeskOptions } from "./open-desk.ts";
import { perform } from "./perform.ts";

const ordinary = `import os, sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "library.settings")
print("manage.py", *sys.argv[1:])
`;

export interface ProjectToWrite {
  /** A manage.py that may do what it likes: it runs for real. */
  readonly managePy?: string;
  readonly settings?: string;
}

/** Writes a small project called `name` and answers its folder. */
export const writeProject = (
  parent: string,
  name: string,
  { managePy = ordinary, settings = 'SECRET_KEY = "x"\nINSTALLED_APPS = []\n' }: ProjectToWrite = {},
): string => {
  const path = join(parent, name);
  mkdirSync(join(path, "library"), { recursive: true });
  writeFileSync(join(path, "manage.py"), managePy);
  writeFileSync(join(path, "library", "__init__.py"), "");
  writeFileSync(join(path, "library", "settings.py"), settings);
  return path;
};

export const aDesk = async (options: Partial<OpenDeskOptions> = {}) => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "djdesk-desk-")));
  const problems: unknown[] = [];
  const open = (more: Partial<OpenDeskOptions> = {}) =>
    openDesk({
      dataFolder: join(folder, "data"),
      role: "server",
      version: "0.0.0-test",
      watch: false,
      onError: (error) => problems.push(error),
      ...options,
      ...more,
    });
  const desk = await open();
  /** A registered, trusted workspace with a Python of this machine. */
  const addWorkspace = async (name: string, project: ProjectToWrite = {}): Promise<string> => {
    const { slug } = await perform(desk, "addWorkspace", { project_path: writeProject(folder, name, project) });
    await perform(desk, "updateWorkspace", { slug, python: pythonPath() });
    await perform(desk, "trustWorkspace", { slug, protection: "none" });
    return slug;
  };
  return {
    desk,
    folder,
    problems,
    open,
    writeProject: (name: string, project?: ProjectToWrite) => writeProject(folder, name, project),
    addWorkspace,
    async close(): Promise<void> {
      await desk.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** The first `python3` on the path of this process. */
export const pythonPath = (): string => {
  for (const folder of (process.env["PATH"] ?? "").split(":")) {
    try {
      return realpathSync(join(folder, "python3"));
    } catch {
      continue;
    }
  }
  throw new Error("These tests need a python3.");
};
