/**
 * Who read which name of which class body, written down for an evaluation that is kept: when statements of a body change,
 * only those who read a changed name are asked again. A name that was looked for and not there counts as read, and so does
 * the list of names. Bodies that were run at once are not followed.
 */
import type { ClassTree, Statement } from "../../python/tree.ts";

/**
 * Something that was made of what it read. A `phase` is never made again, `always` each time; a `model` is a class as it
 * was prepared, a `drift` what an app or one of its models is judged to need, a `name` what a statement of a class body bound.
 */
export type Reader =
  | { readonly kind: "phase" | "always" }
  | { readonly kind: "drift"; readonly name: string }
  | { readonly kind: "model"; readonly class: object }
  | { readonly kind: "name"; readonly body: WaitingBody; readonly name: string };

/** What of a class's body binds which name. */
export type Bodies = ReadonlyMap<string, readonly Statement[]>;

/** The body of a class whose statements are run when their names are read. */
export interface WaitingBody {
  readonly owner: { readonly qualname: string; tree?: ClassTree };
  readonly namespace: { readonly isChangedOutside: boolean; readonly readersOf: (name: string) => Iterable<Reader> };
  tree: ClassTree;
  plan: Bodies;
  /** Names whose statements did more than bind them. */
  readonly lasting: Set<string>;
  /** Lets the statements of `names` wait again, and those that still wait for their place in the body. */
  readonly bindAgain: (names: ReadonlySet<string>) => void;
}

/** What is written down of one evaluation. */
export interface Readings {
  /** Bodies that wait, by tree; null where two classes have the same tree. */
  readonly bodies: Map<ClassTree, WaitingBody | null>;
  /** Who used the model of a class. */
  readonly models: Map<object, Set<Reader>>;
  /** Classes of which preparing the model did more than make it. */
  readonly lastingModels: Set<object>;
  /** Files that are not what was evaluated any more. */
  readonly changedFiles: Set<string>;
  /** Source modules that were there when the models were collected; undefined until then. */
  early: ReadonlySet<string> | undefined;
  reader: Reader;
  /** Is a part of it being made again? Then what cannot be followed throws. */
  isRevised: boolean;
  /** Why no part of it can be made again. */
  unfit: string | undefined;
}

/** What is made once. */
export const forGood: Reader = { kind: "phase" };

/** What is made each time. */
export const always: Reader = { kind: "always" };

export const createReadings = (): Readings => ({
  bodies: new Map(),
  models: new Map(),
  lastingModels: new Set(),
  changedFiles: new Set(),
  early: undefined,
  reader: forGood,
  isRevised: false,
  unfit: undefined,
});

/** Only a new scan can tell. */
export class NotFollowed extends Error {}

let open: Readings | undefined;

/** The readings that are being written; undefined for a scan that no later one is to follow. */
export const openReadings = (): Readings | undefined => open;

export const writingReadings = <T>(readings: Readings | undefined, run: () => T): T => {
  const before = open;
  open = readings;
  try {
    return run();
  } finally {
    open = before;
  }
};

/** What `run` reads is read by `reader`. */
export const readBy = <T>(reader: Reader, run: () => T): T => {
  if (open === undefined) return run();
  const readings = open;
  const before = readings.reader;
  readings.reader = reader;
  try {
    return run();
  } finally {
    readings.reader = before;
  }
};

/** What `run` reads stays read, whoever asked: for code that runs once, and for what is kept for others. */
export const readForGood = <T>(run: () => T): T => readBy(forGood, run);

/** To be called where an evaluation does what cannot be made again in part; of `file`, when it was changed since. */
export const refuseRevision = (why: string, file?: string): void => {
  if (open?.isRevised === true && (file === undefined || open.changedFiles.has(file))) throw new NotFollowed(why);
};

/** To be called where what is made next depends on how much was done before. */
export const refuseLaterRevision = (why: string): void => {
  refuseRevision(why);
  if (open !== undefined && open.reader.kind !== "phase") open.unfit ??= why;
};

export const noteModelUse = (of: object): void => {
  if (open === undefined) return;
  const users = open.models.get(of);
  if (users === undefined) open.models.set(of, new Set([open.reader]));
  else users.add(open.reader);
};

export const noteLastingModel = (of: object): void => {
  open?.lastingModels.add(of);
};

/** By name; names that were looked for and not there are among them. */
export type ReadersByName = Map<string, Set<Reader>>;

export const noteReading = (readers: ReadersByName, name: string, { reader }: Readings): void => {
  const known = readers.get(name);
  if (known === undefined) readers.set(name, new Set([reader]));
  else known.add(reader);
};
