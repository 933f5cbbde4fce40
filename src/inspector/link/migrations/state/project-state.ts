/**
 * What migrations say the models are: Django's `ProjectState`, changed operation by operation.
 *
 * What an operation did that could not be followed makes its app doubtful: nothing is then said of that app.
 */
import type { InstanceValue, Value } from "../../../evaluate/value.ts";
import type { Known } from "../../models/model.ts";

export interface StateField {
  readonly value: InstanceValue;
  /** `preserve_default=False`: the default was for the existing rows only. */
  readonly dropsDefault: boolean;
  /** What a later rename of the target made of it. */
  readonly to?: string;
  readonly through?: string;
  readonly toField?: string;
}

export type Together = readonly (readonly string[])[];

export interface ModelState {
  readonly app: string;
  name: string;
  readonly fields: Map<string, StateField>;
  /** `Meta` options but for those below. */
  options: Map<string, Value>;
  uniqueTogether: Known<Together>;
  indexTogether: Known<Together>;
  indexes: Known<readonly NamedValue[]>;
  constraints: Known<readonly NamedValue[]>;
  readonly bases: Value | null;
  /** Pairs of name and manager. */
  managers: Value | null;
}

/** An index or constraint; the name may have been changed by `RenameIndex`. */
export interface NamedValue {
  readonly name: string | null;
  readonly value: InstanceValue;
}

export interface ProjectState {
  /** By `app.modelname`, lower-cased. */
  readonly models: Map<string, ModelState>;
  /** App label → why its state is not known. */
  readonly doubts: Map<string, string>;
}

export const createProjectState = (): ProjectState => ({ models: new Map(), doubts: new Map() });

export const modelKey = (app: string, name: string): string => `${app}.${name.toLowerCase()}`;

export const addDoubt = (state: ProjectState, app: string, because: string): void => {
  if (!state.doubts.has(app)) state.doubts.set(app, because);
};
