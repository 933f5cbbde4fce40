/** The hidden model behind a many-to-many field without `through`: `create_many_to_many_intermediary_model`. */
import { makeField, makeRelation } from "../fields/make-field.ts";
import type { Field, Known, Model, Target } from "../model.ts";
import { maxNameLength, stripQuotes, truncateName } from "../names/table-names.ts";
import { implicitKey } from "../prepare/implicit-key.ts";
import type { Workshop } from "../prepare/workshop.ts";

const nothingWritten: Model["options"]["written"] = new Map();

/** `ManyToManyField._get_m2m_db_table` of a field without `through`. */
const throughTable = (workshop: Workshop, owner: Model, field: Field): Known<string> => {
  const written = field.relation?.dbTable;
  if (typeof written === "string" && written !== "") return written;
  if (written === undefined || owner.options.dbTable === undefined) return undefined;
  return truncateName(`${stripQuotes(owner.options.dbTable)}_${field.name}`, maxNameLength(workshop.settings.engine));
};

const sideNames = (owner: Model, targetName: string): readonly [string, string] => {
  const from = owner.name.toLowerCase();
  const to = targetName.toLowerCase();
  return from === to ? [`from_${from}`, `to_${to}`] : [from, to];
};

/** Builds it; `target` is the label of the other side. */
export const makeThroughModel = (workshop: Workshop, owner: Model, field: Field, target: string): Model => {
  const name = `${owner.name}_${field.name}`;
  const path = `${owner.module}.${name}`;
  const [from, to] = sideNames(owner, target.slice(target.lastIndexOf(".") + 1));
  const own = field.relation?.makesThrough === true;
  const side = (sideName: string, sideTarget: Target): Field =>
    makeField("ForeignKey", sideName, path, {
      origin: field.origin,
      relation: makeRelation("many_to_one", sideTarget, { relatedName: own ? undefined : `${name}+` }),
    });
  const model: Model = {
    class: null,
    path,
    module: owner.module,
    name,
    app: owner.app,
    label: `${owner.app}.${name}`,
    origin: owner.origin,
    options: {
      abstract: false,
      proxy: false,
      managed: owner.options.managed,
      swappable: null,
      dbTable: throughTable(workshop, owner, field),
      ordering: own ? undefined : [],
      uniqueTogether: own ? undefined : [[from, to]],
      indexes: own ? undefined : [],
      constraints: own ? undefined : [],
      verboseName: `${from}-${to} relationship`,
      defaultRelatedName: null,
      orderWithRespectTo: null,
      autoCreatedBy: owner,
      written: nothingWritten,
    },
    fields: [side(from, { kind: "model", model: owner }), side(to, { kind: "label", label: target })],
    manyToMany: [],
    privateFields: [],
    parents: new Map(),
    pk: null,
    proxyFor: null,
    names: new Set(),
    managers: ["objects"],
    ancestors: [],
    bases: ["django.db.models.base.Model"],
    ...(own
      ? { certainty: "unknown", because: `${field.path} makes this model` }
      : { certainty: field.certainty === "unknown" ? "inferred" : field.certainty, because: field.because }),
  };
  const key = implicitKey(workshop, model);
  model.fields.unshift(key);
  model.pk = key;
  return model;
};
