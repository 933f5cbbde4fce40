import { CircleHelp, KeyRound } from "lucide-react";
import type { FieldFacts, ModelFacts } from "../../../contract/shapes/facts.ts";
import { SourceLink } from "../../pieces/source-link.tsx";
import { ModelLink } from "./model-link.tsx";

interface Props {
  readonly slug: string;
  readonly root: string;
  readonly model: ModelFacts;
  readonly known: ReadonlySet<string>;
}

/** Every field with what Django would say of it. A dash is "no", a question mark is "not known from source". */
export const FieldTable = ({ slug, root, model, known }: Props) => (
  <div className="scroll-x" tabIndex={0} role="region" aria-label={`Fields of ${model.label}`}>
    <table className="table field-table">
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Type</th>
          {flags.map(([key, label]) => (
            <th key={key} scope="col">
              {label}
            </th>
          ))}
          <th scope="col">Relation</th>
          <th scope="col">Source</th>
        </tr>
      </thead>
      <tbody>
        {model.fields.map((field) => (
          <tr key={field.name}>
            <th scope="row" className="field-name">
              <span className="code">{field.name}</span>
              {field.primary_key === true ? <KeyRound size={12} aria-label="primary key" /> : null}
              {field.unique === true && field.primary_key !== true ? <span className="tag">unique</span> : null}
              {field.db_index === true && field.relation === null ? <span className="tag">index</span> : null}
              <Certainty field={field} />
            </th>
            <td>
              <TypeCell field={field} />
            </td>
            {flags.map(([key, label]) => (
              <td key={key} className="field-flag" data-label={label} data-value={field[key]}>
                {yesNo(field[key])}
              </td>
            ))}
            <td className="field-to" data-value={field.relation !== null}>
              <RelationCell slug={slug} field={field} known={known} />
            </td>
            <td className="field-source">
              {field.file === null ? (
                <span className="faint">automatic</span>
              ) : (
                <SourceLink root={root} file={field.file} line={field.line} short={field.file === model.file ? "line" : "name"} />
              )}
              {field.inherited_from === null ? null : (
                <span className="field-from faint code truncate" title={field.inherited_from}>
                  from {field.inherited_from.split(".").at(-1)}
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

const flags = [
  ["null", "Null"],
  ["blank", "Blank"],
  ["has_default", "Default"],
] as const;

const yesNo = (value: boolean | null) => {
  if (value === null) return <span title="Not known from source">?</span>;
  return value ? "yes" : <span className="faint">–</span>;
};

const Certainty = ({ field }: { readonly field: FieldFacts }) =>
  field.certainty === "certain" ? null : (
    <span className="tone-warning" title={field.because ?? "Not certain"}>
      <CircleHelp size={13} aria-hidden />
      <span className="sr-only">
        {field.certainty}: {field.because}
      </span>
    </span>
  );

const TypeCell = ({ field }: { readonly field: FieldFacts }) => (
  <span className="field-type">
    <span className="code">{field.class ?? "?"}</span>
    {field.max_length === null ? null : <span className="faint num">({field.max_length})</span>}
    {field.choices === null || field.choices === 0 ? null : <span className="tag num">{field.choices} choices</span>}
  </span>
);

const arrows = { many_to_one: "→", one_to_one: "↔", many_to_many: "⇉", one_to_many: "←" } as const;
const arrowWords = {
  many_to_one: "many to one",
  one_to_one: "one to one",
  many_to_many: "many to many",
  one_to_many: "one to many",
} as const;

const RelationCell = ({
  slug,
  field,
  known,
}: {
  readonly slug: string;
  readonly field: FieldFacts;
  readonly known: ReadonlySet<string>;
}) => {
  if (field.relation === null) return <span className="faint">–</span>;
  return (
    <span className="field-relation">
      <span title={arrowWords[field.relation]} aria-label={arrowWords[field.relation]} role="img">
        {arrows[field.relation]}
      </span>
      {field.related_model === null ? (
        <span title="Not known from source">?</span>
      ) : (
        <ModelLink slug={slug} label={field.related_model} known={known} />
      )}
      {field.on_delete === null ? null : <span className="tag code">{field.on_delete}</span>}
      {field.accessor === null ? null : (
        <span className="faint" title="Name of the way back">
          as <code>{field.accessor}</code>
        </span>
      )}
      {field.through === null || !known.has(field.through) ? null : (
        <span className="faint">
          through <ModelLink slug={slug} label={field.through} known={known} />
        </span>
      )}
    </span>
  );
};
