/** Which fields of the migrations' models point at which of their models: `ProjectState.relations`. */
import { bindField } from "../../models/fields/bind-field.ts";
import type { Scope } from "../deconstruct/scope.ts";
import { modelKey, type ModelState, type ProjectState, type StateField } from "../state/project-state.ts";
import { itemsOf } from "../state/read-parts.ts";
import { targetKey } from "../state/references.ts";
import { kindOfState } from "./kinds.ts";

export interface StateRelation {
  readonly source: ModelState;
  readonly field: string;
  readonly isManyToMany: boolean;
  /** `related_name` ends in `+`. */
  readonly isHidden: boolean;
}

export interface StateRelations {
  /** Names of a model's relational fields; null when the class of one is not known. */
  readonly fieldsOf: (state: ModelState) => readonly string[] | null;
  readonly to: (key: string) => readonly StateRelation[];
  /** The field that goes through the model; the last one when there are several. */
  readonly through: (key: string) => StateRelation | null;
  /** A relation whose target is not known: "app.Model.field"; null when there is none. */
  readonly unknown: string | null;
}

interface Relational extends StateRelation {
  readonly to: string | null;
  readonly through: string | null;
}

/** `undefined` for a field whose class is not known, null for one that is no relation. */
const readRelational = (scope: Scope, source: ModelState, name: string, field: StateField): Relational | null | undefined => {
  const bound = bindField(scope.evaluator, field.value);
  if (bound === null) return undefined;
  const { relation } = bound.entry;
  if (relation === null) return null;
  const text = (argument: string): string | null => {
    const value = bound.args.get(argument);
    const plain = value === undefined ? null : scope.evaluator.toPlain(value);
    return typeof plain === "string" ? plain : null;
  };
  const to = field.to ?? text("to");
  const through = field.through ?? text("through");
  return {
    source,
    field: name,
    isManyToMany: relation === "many_to_many",
    isHidden: text("related_name")?.endsWith("+") === true,
    to: to === null ? null : targetKey(source, to),
    through: through === null ? null : targetKey(source, through),
  };
};

/** A proxy's relations are those of its concrete model. */
const concreteKey = (scope: Scope, project: ProjectState, key: string): string => {
  const state = project.models.get(key);
  if (state === undefined || kindOfState(scope, state) !== "proxy" || state.bases === null) return key;
  for (const base of itemsOf(scope.evaluator, state.bases) ?? []) {
    const plain = scope.evaluator.toPlain(base);
    if (typeof plain === "string") return concreteKey(scope, project, targetKey(state, plain));
  }
  return key;
};

const byModelKey = (left: Relational, right: Relational): number => {
  const of = ({ source }: Relational): string => modelKey(source.app, source.name);
  return of(left) < of(right) ? -1 : of(left) > of(right) ? 1 : 0;
};

export const readStateRelations = (scope: Scope, project: ProjectState): StateRelations => {
  const all: Relational[] = [];
  const names = new Map<ModelState, readonly string[] | null>();
  for (const state of project.models.values()) {
    const found = [...state.fields].map(([name, field]) => readRelational(scope, state, name, field));
    const relational = found.flatMap((one) => one ?? []);
    all.push(...relational);
    names.set(state, found.includes(undefined) ? null : relational.map(({ field }) => field));
  }
  const sorted = [...all].sort(byModelKey);
  const lost = all.find(({ to }) => to === null);
  return {
    fieldsOf: (state) => names.get(state) ?? null,
    to: (key) =>
      sorted.filter((one) =>
        [one.to, scope.isDjango(4) ? one.through : null].some((end) => end !== null && concreteKey(scope, project, end) === key),
      ),
    through: (key) => sorted.findLast((one) => one.through === key) ?? null,
    unknown: lost === undefined ? null : `${lost.source.app}.${lost.source.name}.${lost.field}`,
  };
};
