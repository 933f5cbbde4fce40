/** The words of this stage: what a Python environment is known to hold from its files alone. Nothing is executed. */
import type { ProjectFacts } from "../../contract/shapes/facts.ts";

export type EnvironmentKind = NonNullable<ProjectFacts["environment"]>;

/** What can be said of a folder that holds an interpreter: a virtual environment, a conda environment, `/usr`. */
export interface Prefix {
  readonly folder: string;
  /** Absolute path of the interpreter, never resolved through its link: the link is what makes it a virtual environment. */
  readonly python: string;
  /** `3.12.1`, or `3.12` when no file says more. */
  readonly pythonVersion: string | null;
  /** Existing folders of installed packages, in Python's order. */
  readonly sitePackages: readonly string[];
  /** Existing folders that `.pth` files add to the import path: editable installs. */
  readonly linkedFolders: readonly string[];
  readonly djangoVersion: string | null;
}

/** A place to look: which tool it is of, and the folder or interpreter there. */
export interface Candidate {
  readonly kind: EnvironmentKind;
  readonly folder: string;
  /** Set when only this interpreter of the folder counts. */
  readonly python?: string;
  /** Packages that lie elsewhere: `__pypackages__`. */
  readonly packages?: string;
}

/** Where the machine keeps things. Passed in, so that the same files give the same answer. */
export interface Places {
  readonly home: string | null;
  /** Of the workspace: VIRTUAL_ENV, POETRY_CACHE_DIR and the like. */
  readonly env: Readonly<Record<string, string>>;
  readonly platform: NodeJS.Platform;
}
