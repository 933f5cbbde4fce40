import type { ModelFacts } from "../../../contract/shapes/facts.ts";
import { SearchField } from "../../pieces/search-field.tsx";
import type { ModelSearch } from "./filter-models.ts";

interface Props {
  readonly models: readonly ModelFacts[];
  readonly search: ModelSearch;
  readonly shown: number;
  readonly onChange: (next: ModelSearch) => void;
}

/** Search, app and "installed apps too": all of it in the address. */
export const ModelFilters = ({ models, search, shown, onChange }: Props) => {
  const eligible = models.filter((model) => search.all === "1" || (model.first_party && !model.auto_created));
  const apps = [...new Set(eligible.map(({ app }) => app))].sort();
  return (
    <div className="filters">
      <h2 className="sr-only">Models</h2>
      <SearchField label="Search models, or .field" value={search.q ?? ""} onChange={(q) => onChange({ q: q === "" ? undefined : q })} />
      <div className="filters-row">
        <label className="select">
          <span className="sr-only">App</span>
          <select
            value={search.app ?? ""}
            onChange={(event) => onChange({ app: event.target.value === "" ? undefined : event.target.value })}
          >
            <option value="">All apps</option>
            {apps.map((app) => (
              <option key={app} value={app}>
                {app}
              </option>
            ))}
          </select>
        </label>
        <label className="check">
          <input
            type="checkbox"
            checked={search.all === "1"}
            onChange={(event) => onChange({ all: event.target.checked ? "1" : undefined })}
          />
          Installed apps
        </label>
        <span className="filters-count faint num" aria-live="polite">
          {shown} of {models.length}
        </span>
      </div>
    </div>
  );
};
