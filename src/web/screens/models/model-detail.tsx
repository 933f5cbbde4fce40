import { Link } from "@tanstack/react-router";
import { ArrowLeft, CircleHelp, Network } from "lucide-react";
import type { ReactNode } from "react";
import type { ModelFacts } from "../../../contract/shapes/facts.ts";
import type { Workspace } from "../../../contract/shapes/workspace.ts";
import { appColour } from "../../pieces/app-colour.ts";
import { SourceLink } from "../../pieces/source-link.tsx";
import { FieldTable } from "./field-table.tsx";
import { ModelLink } from "./model-link.tsx";
import { kindOf } from "./model-list.tsx";
import { ReverseTable } from "./reverse-table.tsx";

interface Props {
  readonly workspace: Workspace;
  readonly model: ModelFacts;
  readonly models: readonly ModelFacts[];
}

/** One model: where it is written, its fields, who points at it, and its options. */
export const ModelDetail = ({ workspace, model, models }: Props) => {
  const { slug, project_path: root } = workspace;
  const known = new Set(models.map(({ label }) => label));
  const kind = kindOf(model);
  return (
    <article className="detail" aria-labelledby="model-name">
      <Link to="/w/$slug/models" params={{ slug }} search={(before) => ({ ...before, model: undefined })} className="detail-back link">
        <ArrowLeft size={14} aria-hidden /> All models
      </Link>
      <header className="detail-head">
        <div className="detail-title">
          <svg width="10" height="10" aria-hidden>
            <rect width="10" height="10" rx="2" fill={appColour(model.app)} />
          </svg>
          <h2 id="model-name">
            <span className="faint">{model.app}.</span>
            {model.name}
          </h2>
          {kind === null ? null : <span className="tag">{kind}</span>}
          {model.first_party ? null : <span className="tag">installed</span>}
          <Link to="/w/$slug/schema" params={{ slug }} search={{ focus: model.label }} className="button button-plain detail-schema">
            <Network size={14} aria-hidden />
            In the schema
          </Link>
        </div>
        {model.file === null ? null : <SourceLink root={root} file={model.file} line={model.line} />}
      </header>
      {model.certainty === "certain" ? null : (
        <p className="uncertain">
          <CircleHelp size={15} aria-hidden />
          <span>
            <strong>{model.certainty === "inferred" ? "Inferred" : "Partly unknown"}.</strong> {model.because}
          </span>
        </p>
      )}
      <section aria-labelledby="fields-title" className="detail-part">
        <h3 id="fields-title">
          Fields <span className="faint num">{model.fields.length}</span>
        </h3>
        <FieldTable slug={slug} root={root} model={model} known={known} />
      </section>
      <section aria-labelledby="reverse-title" className="detail-part">
        <h3 id="reverse-title">
          Pointed at by <span className="faint num">{model.reverse.length}</span>
        </h3>
        <ReverseTable slug={slug} model={model} known={known} />
      </section>
      <Options slug={slug} model={model} known={known} />
    </article>
  );
};

const Options = ({ slug, model, known }: { readonly slug: string; readonly model: ModelFacts; readonly known: ReadonlySet<string> }) => {
  const rows: readonly (readonly [string, ReactNode])[] = [
    ["Table", model.db_table === null ? null : <code>{model.db_table}</code>],
    ["Primary key", model.pk === null ? null : <code>{model.pk}</code>],
    ["Verbose name", model.verbose_name],
    ["Ordering", codes(model.ordering ?? [])],
    ["Bases", codes(model.bases)],
    [
      "Parents",
      model.concrete_parents.length === 0
        ? null
        : model.concrete_parents.map((label) => <ModelLink key={label} slug={slug} label={label} known={known} />),
    ],
    ["Managers", codes(model.managers)],
    ["Unique together", codes((model.unique_together ?? []).map((names) => names.join(" + ")))],
    ["Indexes", codes((model.indexes ?? []).map(({ name, fields }) => `${name ?? "unnamed"} (${fields.join(", ")})`))],
    ["Constraints", codes((model.constraints ?? []).map((constraint) => `${constraint.name ?? "unnamed"}: ${constraint.class}`))],
    ["Generic", codes(model.private_fields.map((field) => `${field.name}: ${field.class}`))],
    ["Swapped for", model.swapped],
    ["Module", <code key="module">{model.module}</code>],
  ];
  return (
    <section aria-labelledby="options-title" className="detail-part">
      <h3 id="options-title">Options</h3>
      <dl className="options">
        {rows.map(([label, value]) =>
          value === null || value === "" ? null : (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
    </section>
  );
};

const codes = (items: readonly string[]): ReactNode =>
  items.length === 0
    ? null
    : items.map((item) => (
        <code key={item} className="options-code">
          {item}
        </code>
      ));
