import type { NodeProps } from "@xyflow/react";
import { Link } from "@tanstack/react-router";
import { Crosshair, KeyRound } from "lucide-react";
import type { FieldFacts } from "../../../contract/shapes/facts.ts";
import { appColour, appTint } from "../../pieces/app-colour.ts";
import type { AreaNode, BoxNode } from "./to-flow.ts";
import type { Box } from "./to-graph.ts";

/** Where lines end: the drawing library looks for these. Its own element would also listen to every move of the drawing. */
const LineEnd = ({ type, field }: { readonly type: "source" | "target"; readonly field?: string }) => (
  <span className={`box-end ${type}`} data-handleid={field} data-handlepos={type === "source" ? "right" : "left"} aria-hidden />
);

/** The ground on which the models of one app stand. */
export const AreaView = ({ data: { app } }: NodeProps<AreaNode>) => (
  <div className="area">
    <span className="area-name">{app}</span>
  </div>
);

/** A model with its rows, or an app with its count. Names lead on: to the model's page, or into the app. */
export const BoxView = ({ data: { slug, box, focused } }: NodeProps<BoxNode>) => {
  const { content } = box;
  return (
    <div className={`box box-${content.kind} tint-${appTint(box.app)}`} data-focused={focused}>
      <LineEnd type="target" />
      <LineEnd type="source" />
      <svg className="box-stripe" width="4" height={box.height} aria-hidden>
        <rect width="4" height={box.height} fill={appColour(box.app)} />
      </svg>
      {content.kind === "app" ? (
        <AppContent slug={slug} app={box.app} count={content.models} />
      ) : (
        <ModelContent slug={slug} box={box} content={content} />
      )}
    </div>
  );
};

const AppContent = ({ slug, app, count }: { readonly slug: string; readonly app: string; readonly count: number }) => (
  <Link
    to="/w/$slug/schema"
    params={{ slug }}
    search={(before) => ({ ...before, apps: app, focus: undefined })}
    className="box-app-link nodrag nopan"
  >
    <span className="truncate">{app}</span>
    <span className="faint num">
      {count} {count === 1 ? "model" : "models"}
    </span>
  </Link>
);

interface ModelProps {
  readonly slug: string;
  readonly box: Box;
  readonly content: Extract<Box["content"], { kind: "model" }>;
}

const ModelContent = ({ slug, box, content: { model, rows, hidden } }: ModelProps) => (
  <>
    <div className="box-head">
      <Link
        to="/w/$slug/models"
        params={{ slug }}
        search={{ model: model.label }}
        className="box-name truncate nodrag nopan"
        title={model.label}
      >
        {model.name}
      </Link>
      <span className="box-owner">{box.app}</span>
      <Link
        to="/w/$slug/schema"
        params={{ slug }}
        search={(before) => ({ ...before, focus: model.label })}
        className="box-focus nodrag nopan"
        aria-label={`Only ${model.label} and its neighbours`}
        title="Only this and its neighbours"
      >
        <Crosshair size={13} aria-hidden />
      </Link>
    </div>
    {rows.length === 0 ? null : (
      <ul className="box-rows">
        {rows.map((field) => (
          <Row key={field.name} field={field} />
        ))}
      </ul>
    )}
    {hidden === 0 ? null : <p className="box-hidden faint num">and {hidden} more</p>}
  </>
);

const Row = ({ field }: { readonly field: FieldFacts }) => (
  <li className="box-row code" data-relation={field.relation ?? undefined}>
    {field.primary_key === true ? <KeyRound size={10} aria-label="primary key" /> : null}
    <span className="truncate">{field.name}</span>
    <span className="box-type truncate">
      {field.null === true ? "? " : ""}
      {field.class?.replace(/Field$/, "") ?? "?"}
    </span>
    {field.relation === null ? null : <LineEnd type="source" field={field.name} />}
  </li>
);
