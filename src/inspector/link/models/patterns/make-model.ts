/** A model without a class statement, as packages make them with `type(name, bases, attrs)`. */
import type { Origin } from "../../../evaluate/value.ts";
import type { Field, Model, Options } from "../model.ts";
import { camelCaseToSpaces, maxNameLength, truncateName } from "../names/table-names.ts";
import { implicitKey } from "../prepare/implicit-key.ts";
import type { Workshop } from "../prepare/workshop.ts";

export interface MadeModel {
  readonly name: string;
  readonly app: string;
  readonly module: string;
  readonly fields: readonly Field[];
  readonly bases: readonly string[];
  readonly origin: Origin | null;
  readonly options?: Partial<Options>;
}

/** With Django's defaults for everything that is not given, an implicit key included. */
export const makeModel = (workshop: Workshop, made: MadeModel): Model => {
  const options: Options = {
    abstract: false,
    proxy: false,
    managed: true,
    swappable: null,
    dbTable: truncateName(`${made.app}_${made.name.toLowerCase()}`, maxNameLength(workshop.settings.engine)),
    ordering: [],
    uniqueTogether: [],
    indexes: [],
    constraints: [],
    verboseName: camelCaseToSpaces(made.name),
    defaultRelatedName: null,
    orderWithRespectTo: null,
    autoCreatedBy: null,
    written: new Map(),
    ...made.options,
  };
  const model: Model = {
    class: null,
    path: `${made.module}.${made.name}`,
    module: made.module,
    name: made.name,
    app: made.app,
    label: `${made.app}.${made.name}`,
    origin: made.origin,
    options,
    fields: made.fields.filter((field) => field.relation?.kind !== "many_to_many"),
    manyToMany: made.fields.filter((field) => field.relation?.kind === "many_to_many"),
    privateFields: [],
    parents: new Map(),
    pk: made.fields.find((field) => field.primaryKey === true) ?? null,
    proxyFor: null,
    names: new Set(made.fields.map((field) => field.name)),
    managers: ["objects"],
    ancestors: [],
    bases: made.bases,
    certainty: "certain",
    because: null,
  };
  if (model.pk === null) {
    const key = implicitKey(workshop, model);
    model.fields.unshift(key);
    model.pk = key;
  }
  return model;
};
