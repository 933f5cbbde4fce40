import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import type { ModelFacts } from "../../../contract/shapes/facts.ts";
import { useFacts, useWorkspace } from "../../data/queries.ts";
import { Empty, Failure, Skeleton } from "../../pieces/states.tsx";
import { usePageTitle } from "../../shell/use-page-title.ts";
import { filterModels } from "./filter-models.ts";
import { ModelDetail } from "./model-detail.tsx";
import { ModelFilters } from "./model-filters.tsx";
import { ModelList } from "./model-list.tsx";
import "./models.css";

const none: readonly ModelFacts[] = [];

/** All models in a list that narrows, and one of them with everything that is known about it. */
export const ModelsScreen = () => {
  const { slug } = useParams({ from: "/w/$slug/models" });
  const search = useSearch({ from: "/w/$slug/models" });
  const navigate = useNavigate({ from: "/w/$slug/models" });
  const { q, app, all } = search;
  const workspace = useWorkspace(slug);
  const { data, error, refetch } = useFacts(slug, "models");
  const models = data?.models ?? none;
  const selected = models.find(({ label }) => label === search.model);
  const shown = useMemo(() => filterModels(models, { q, app, all }), [models, q, app, all]);
  usePageTitle(selected?.label ?? "Models", workspace?.name);
  if (workspace === undefined || workspace === null) return null;
  if (data === undefined)
    return (
      <div className="screen">
        {error === null ? <Skeleton rows={12} label="Loading models" /> : <Failure error={error} onRetry={() => void refetch()} />}
      </div>
    );

  const set = (next: Partial<typeof search>): void => void navigate({ search: (before) => ({ ...before, ...next }), replace: true });
  return (
    <div className="models" data-detail={selected !== undefined}>
      <div className="models-side">
        <ModelFilters models={models} search={search} shown={shown.length} onChange={set} />
        {shown.length === 0 ? (
          <Empty title={models.length === 0 ? "No models in this project" : "No model matches"}>
            {models.length === 0 ? null : (
              <button type="button" className="button button-plain" onClick={() => set({ q: undefined, app: undefined, all: "1" })}>
                Clear the filters
              </button>
            )}
          </Empty>
        ) : (
          <ModelList slug={slug} models={shown} selected={search.model} search={search} />
        )}
      </div>
      <div className="models-detail">
        {selected === undefined ? (
          <div className="models-none">
            <Empty title={search.model === undefined ? "Choose a model" : `No model ${search.model}`}>
              {search.model === undefined
                ? "Its fields, relations and options appear here, each with its place in the source."
                : "It was renamed or removed, or the link is from another branch."}
            </Empty>
          </div>
        ) : (
          <ModelDetail key={selected.label} workspace={workspace} model={selected} models={models} />
        )}
      </div>
    </div>
  );
};
