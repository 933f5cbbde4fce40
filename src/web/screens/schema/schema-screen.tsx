import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Sparkles } from "lucide-react";
import { useMemo, useState } from "react";
import type { ModelFacts } from "../../../contract/shapes/facts.ts";
import { useFacts, useWorkspace } from "../../data/queries.ts";
import { Button } from "../../pieces/button.tsx";
import { Empty, Failure, Skeleton } from "../../pieces/states.tsx";
import { usePageTitle } from "../../shell/use-page-title.ts";
import { chooseModels, mostModels, toHops, type Choice, type SchemaSearch } from "./choose-models.ts";
import { Drawing } from "./drawing.tsx";
import { ExportMenu } from "./export-menu.tsx";
import { forgetPlaces } from "./keep-places.ts";
import { SchemaControls } from "./schema-controls.tsx";
import { SchemaTable } from "./schema-table.tsx";
import type { Arrangement } from "./lay-out.ts";
import { toGraph, type Detail } from "./to-graph.ts";
import "./schema.css";

const none: readonly ModelFacts[] = [];

/** Unless chosen: everything while it can be read, the keys of many models, the names of very many. */
const toDetail = (chosen: string | undefined, models: number): Detail => {
  if (chosen === "all" || chosen === "keys" || chosen === "names") return chosen;
  return models <= 14 ? "all" : models <= 24 ? "keys" : "names";
};

const toArrangement = (choice: Choice, { focus, hops, to }: SchemaSearch): Arrangement => {
  if (choice.mode === "apps" || to !== undefined) return "layers";
  if (focus === undefined) return "areas";
  return toHops(hops) === 1 ? "star" : "layers";
};

const toWords = ({ mode, models, edges, noPath }: Choice): string => {
  if (mode === "apps") return `${models.length} models: the map of apps first (over ${mostModels}). Open an app, or focus on a model.`;
  if (noPath === true) return "No way leads from one to the other along relations";
  return `${models.length} models, ${edges.length} relations`;
};

/** The models as a drawing: a map of apps when there are too many, and from there whatever one wants to see. */
export const SchemaScreen = () => {
  const { slug } = useParams({ from: "/w/$slug/schema" });
  const search: SchemaSearch = useSearch({ from: "/w/$slug/schema" });
  const navigate = useNavigate({ from: "/w/$slug/schema" });
  const workspace = useWorkspace(slug);
  const { data, error, refetch } = useFacts(slug, "models");
  const models = data?.models ?? none;
  const { apps, focus, hops, to, hide } = search;
  const choice = useMemo(() => chooseModels(models, { apps, focus, hops, to, hide }), [models, apps, focus, hops, to, hide]);
  const detail = toDetail(search.detail, choice.models.length);
  const graph = useMemo(() => toGraph(choice, detail), [choice, detail]);
  const [tidied, setTidied] = useState(0);
  usePageTitle("Schema", workspace?.name);
  if (workspace === undefined || workspace === null) return null;
  if (data === undefined) {
    return (
      <div className="screen">
        {error === null ? <Skeleton rows={12} label="Loading the schema" /> : <Failure error={error} onRetry={() => void refetch()} />}
      </div>
    );
  }
  const arrangement = toArrangement(choice, search);
  const placesKey = [slug, arrangement, detail, apps ?? "", focus ?? "", hops ?? "", to ?? ""].join(" ");
  const tidy = (): void => {
    forgetPlaces(placesKey);
    setTidied((count) => count + 1);
  };
  const set = (next: SchemaSearch): void => void navigate({ search: (before) => ({ ...before, ...next }) });
  return (
    <div className="schema">
      <header className="schema-bar">
        <h2 className="sr-only">Schema</h2>
        <SchemaControls models={models} search={search} detail={detail} onChange={set} />
        <Button look="quiet" onClick={tidy} title="Lay the drawing out anew">
          <Sparkles size={14} aria-hidden />
          Tidy up
        </Button>
        <ExportMenu slug={slug} choice={choice} graph={graph} arrangement={arrangement} focus={focus} placesKey={placesKey} />
        <p className="faint num schema-count" role="status">
          {toWords(choice)}
        </p>
      </header>
      {choice.models.length === 0 ? (
        <div className="screen">
          <Empty title={models.length === 0 ? "No models to draw" : "No model of these apps"} />
        </div>
      ) : search.view === "table" ? (
        <div className="screen">
          <SchemaTable slug={slug} choice={choice} />
        </div>
      ) : (
        <div className="schema-canvas">
          <Drawing slug={slug} graph={graph} focus={focus} arrangement={arrangement} placesKey={placesKey} key={tidied} />
        </div>
      )}
    </div>
  );
};
